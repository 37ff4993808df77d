import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LogEntry } from '../../../src/api/schemas';
import { EXPORT_FORMATS, formatHead, itemText } from '../../../src/logs/export/exportFormats';
import type { LogItem } from '../../../src/logs/items';

const base: LogEntry = {
  id: 'a-1',
  timestamp: '2026-01-01T00:00:00.000001Z',
  type: 'WARN',
  source: 'CONSOLE',
  message: 'x',
  plugin_config_id: 11,
  instance_id: 'i-1',
};
const item = (fields: Record<string, unknown>, config?: number): LogItem => ({
  kind: 'entry',
  key: 'k',
  entry: { ...base, ...fields },
  config,
});
const gap: LogItem = { kind: 'gap', key: 'g', from: 'A', to: 'B', reason: 'tooFarBack', config: undefined };
const marker: LogItem = { kind: 'marker', key: 'm', timestamp: base.timestamp, label: 'Job\nsync' };
const one = { names: undefined, gap: () => 'some are\nmissing' };
const several = { ...one, names: new Map([[7, 'Geo "IP"']]) };

/** The cells of the records of a CSV text, read by the letter of RFC 4180. */
function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let rest = text;
  let record: string[] = [];
  while (rest !== '') {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    assert.ok(match, rest.slice(0, 40));
    record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') {
      records.push(record);
      record = [];
    }
    rest = rest.slice(match[0].length);
  }
  return records;
}

describe('export formats', () => {
  describe('NDJSON', () => {
    it('gives an entry back as the server sent it, on one line whatever is in it', () => {
      const texts = fc.string({ unit: 'binary', maxLength: 20 });
      fc.assert(
        fc.property(texts, texts, fc.jsonValue({ maxDepth: 2 }), (message, id, extra) => {
          const entry = { ...base, message, id, extra };
          const line = itemText(item(entry), 'ndjson', one);
          assert.deepEqual(JSON.parse(line), JSON.parse(JSON.stringify(entry)));
          assert.equal(line.trimEnd().split(/[\n\r\u0085\u2028\u2029]/).length, 1);
          assert.ok(line.endsWith('}\n'));
        }),
      );
    }).timeout(20_000);

    it('keeps a lone surrogate', () => {
      const line = itemText(item({ message: 'a\ud800b' }), 'ndjson', one);
      assert.equal((JSON.parse(Buffer.from(line).toString()) as LogEntry).message, 'a\ud800b');
    });
  });

  describe('CSV', () => {
    it('has a header, with the names of configs where there are several', () => {
      assert.equal(
        formatHead('csv', one),
        'timestamp,type,source,message,plugin_config_id,instance_id,id\r\n',
      );
      assert.equal(
        formatHead('csv', several),
        'timestamp,type,source,message,plugin_config_id,plugin_config_name,instance_id,id\r\n',
      );
    });

    it('has as many cells as the header', () => {
      for (const words of [one, several]) {
        const [head, row] = readCsv(formatHead('csv', words) + itemText(item({}, 7), 'csv', words));
        assert.equal(row?.length, head?.length);
      }
    });

    it('names the config, and tells its id where the server does not', () => {
      const [row] = readCsv(itemText(item({ plugin_config_id: undefined }, 7), 'csv', several));
      assert.deepEqual(row?.slice(4, 6), ['7', 'Geo "IP"']);
    });

    it('gives every message back, but for the quote before a formula', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (message) => {
          const [row] = readCsv(itemText(item({ message }), 'csv', one));
          const cell = row?.[3];
          assert.ok(cell === message || cell === `'${message}`, JSON.stringify([message, cell]));
        }),
      );
    });

    for (const message of [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      ' =1',
      '\t=1',
      '\r=1',
      '\u200b=1',
      '＝1',
      '=HYPERLINK("http://x","y")',
    ]) {
      it(`is no formula: ${JSON.stringify(message)}`, () => {
        assert.equal(readCsv(itemText(item({ message }), 'csv', one))[0]?.[3], `'${message}`);
      });
    }

    it('leaves other cells as they are', () => {
      for (const message of ['a=b', '1-1', "'", '', 'x@y.z']) {
        assert.equal(readCsv(itemText(item({ message }), 'csv', one))[0]?.[3], message);
      }
    });
  });

  describe('text', () => {
    it('is a line with time, type, source and message', () => {
      assert.equal(itemText(item({}), 'text', one), '2026-01-01T00:00:00.000001Z WARN CONSOLE x\n');
    });

    it('names the config where there are several', () => {
      assert.match(itemText(item({}, 7), 'text', several), /CONSOLE \[Geo "IP"\] x\n$/);
    });

    it('indents the further lines of a message, so that they fold', () => {
      assert.equal(
        itemText(item({ message: 'a\nb\r\n\rc\u2028d' }), 'text', one),
        '2026-01-01T00:00:00.000001Z WARN CONSOLE a\n  b\n  \n  c\n  d\n',
      );
    });

    it('begins no line that looks like an entry, whatever a server sends', () => {
      const text = fc.string({ unit: fc.constantFrom('\n', '\r', '\u2028', 'a', ' ') });
      fc.assert(
        fc.property(text, text, text, text, (message, type, source, timestamp) => {
          const lines = itemText(item({ message, type, source, timestamp }), 'text', one)
            .slice(0, -1)
            .split(/\r\n|[\n\r\u2028]/);
          assert.ok(lines.slice(1).every((line) => line.startsWith('  ')));
        }),
      );
    });

    it('says where something is missing, and where a marker is', () => {
      assert.equal(itemText(gap, 'text', one), '--- some are missing ---\n');
      assert.equal(itemText(marker, 'text', one), '--- 2026-01-01T00:00:00.000001Z Job sync ---\n');
    });
  });

  it('only text holds anything but entries', () => {
    for (const format of EXPORT_FORMATS.filter((name) => name !== 'text')) {
      assert.deepEqual([itemText(gap, format, one), itemText(marker, format, one)], ['', '']);
    }
  });
});
