import assert from 'node:assert/strict';
import * as v from 'valibot';

import { CallReport } from '../../../src/api/callReport';
import { isRecord } from '../../../src/api/record';
import type { Plugin, PluginConfig } from '../../../src/api/schemas';
import { contentIn, contentOf, textOf } from '../../../src/documents/settingsDocument';
import { LogBuffer } from '../../../src/logs/buffer';
import { hostMessageSchema } from '../../../src/logs/protocol';
import { LogWindow } from '../../../src/logs/rows/logWindow';
import { LogView } from '../../../src/logs/view';
import { publicJobs } from '../../../src/model/fields';
import { maskedSettings } from '../../../src/model/secrets';
import { settingsSchema, type SchemaTexts } from '../../../src/model/settingsSchema';
import { hostileStrings } from '../../support/hostileCorpus';

const CORPUS = hostileStrings('http://127.0.0.1:9').map(({ text }) => text);

const TEXTS: SchemaTexts = {
  name: '',
  description: '',
  enabled: '',
  settings: '',
  required: '',
  secret: '',
  attachment: '',
  json: '',
  unknownType: '',
  notDescribed: '',
  withoutEffect: '',
};

/** A JSON Schema is followed under these; a form of a server says nothing about them. */
const ACTIVE = ['$ref', '$id', 'pattern', 'markdownDescription', 'errorMessage', 'defaultSnippets'];

describe('a hostile form', () => {
  const entry = (key: string): Record<string, unknown> => ({
    key,
    name: key,
    type: 'choice',
    hint: key,
    markdown: key,
    default: key,
    choices: CORPUS.slice(0, 20),
    required_if: [[key, key]],
    visible_if: [[key, key], [key]],
    ...Object.fromEntries(ACTIVE.map((name) => [name, key])),
  });
  const forms: readonly (readonly [string, Plugin])[] = [
    ['as an array', { id: 1, config_schema: CORPUS.map(entry) }],
    ['as a dictionary', { id: 1, config_schema: Object.fromEntries(CORPUS.map((key) => [key, entry(key)])) }],
  ];
  for (const [how, plugin] of forms) {
    it(`${how}: becomes a JSON Schema that only describes, for every key`, () => {
      const schema = settingsSchema(plugin, { hasName: true, storedKeys: CORPUS, texts: TEXTS });
      const read: unknown = JSON.parse(JSON.stringify(schema));
      const settings = isRecord(read) && isRecord(read.properties) ? read.properties.settings : undefined;
      assert.ok(isRecord(settings) && isRecord(settings.properties));
      assert.deepEqual(new Set(Object.keys(settings.properties)), new Set(CORPUS));
      for (const node of schemasIn(settings)) {
        for (const name of ACTIVE.filter((active) => active !== 'defaultSnippets')) {
          assert.ok(!Object.hasOwn(node, name), name);
        }
        assertSnippetsAreText(node);
        for (const text of [node.title, node.description]) {
          assert.ok(text === undefined || typeof text === 'string');
          assert.doesNotMatch(text ?? '', /:\/\/|<[a-z/!?]/i);
        }
      }
    });
  }

  it('loses no setting, whatever its key, on the way through a document', () => {
    const stored = Object.fromEntries(CORPUS.map((key) => [key, key]));
    const config: PluginConfig = { id: 1, plugin: 1, enabled: true, order: 1, team_id: 1, config: stored };
    assert.deepEqual(
      Object.entries(maskedSettings(config, { id: 1, config_schema: [] })),
      Object.entries(stored),
    );
    const text = textOf(contentOf(config, { id: 1, config_schema: [] }), 'posthog-plugin:/x');
    assert.deepEqual(Object.entries(contentIn(text)?.settings ?? {}), Object.entries(stored));
    // An editor asks whether to remove these, and shows what follows in another order.
    assert.doesNotMatch(text, /[\u0085\u2028-\u202e\u2066-\u2069]/);
  });

  it('offers each job under its own name', () => {
    const jobs = Object.fromEntries(CORPUS.map((name) => [name, { payload: { [name]: { title: name } } }]));
    const offered = publicJobs({ id: 1, public_jobs: jobs }) ?? [];
    assert.deepEqual(
      offered.map(({ name, fields }) => [name, fields.map(({ key }) => key)]),
      CORPUS.map((name) => [name, [name]]),
    );
  });
});

