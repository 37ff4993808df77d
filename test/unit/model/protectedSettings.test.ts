import assert from 'node:assert/strict';

import { SERVER_MASK } from '../../../src/api/forms';
import type { Plugin, PluginConfig } from '../../../src/api/schemas';
import { attachmentProblem, contentTypeOf, LARGEST_FILE } from '../../../src/model/attachmentLimits';
import { attachmentIn } from '../../../src/model/attachments';
import { attachmentSettings, secretSettings } from '../../../src/model/protectedSettings';

const FILE = { uid: 2, saved: true, size: 15, name: 'schema.json', type: 'application/json' };
const SECRET_FILE = {
  uid: -1,
  saved: true,
  size: -1,
  name: SERVER_MASK,
  type: 'application/octet-stream',
};

const configOf = (config: Record<string, unknown>): PluginConfig => ({
  id: 1,
  plugin: 1,
  enabled: true,
  order: 1,
  team_id: 1,
  config,
});
const pluginOf = (config_schema: Plugin['config_schema']): Plugin => ({ id: 1, config_schema });

describe('secretSettings', () => {
  it('finds the secrets of the form, set or not, and never their values', () => {
    const plugin = pluginOf([
      { key: 'token', name: 'API token', secret: true, required: true },
      { key: 'password', name: ' ', secret: true },
      { key: 'keyFile', type: 'attachment', secret: true },
      { key: 'host' },
    ]);
    const config = configOf({ token: SERVER_MASK, password: '', keyFile: SECRET_FILE, host: 'eu' });
    assert.deepEqual(secretSettings(config, plugin), [
      { key: 'token', title: 'API token', isSet: true, required: true },
      { key: 'password', title: 'password', isSet: false, required: false },
    ]);
  });

  it('finds those of a dictionary form that come in clear', () => {
    const found = secretSettings(configOf({ token: 'in-clear' }), pluginOf({ token: { secret: true } }));
    assert.deepEqual(found, [{ key: 'token', title: 'token', isSet: true, required: false }]);
  });

  it('finds what is masked or looks like a secret where the form is not known', () => {
    const config = configOf({ apiKey: 'a', odd: SERVER_MASK, host: 'eu', authFile: FILE });
    assert.deepEqual(
      secretSettings(config, undefined).map(({ key }) => key),
      ['apiKey', 'odd'],
    );
  });
});

describe('attachmentSettings', () => {
  it('finds those of the form, and those that no form knows', () => {
    const plugin = pluginOf([
      { key: 'schemaFile', name: 'Schema', type: 'attachment', required: true },
      { key: 'keyFile', type: 'attachment', secret: true },
      { key: 'list', type: 'attachment' },
    ]);
    const config = configOf({ schemaFile: FILE, keyFile: SECRET_FILE, old: FILE, list: 'text' });
    const stored = { name: 'schema.json', size: 15, contentType: 'application/json' };
    const hidden = { name: undefined, size: undefined, contentType: undefined };
    assert.deepEqual(attachmentSettings(config, plugin), [
      { key: 'schemaFile', title: 'Schema', stored, required: true },
      { key: 'keyFile', title: 'keyFile', stored: hidden, required: false },
      { key: 'list', title: 'list', stored: undefined, required: false },
      { key: 'old', title: 'old', stored, required: false },
    ]);
  });

  for (const value of [null, 'text', 5, [], {}, { name: 'a', size: 1 }, { ...FILE, saved: false }]) {
    it(`does not take ${JSON.stringify(value)} for a file`, () => {
      assert.equal(attachmentIn(value), undefined);
    });
  }

  it('bears a file that tells little of itself', () => {
    assert.deepEqual(attachmentIn({ uid: 1, saved: true, name: 'a', type: '' }), {
      name: 'a',
      size: undefined,
      contentType: undefined,
    });
  });
});

describe('the limits of attachments', () => {
  const CASES: readonly (readonly [
    what: string,
    key: string,
    name: string,
    size: number,
    settings: unknown,
    expected: string | undefined,
  ])[] = [
    ['a usual file', 'list', 'a.txt', 5, {}, undefined],
    ['an empty file', 'list', 'a.txt', 0, null, undefined],
    ['a name of 200 characters', 'list', '💚'.repeat(200), 5, {}, undefined],
    ['a name of 201 characters', 'list', 'a'.repeat(201), 5, {}, 'longName'],
    ['a key of 201 characters', 'k'.repeat(201), 'a', 5, {}, 'longKey'],
    ['a key that the server would cut', 'a]b', 'a', 5, {}, 'oddKey'],
    ['a huge file', 'list', 'a', LARGEST_FILE + 1, {}, 'tooLarge'],
    ['huge settings', 'list', 'a', 5, { text: 'x'.repeat(20 * 1024 * 1024) }, 'largeSettings'],
  ];
  for (const [what, key, name, size, settings, expected] of CASES) {
    it(`${what}: ${expected ?? 'can be stored'}`, () => {
      assert.equal(attachmentProblem(key, { name, size }, settings), expected);
    });
  }

  for (const [name, expected] of [
    ['key.json', 'application/json'],
    ['KEY.JSON', 'application/json'],
    ['list.csv', 'text/csv'],
    ['GeoLite2-City.mmdb', 'application/octet-stream'],
    ['json', 'application/octet-stream'],
    ['', 'application/octet-stream'],
    ['archive.tar.gz', 'application/gzip'],
  ] as const) {
    it(`takes “${name}” for ${expected}`, () => {
      assert.equal(contentTypeOf(name), expected);
    });
  }
});
