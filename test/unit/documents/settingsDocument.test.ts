import assert from 'node:assert/strict';

import { SERVER_MASK } from '../../../src/api/forms';
import type { Plugin, PluginConfig } from '../../../src/api/schemas';
import { changesBetween, merged, wantedSettings } from '../../../src/documents/settingsChanges';
import {
  contentIn,
  contentOf,
  newContentOf,
  textOf,
  type SettingsContent,
} from '../../../src/documents/settingsDocument';
import { settingFields } from '../../../src/model/fields';
import { MASK } from '../../../src/model/secrets';

const PLUGIN: Plugin = {
  id: 5,
  name: 'Relay',
  description: 'Posts events.',
  config_schema: [
    { key: 'address', name: 'Address', type: 'string', required: true, default: 'https://' },
    { key: 'headers', name: 'Headers', type: 'json', default: '{"a": 1}' },
    { key: 'token', name: 'Token', type: 'string', secret: true, default: 'never shown' },
    { key: 'list', name: 'List', type: 'attachment' },
    { key: 'odd', type: 'colour', default: 'red' },
  ],
};
const FIELDS = settingFields(PLUGIN);

function config(settings: Record<string, unknown>, others: Partial<PluginConfig> = {}): PluginConfig {
  return { id: 1, plugin: 5, enabled: true, order: 1, team_id: 1, config: settings, ...others };
}

describe('settings documents', () => {
  it('show secrets masked, files by name, and JSON text unfolded', () => {
    const stored = {
      address: 'https://example.com',
      token: SERVER_MASK,
      headers: '{"b": [1]}',
      list: { uid: 7, saved: true, size: 12, name: 'bots.txt', type: 'text/plain' },
      note: null,
      empty: '',
    };
    assert.deepEqual(contentOf(config(stored, { name: null }), PLUGIN), {
      name: null,
      enabled: true,
      settings: {
        address: 'https://example.com',
        token: MASK,
        headers: { b: [1] },
        list: { file: 'bots.txt', size: 12, type: 'text/plain' },
        note: null,
        empty: '',
      },
    });
  });

  it('mask the secrets of a dictionary schema, which come in clear', () => {
    const plugin: Plugin = { id: 5, config_schema: { api_key: { type: 'string', secret: true } } };
    assert.deepEqual(contentOf(config({ api_key: 'clear' }), plugin).settings, { api_key: MASK });
  });

  it('begin new ones with the defaults, without secrets and files', () => {
    const expected: SettingsContent = {
      name: 'Relay',
      description: 'Posts events.',
      enabled: false,
      settings: { address: 'https://', headers: { a: 1 }, odd: 'red' },
    };
    assert.deepEqual(newContentOf(PLUGIN, { editableName: true }), expected);
    assert.deepEqual(newContentOf(PLUGIN, undefined), { enabled: false, settings: expected.settings });
  });

  it('read what they write', () => {
    const content = contentOf(config({ ['__proto__']: 'x', token: SERVER_MASK }, { name: 'N' }), PLUGIN);
    assert.deepEqual(contentIn(textOf(content, 'posthog-plugin:/c/1/.schema.json')), content);
  });

  it('read nothing from what is not theirs', () => {
    for (const text of ['', '[]', '{"settings": 1}', '{', 'null']) {
      assert.equal(contentIn(text), undefined);
    }
  });
});

describe('wanted settings', () => {
  const unfolded = [
    ['to the letter', '{ "b" : [1] }', { b: [1] }, '{ "b" : [1] }'],
    ['on one line as before', '{"b":[1]}', { b: [2] }, '{"b":[2]}'],
    ['laid out as before', '{\n  "b": 1\n}', { b: 2 }, '{\n  "b": 2\n}'],
    ['typed as text', '{"b":1}', '{"b":2}', '{"b":2}'],
    ['as an object where it was one', { b: 1 }, { b: 2 }, { b: 2 }],
    ['as text where it was not there', undefined, { b: 2 }, '{\n  "b": 2\n}'],
    ['null as it was', null, null, null],
  ] as const;
  for (const [title, stored, shown, wanted] of unfolded) {
    it(`keep the form of JSON: ${title}`, () => {
      const before = config(stored === undefined ? {} : { headers: stored });
      const settings = wantedSettings(
        { settings: { headers: shown } },
        before,
        contentOf(before, PLUGIN),
        FIELDS,
      );
      assert.deepEqual(settings, { headers: wanted });
    });
  }

  it('show JSON as text where unfolding would change it', () => {
    for (const text of ['{"n":12345678901234567890}', '{"a":1,"a":2}', '{"b":1,"1":2}', '5', 'no json', '']) {
      const content = contentOf(config({ headers: text }), PLUGIN);
      assert.equal(content.settings.headers, text);
    }
  });

  it('leave secrets and files out, also masked ones that no form describes', () => {
    const stored = {
      address: 'a',
      token: SERVER_MASK,
      list: { uid: 7, saved: true, size: 12, name: 'bots.txt', type: 'text/plain' },
      old: SERVER_MASK,
    };
    const former = contentOf(config(stored), PLUGIN);
    assert.deepEqual(wantedSettings(former, config(stored), former, FIELDS), { address: 'a' });
  });
});

describe('changes of a settings document', () => {
  it('name each key with both values, and never a secret', () => {
    const from: SettingsContent = { name: 'a', enabled: true, settings: { x: 1, gone: 2, token: MASK } };
    const to: SettingsContent = {
      name: 'b',
      enabled: true,
      settings: { x: { y: 1 }, token: 'typed', z: null },
    };
    assert.deepEqual(changesBetween(from, to, FIELDS), [
      { part: 'name', key: 'name', from: 'a', to: 'b', secret: false },
      { part: 'setting', key: 'x', from: 1, to: { y: 1 }, secret: false },
      { part: 'setting', key: 'gone', from: 2, to: undefined, secret: false },
      { part: 'setting', key: 'token', from: MASK, to: MASK, secret: true },
      { part: 'setting', key: 'z', from: undefined, to: null, secret: false },
    ]);
  });

  it('tell null, an empty text and absence apart, and leave out what is left out', () => {
    const from: SettingsContent = { name: null, enabled: true, settings: { a: null, b: '' } };
    assert.deepEqual(changesBetween(from, { settings: { a: null, b: '' } }, FIELDS), []);
    const keys = changesBetween(from, { name: '', settings: { a: '' } }, FIELDS).map(({ key }) => key);
    assert.deepEqual(keys, ['name', 'a', 'b']);
  });

  it('are put on top of what the server has meanwhile, so that neither side loses anything', () => {
    const base: SettingsContent = { name: 'n', enabled: true, settings: { a: 1, b: 1, c: 1, d: 1 } };
    const mine: SettingsContent = { name: 'n', enabled: true, settings: { a: 2, b: 1, c: 2, e: 5 } };
    const theirs: SettingsContent = { name: 'm', enabled: false, settings: { a: 1, b: 3, c: 3, d: 1, f: 6 } };
    assert.deepEqual(merged(base, mine, theirs), {
      name: 'm',
      enabled: false,
      settings: { a: 2, b: 3, c: 2, e: 5, f: 6 },
    });
  });
});
