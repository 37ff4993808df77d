import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeBody } from '../../../src/api/body';
import { recogniseFrontend } from '../../../src/api/frontend';
import { settingsForm } from '../../../src/api/forms';
import { nextOffsetOf } from '../../../src/api/pages';
import { firstLine } from '../../../src/api/redact';
import { endsEarly } from '../../../src/api/reply';
import { retryAfter } from '../../../src/api/retry';

describe('endsEarly', () => {
  it('is true for every beginning of an object or array, and false for the whole', () => {
    const value = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()));
    fc.assert(
      fc.property(value, fc.double({ min: 0, max: 1, noNaN: true }), (json, part) => {
        const text = JSON.stringify(json);
        const length = Math.max(1, Math.floor(part * (text.length - 1)));
        assert.equal(endsEarly(text), false);
        assert.equal(endsEarly(text.slice(0, length)), true, text.slice(0, length));
      }),
    );
  });

  for (const text of ['', 'It works', '"text', '{"a": oops}', '<html>']) {
    it(`is false for ${JSON.stringify(text)}`, () => assert.equal(endsEarly(text), false));
  }
});

describe('retryAfter', () => {
  const now = Date.UTC(2026, 0, 1);
  const table: readonly (readonly [string | undefined, string, number | undefined])[] = [
    ['37', '', 37_000],
    ['0', '', 0],
    [' 5 ', '', 5000],
    ['1.5', '', 1500],
    [new Date(now + 9000).toUTCString(), '', 9000],
    [new Date(now - 9000).toUTCString(), '', 0],
    ['99999999999', '', 3_600_000],
    ['soon', 'Expected available in 12 seconds.', 12_000],
    [undefined, 'Expected available in 1 second.', 1000],
    [undefined, 'Request was throttled.', undefined],
    ['-5', '', undefined],
  ];
  for (const [header, text, expected] of table) {
    it(`${header ?? 'no header'}, ${JSON.stringify(text)}: ${expected ?? 'unknown'}`, () => {
      const headers = new Map(header === undefined ? [] : [['retry-after', header]]);
      assert.equal(retryAfter({ status: 429, headers, body: new Uint8Array(), text }, now), expected);
    });
  }
});

describe('nextOffsetOf', () => {
  const table: readonly (readonly [string | null | undefined, number, number, number | undefined])[] = [
    ['http://internal:8000/api/projects/1/plugin_configs/?limit=100&offset=100', 0, 100, 100],
    ['https://evil.example/steal?offset=200', 100, 100, 200],
    ['?offset=100', 0, 100, 100],
    [null, 0, 100, undefined],
    [undefined, 0, 100, undefined],
    ['', 0, 100, undefined],
    ['http://x/?offset=50', 100, 100, 200],
    ['http://x/?limit=100', 100, 100, 200],
    ['http://x/?offset=x', 0, 7, 7],
    ['http://x/?offset=100', 0, 0, undefined],
    [':::', 0, 5, 5],
  ];
  for (const [next, offset, rows, expected] of table) {
    it(`${next ?? String(next)} at ${offset} with ${rows} rows: ${expected ?? 'the end'}`, () => {
      assert.equal(nextOffsetOf(next, offset, rows), expected);
    });
  }
});

describe('recogniseFrontend', () => {
  const stub = (json: string): string => `export function getFrontendApp () { return ${json} }`;
  const table: readonly (readonly [string, ReturnType<typeof recogniseFrontend>])[] = [
    [stub('{"no_frontend": true}'), { kind: 'none' }],
    [stub('{"transpiling": true}'), { kind: 'transpiling' }],
    [stub('{"error": "Line 3: \\"}\\" {"}'), { kind: 'error', message: 'Line 3: "}" {' }],
  ];
  for (const [text, expected] of table) {
    it(`knows ${expected.kind}`, () => assert.deepEqual(recogniseFrontend(text), expected));
  }

  const code = [
    '',
    'export const scene = {}',
    stub('{"scene": {}}'),
    stub('{"no_frontend": false}'),
    stub('{"no_frontend": true, "x": 1}'),
    `${stub('{"no_frontend": true}')}\nalert(1)`,
    `console.log(1);${stub('{"no_frontend": true}')}`,
    stub('{"error": (() => alert(1))()}'),
  ];
  for (const source of code) {
    it(`takes ${JSON.stringify(source)} for code`, () => {
      assert.deepEqual(recogniseFrontend(source), { kind: 'source', source });
    });
  }
});

describe('firstLine', () => {
  it('shows neither control characters nor marks that turn the text around', () => {
    assert.equal(firstLine('\n\n  a\u0000\u200f\u202eb\r\nc'), 'ab');
    assert.equal(firstLine(' \n '), undefined);
  });
});

describe('Bodies', () => {
  it('are urlencoded without files', () => {
    const { contentType, bytes } = encodeBody({ form: [['config', '{"a b":"ü&="}']] });
    assert.equal(contentType, 'application/x-www-form-urlencoded');
    assert.equal(new URLSearchParams(Buffer.from(bytes).toString()).get('config'), '{"a b":"ü&="}');
  });

  it('are multipart with files, whatever their names', async () => {
    const form = settingsForm({
      config: { a: 'x' },
      addAttachments: {
        db: {
          fileName: 'a"b\r\nc.mmdb',
          contentType: 'application/x-db',
          bytes: Uint8Array.of(0, 255, 13, 10),
        },
      },
      removeAttachments: ['old'],
    });
    const { contentType, bytes } = encodeBody(form);
    const parsed = await new Response(bytes.slice(), { headers: { 'content-type': contentType } }).formData();
    assert.deepEqual([...parsed.keys()], ['config', 'remove_attachment[old]', 'add_attachment[db]']);
    assert.equal(parsed.get('config'), '{"a":"x"}');
    const file = parsed.get('add_attachment[db]');
    assert.ok(file instanceof File);
    assert.equal(file.type, 'application/x-db');
    assert.deepEqual(new Uint8Array(await file.arrayBuffer()), Uint8Array.of(0, 255, 13, 10));
  });

  it('never have a field of a setting’s own name', () => {
    const names = fc.dictionary(
      fc.oneof(fc.constantFrom('token', 'api_key', 'personal_api_key'), fc.string()),
      fc.string(),
    );
    fc.assert(
      fc.property(names, (config) => {
        const { form, files } = settingsForm({ config });
        assert.deepEqual(form, [['config', JSON.stringify(config)]]);
        assert.deepEqual(files, []);
      }),
    );
  });

  it('refuse an attachment key that would end early', () => {
    assert.throws(() => settingsForm({ config: {}, removeAttachments: ['a]b'] }), RangeError);
    const attachment = { fileName: 'x', contentType: 'text/plain', bytes: Uint8Array.of() };
    assert.throws(() => settingsForm({ config: {}, addAttachments: { ']': attachment } }), RangeError);
  });
});