/** Snippets are made for values with icons, and are never those of the form: each inserts one value and nothing else. */
function assertSnippetsAreText({ defaultSnippets = [] }: Readonly<Record<string, unknown>>): void {
  assert.ok(Array.isArray(defaultSnippets));
  for (const snippet of defaultSnippets as readonly unknown[]) {
    assert.ok(isRecord(snippet));
    const { label, bodyText, ...rest } = snippet;
    assert.ok(typeof label === 'string' && typeof bodyText === 'string');
    assert.deepEqual(rest, {});
    assert.doesNotMatch(label, /\$\(/);
    // No variable, and no place to fill in.
    assert.doesNotMatch(bodyText.replaceAll(/\\[\\$}]/g, ''), /[\\$}]/);
    assert.ok(CORPUS.includes(String(JSON.parse(bodyText.replaceAll(/\\([\\$}])/g, '$1')))));
  }
}

describe('hostile log entries', () => {
  it('reach the page of a panel whatever their fields hold, each as a row of its own', () => {
    const buffer = new LogBuffer(1000);
    buffer.insert(
      CORPUS.map((text, index) => ({
        id: `${index}${text}`,
        timestamp: index % 2 === 0 ? text : '2026-01-01T00:00:00.000001Z',
        type: text,
        source: text,
        message: text,
        instance_id: text,
        [text]: text,
      })),
    );
    const window = new LogWindow(new LogView(buffer), { several: true });
    window.lookAt({ type: 'look', seq: 1, top: null, before: 0, size: CORPUS.length });
    const update = window.update('end', { problem: null, heldBack: null });
    assert.equal(update.rows.length, CORPUS.length);
    // What the page does not take, it does not show: one key that is too long would be the end of the panel.
    const taken = v.safeParse(hostMessageSchema, JSON.parse(JSON.stringify(update)));
    assert.ok(taken.success, v.safeParse(hostMessageSchema, update).issues?.[0].message);
    for (const row of update.rows) {
      assert.ok(typeof row === 'object' && row.kind === 'entry');
      for (const text of [row.head, row.type, row.source, row.instance, row.timestamp]) {
        assert.doesNotMatch(text, /(?![\n\t])[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u);
        assert.ok(text.length <= 4096 * 8);
      }
    }
  });
});

describe('hostile errors', () => {
  it('are read in no time, however long they are', () => {
    const report = new CallReport({ origin: 'http://x', operation: 'listLogs', method: 'GET' }, '/');
    // Each takes minutes where the time grows with the square of the length.
    for (const text of ['<title', '\n', '[', '1', ' a']) {
      const { data } = report.error({ kind: 'server', detail: text.repeat(2_000_000) });
      assert.ok((data.detail ?? '').length <= 300);
    }
  });

  it('are one line, in every part of them', () => {
    const report = new CallReport(
      { origin: 'http://x', operation: 'updatePluginConfig', method: 'PATCH' },
      '/',
    );
    for (const text of CORPUS) {
      const { data, message } = report.error({ kind: 'invalid', detail: text, attr: text, code: text });
      for (const part of [data.detail ?? '', data.attr ?? '', data.code ?? '', message]) {
        assert.ok(part.length <= 400);
        assert.doesNotMatch(part, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }
    }
  });
});

/** All parts of a schema that are schemas themselves. */
function schemasIn(schema: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const inProperties = isRecord(schema.properties) ? Object.values(schema.properties) : [];
  const inRules = Array.isArray(schema.allOf) ? (schema.allOf as readonly unknown[]) : [];
  const parts = [...inProperties, ...inRules, schema.if, schema.then, schema.else].filter(isRecord);
  return [schema, ...parts.flatMap(schemasIn)];
}
