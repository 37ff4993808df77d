import assert from 'node:assert/strict';

import type { Plugin } from '../../../src/api/schemas';
import type { SettingsContent } from '../../../src/documents/settingsDocument';
import { draftToKeep } from '../../../src/documents/settingsDraft';
import { parseContent, type ParsedContent } from '../../../src/documents/settingsParse';
import { hasSettingFields, settingFields } from '../../../src/model/fields';
import { MASK, secretKeys } from '../../../src/model/secrets';

const PLUGIN: Plugin = {
  id: 5,
  config_schema: [
    { key: 'address', type: 'string', required: true },
    { key: 'mode', type: 'choice', choices: ['none', 'token'] },
    { key: 'user', type: 'string', visible_if: [['mode', 'token']], required_if: [['mode', 'token']] },
    { key: 'token', type: 'string', secret: true },
    { key: 'headers', type: 'json' },
    { key: 'list', type: 'attachment' },
  ],
};
const BASE: SettingsContent = {
  name: 'Relay',
  description: null,
  enabled: true,
  settings: {
    address: 'a',
    mode: 'none',
    token: MASK,
    headers: { a: 1 },
    list: { file: 'l.txt', size: 1, type: 'text/plain' },
    legacy: 3,
  },
};

function parse(content: unknown, base: SettingsContent | undefined = BASE): ParsedContent {
  return parseText(typeof content === 'string' ? content : JSON.stringify(content, undefined, 2), base);
}

function parseText(text: string, base: SettingsContent | undefined): ParsedContent {
  return parseContent(text, {
    fields: settingFields(PLUGIN),
    isDescribed: hasSettingFields(PLUGIN),
    base,
    hasName: true,
  });
}

const withSettings = (settings: Record<string, unknown>): SettingsContent => ({
  ...BASE,
  settings: { ...BASE.settings, ...settings },
});

const without = (key: string): SettingsContent => ({
  ...BASE,
  settings: Object.fromEntries(Object.entries(BASE.settings).filter(([each]) => each !== key)),
});

describe('checking a settings document', () => {
  it('finds nothing wrong with what the server has, odd keys included', () => {
    assert.deepEqual(parse(BASE), { content: BASE, problems: [], secrets: {} });
  });

  const refused: readonly (readonly [string, unknown, string])[] = [
    ['invalid JSON', '{"settings": {', 'syntax'],
    ['nothing', '', 'syntax'],
    ['a comment', '{"settings": {} // no\n}', 'syntax'],
    ['a trailing comma', '{"settings": {},}', 'syntax'],
    ['an array', '[]', 'wrongType'],
    ['no settings', '{"enabled": true}', 'wrongType'],
    ['settings that are no object', '{"settings": []}', 'wrongType'],
    ['an unknown part', { ...BASE, order: 3 }, 'unknownKey'],
    ['an unknown setting', withSettings({ adress: 'b' }), 'unknownKey'],
    ['a key twice', '{"settings": {"address": "a", "address": "b"}}', 'duplicateKey'],
    ['enabled as text', { ...BASE, enabled: 'yes' }, 'wrongType'],
    ['a name of 401 characters', { ...BASE, name: 'n'.repeat(401) }, 'tooLong'],
    ['a description of 1,001 characters', { ...BASE, description: 'd'.repeat(1001) }, 'tooLong'],
    ['a name that is no text', { ...BASE, name: 5 }, 'wrongType'],
    ['a name set to null', { ...BASE, name: null }, 'wrongType'],
    ['a number for a text', withSettings({ address: 5 }), 'wrongType'],
    ['a missing required field', without('address'), 'required'],
    ['an empty required field', withSettings({ address: '' }), 'required'],
    ['a field that another one requires', withSettings({ mode: 'token' }), 'required'],
    ['a choice outside the list', withSettings({ mode: 'basic' }), 'notAChoice'],
    ['JSON text that is none', withSettings({ headers: '{' }), 'wrongType'],
    [
      'an edited file',
      withSettings({ list: { file: 'm.txt', size: 1, type: 'text/plain' } }),
      'attachmentChanged',
    ],
    ['a removed file', without('list'), 'attachmentChanged'],
    ['a removed secret', without('token'), 'secretRemoved'],
    ['an emptied secret', withSettings({ token: '' }), 'secretRemoved'],
    ['a mask for a value', withSettings({ address: MASK }), 'misplacedMask'],
  ];
  for (const [title, content, kind] of refused) {
    it(`refuses ${title}`, () => {
      const blocking = parse(content).problems.filter(({ blocks }) => blocks);
      assert.ok(
        blocking.some(({ reason }) => reason.kind === kind),
        JSON.stringify(blocking),
      );
    });
  }

  it('takes names of 400 characters, also of those that take two places', () => {
    assert.deepEqual(parse({ ...BASE, name: '😀'.repeat(400) }).problems, []);
  });

  it('marks the value that is wrong', () => {
    const text = JSON.stringify(withSettings({ mode: 'basic' }), undefined, 2);
    const [problem] = parseText(text, BASE).problems;
    assert.ok(problem);
    assert.equal(text.slice(problem.offset, problem.offset + problem.length), '"basic"');
  });

  it('does not block for what was wrong before', () => {
    const former = withSettings({ mode: 'old', address: '' });
    const { problems } = parse({ ...former, name: 'New' }, former);
    assert.deepEqual(
      problems.map(({ reason, blocks }) => [reason.kind, blocks]),
      [
        ['notAChoice', false],
        ['required', false],
      ],
    );
  });

  it('tells what was typed in the place of a secret', () => {
    const { secrets, problems } = parse(withSettings({ token: 'typed' }));
    assert.deepEqual(secrets, { token: 'typed' });
    assert.deepEqual(
      problems.map(({ reason, blocks }) => [reason.kind, blocks]),
      [['typedSecret', false]],
    );
  });

  it('asks for no field without effect', () => {
    assert.deepEqual(parse(withSettings({ mode: 'none' })).problems, []);
    assert.deepEqual(parse(withSettings({ mode: 'token', user: 'u' })).problems, []);
  });
});

describe('drafts that are kept on disk', () => {
  const isSecret = secretKeys(PLUGIN);
  const kept: readonly (readonly [string, string, string | undefined])[] = [
    ['a typed secret is masked', '{"token": "s3cret", "a": 1}', `{"token": "${MASK}", "a": 1}`],
    ['so it is in unfinished text', '{"token" :"s3cret", "a": ', `{"token" :"${MASK}", "a": `],
    ['an empty one stays', '{"token": ""}', '{"token": ""}'],
    ['a text that is not closed may be one', '{"token": "s3cr', undefined],
    ['one of another form may be one', '{"token": ["s3cret"]}', undefined],
    ['other texts stay', '{"address": "token", "b": "c"}', '{"address": "token", "b": "c"}'],
  ];
  for (const [title, text, expected] of kept) {
    it(title, () => {
      assert.equal(draftToKeep(text, isSecret), expected);
    });
  }
});
