import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readLogEntry } from '../../../src/api/logEntry';
import { readLogRows } from '../../../src/api/logRows';
import { type Reply, UnexpectedReply } from '../../../src/api/reply';

function reply(text: string): Reply {
  return { status: 200, headers: new Map(), body: Buffer.from(text), text };
}

function page(rows: readonly unknown[], space?: number): string {
  return JSON.stringify({ count: rows.length, next: null, previous: null, results: rows }, null, space);
}

function row(id: string, message: string): Record<string, unknown> {
  return { id, timestamp: '2026-01-01T00:00:00.000000Z', type: 'LOG', source: 'CONSOLE', message };
}

/** Enough for pages to be read in pieces. */
const FILLING = 'x'.repeat(1500);

describe('log rows', () => {
  it('reads a big page in pieces as it reads it at once, whatever the messages hold', async function () {
    this.timeout(60_000);
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('},{"id":"', '"},{"id":', '\\', ']}', '},', '\\"},{\\"id\\":', 'ä€😀', '\u2028'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(nasty, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(undefined, 1),
        async (messages, space) => {
          const rows = Array.from({ length: 1500 }, (_, index) =>
            row(String(index), (messages[index % messages.length] ?? '') + FILLING),
          );
          assert.deepEqual(await readLogRows(reply(page(rows, space))), rows);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('reads what is not ASCII, however it is written, in values, names and nested ones', async () => {
    const odd = { message: 'é€😀 \u00ff', naïve: ['ü', { ö: 'ä' }], n: null };
    const text = page(
      Array.from({ length: 1500 }, (_, index) => ({ ...row(String(index), FILLING), ...odd })),
    );
    const expected = (JSON.parse(text) as { results: unknown[] }).results;
    assert.deepEqual(await readLogRows(reply(text)), expected);
    const escaped = text.replaceAll('é', '\\u00e9').replaceAll('ü', '\\u00FC');
    assert.deepEqual(await readLogRows(reply(escaped)), expected);
    const proto = text.replaceAll('"n":null', '"__proto__":{"x":"é"}');
    const [first] = await readLogRows(reply(proto));
    assert.equal(JSON.stringify(first?.__proto__), '{"x":"é"}');
    assert.equal(Object.getPrototypeOf(first), Object.prototype);
  });

  it('lets others have their turn meanwhile', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => row(String(index), FILLING));
    const text = page(rows);
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const entries = await readLogRows(reply(text));
    clearInterval(timer);
    assert.equal(entries.length, 5000);
    assert.ok(turns >= 5, `${turns} turns`);
  });

  it('reads pages whose rows hold objects, begin in different ways, or are no objects', async () => {
    const rows = Array.from({ length: 2000 }, (_, index) => ({
      ...(index % 2 ? { extra: [{ id: 1 }, { id: 2 }] } : {}),
      ...row(String(index), FILLING),
      nested: [{ id: index }, { id: 'x' }],
    }));
    assert.deepEqual(await readLogRows(reply(page(rows))), rows);
    const odd = [...rows, null, 5, 'text', [1]];
    const entries = await readLogRows(reply(page(odd)));
    assert.deepEqual(
      entries.slice(-4).map(({ message }) => message),
      ['', '5', 'text', '[1]'],
    );
  });

  for (const [what, spoil, reason] of [
    ['cut off', (text: string) => text.slice(0, -700_000), 'truncated'],
    [
      'damaged in the middle',
      (text: string) => `${text.slice(0, 1_200_000)}\u0001${text.slice(1_200_001)}`,
      'notJson',
    ],
    ['without rows', () => '{"detail":"x"}', 'drifted'],
    ['with rows that are no list', () => '{"results":{}}', 'drifted'],
    ['a page for people', () => '<html></html>', 'html'],
  ] as const) {
    it(`says what is wrong with a reply that is ${what}`, async () => {
      const text = page(Array.from({ length: 2000 }, (_, index) => row(String(index), FILLING)));
      await assert.rejects(
        readLogRows(reply(spoil(text))),
        (error) => error instanceof UnexpectedReply && error.reason === reason,
      );
    });
  }
});

describe('log entry', () => {
  it('is kept as it came where it is right, with fields that nobody knows', () => {
    const entry = { ...row('a', 'hello'), is_system: true, instance_id: null, plugin_config_id: 3 };
    assert.equal(readLogEntry(entry), entry);
  });

  it('is repaired where it is not, and never dropped', () => {
    const entry = readLogEntry({
      id: 17,
      timestamp: 1700000000,
      type: null,
      message: { a: [1, 'x'] },
      instance_id: 5,
      plugin_config_id: '13',
      team_id: 'none',
      more: true,
    });
    assert.deepEqual(entry, {
      id: '17',
      timestamp: '1700000000',
      type: '',
      source: '',
      message: '{"a":[1,"x"]}',
      instance_id: '5',
      plugin_config_id: 13,
      team_id: null,
      more: true,
    });
  });

  it('has the same id each time where the server gives none, and another one for other content', () => {
    const [first, again, other, empty] = [
      { message: 'a' },
      { message: 'a' },
      { message: 'b' },
      { id: '', message: 'a' },
    ].map((one) => readLogEntry(one).id);
    assert.equal(first, again);
    assert.notEqual(first, other);
    assert.ok(first && empty);
  });

  it('is an entry whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { id, timestamp, type, source, message } = readLogEntry(value);
        assert.ok([id, timestamp, type, source, message].every((field) => typeof field === 'string'));
        assert.notEqual(id, '');
      }),
    );
  });
});
