import assert from 'node:assert/strict';

import type { Plugin } from '../../../src/api/schemas';
import { harmlessText } from '../../../src/model/harmlessText';
import { settingsSchema, type SchemaTexts } from '../../../src/model/settingsSchema';

const TEXTS: SchemaTexts = {
  name: 'NAME',
  description: 'DESCRIPTION',
  enabled: 'ENABLED',
  settings: 'SETTINGS',
  required: 'REQUIRED',
  secret: 'SECRET',
  attachment: 'FILE',
  json: 'JSON',
  unknownType: 'UNKNOWN',
  notDescribed: 'NOT DESCRIBED',
  withoutEffect: 'NO EFFECT',
};

function schemaOf(config_schema: Plugin['config_schema'], storedKeys: readonly string[] = []): unknown {
  const plugin: Plugin = { id: 1, config_schema };
  return settingsSchema(plugin, { hasName: true, storedKeys, texts: TEXTS });
}

/** The part of the schema at a path of keys. */
function at(schema: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], schema);
}

const settingsOf = (schema: unknown, ...path: readonly (string | number)[]): unknown =>
  at(schema, 'properties', 'settings', ...path);

describe('the JSON Schema of settings', () => {
  it('describes keys, choices, defaults and hints of an array form', () => {
    const schema = schemaOf([
      { markdown: 'Read **this** first.' },
      { key: 'host', name: 'Host', type: 'choice', choices: ['us', 'eu'], default: 'us', required: true },
      { key: 'site', name: 'Site', type: 'string', hint: 'The _id_', markdown: 'More.' },
      { key: 'rules', type: 'json', default: '{}' },
      { key: 'odd', type: 'colour' },
      'nonsense',
    ]);
    assert.equal(settingsOf(schema, 'description'), 'SETTINGS\n\nRead this first.');
    assert.deepEqual(settingsOf(schema, 'required'), ['host']);
    assert.equal(settingsOf(schema, 'additionalProperties'), false);
    assert.deepEqual(settingsOf(schema, 'properties', 'host'), {
      enum: ['us', 'eu'],
      title: 'Host',
      description: 'REQUIRED',
      default: 'us',
    });
    assert.equal(settingsOf(schema, 'properties', 'site', 'description'), 'The _id_\n\nMore.');
    assert.deepEqual(settingsOf(schema, 'properties', 'rules'), { description: 'JSON', default: {} });
    assert.deepEqual(settingsOf(schema, 'properties', 'odd'), { description: 'UNKNOWN' });
  });

  it('describes a dictionary form alike', () => {
    const schema = schemaOf({
      zone: { name: 'Zone', type: 'string', default: 'UTC' },
      key: { secret: true },
    });
    assert.equal(settingsOf(schema, 'properties', 'zone', 'default'), 'UTC');
    assert.equal(settingsOf(schema, 'properties', 'key', 'description'), 'SECRET');
  });

  it('offers no secrets and files, and no defaults of them', () => {
    const schema = schemaOf([
      { key: 'token', type: 'string', secret: true, default: 'x', required: true },
      { key: 'file', type: 'attachment', required: true },
    ]);
    for (const key of ['token', 'file']) {
      assert.equal(settingsOf(schema, 'properties', key, 'doNotSuggest'), true);
      assert.equal(settingsOf(schema, 'properties', key, 'default'), undefined);
    }
    assert.deepEqual(settingsOf(schema, 'required'), []);
  });

  it('offers no text in which the editor draws icons, and accepts it all the same', () => {
    const flame = '$(flame) "}';
    const snippet = { label: '"$\u200b(flame) \\"}"', bodyText: '"\\$(flame) \\\\"\\}"' };
    const schema = schemaOf([
      { key: 'some', type: 'choice', choices: ['us', flame], default: flame },
      { key: 'all', type: 'choice', choices: [flame], default: 'us' },
      { key: 'text', type: 'string', default: flame },
      { key: 'rules', type: 'json', default: '{"a":"$(x)"}' },
      { key: '$(key)', type: 'string' },
    ]);
    const accepted = { not: { not: { enum: [flame] } }, defaultSnippets: [snippet] };
    assert.deepEqual(settingsOf(schema, 'properties'), {
      some: { anyOf: [{ enum: ['us'] }, accepted], defaultSnippets: [snippet] },
      all: { anyOf: [accepted], default: 'us' },
      text: { type: ['string', 'null'], defaultSnippets: [snippet] },
      rules: {
        description: 'JSON',
        defaultSnippets: [{ label: '{"a":"$\u200b(x)"}', bodyText: '{"a":"\\$(x)"\\}' }],
      },
      '$(key)': { type: ['string', 'null'], doNotSuggest: true },
    });
  });

  it('asks for a field, and offers it, only where its conditions hold', () => {
    const schema = schemaOf([
      { key: 'mode', type: 'choice', choices: ['none', 'token'] },
      {
        key: 'user',
        type: 'string',
        visible_if: [['mode', 'token']],
        required_if: [['mode', 'token'], ['site']],
      },
    ]);
    const isToken = { required: ['mode'], properties: { mode: { const: 'token' } } };
    const isSite = { required: ['site'], properties: { site: { not: { enum: ['', null] } } } };
    assert.equal(settingsOf(schema, 'properties', 'user', 'doNotSuggest'), true);
    assert.deepEqual(settingsOf(schema, 'allOf', 0, 'if'), { allOf: [isToken] });
    assert.deepEqual(settingsOf(schema, 'allOf', 0, 'then', 'properties', 'user'), {
      type: ['string', 'null'],
    });
    assert.equal(settingsOf(schema, 'allOf', 0, 'else', 'properties', 'user', 'description'), 'NO EFFECT');
    assert.deepEqual(settingsOf(schema, 'allOf', 1, 'if'), { allOf: [isToken, isToken, isSite] });
    assert.deepEqual(settingsOf(schema, 'allOf', 1, 'then', 'required'), ['user']);
  });

  it('takes keys that are stored already, and every key where nothing is described', () => {
    assert.deepEqual(settingsOf(schemaOf([], ['legacy']), 'properties', 'legacy'), {
      description: 'NOT DESCRIBED',
      doNotSuggest: true,
    });
    assert.equal(settingsOf(schemaOf(null), 'additionalProperties'), true);
  });

  it('knows names only where the server does', () => {
    const schema = settingsSchema(undefined, { hasName: false, storedKeys: [], texts: TEXTS });
    assert.deepEqual(Object.keys(at(schema, 'properties') as object), ['$schema', 'enabled', 'settings']);
  });
});

describe('texts of plugin authors', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['plain', 'plain'],
    ['**bold** and `code`', 'bold and code'],
    ['a ![pixel](https://evil.example/p.png) b', 'a pixel b'],
    ['[docs](https://example.com/a)', 'docs (https:\u200b//example.com/a)'],
    ['[run](command:workbench.action.quit)', 'run'],
    ['see http://example.com', 'see http:\u200b//example.com'],
    ['www.example.com', 'www\u200b.example.com'],
    ['me@example.com', 'me@\u200bexample.com'],
  ];
  for (const [markdown, expected] of cases) {
    it(`shows ${JSON.stringify(markdown)} as text`, () => {
      assert.equal(harmlessText(markdown), expected);
    });
  }
});
