import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { recogniseFrontend } from '../../../src/api/frontend';
import { firstLine } from '../../../src/api/redact';
import { plainText } from '../../../src/connection/plainText';
import { itemText } from '../../../src/logs/export/exportFormats';
import { printable } from '../../../src/logs/rows/printable';
import { shellQuoted } from '../../../src/model/curl';
import { harmlessText, withoutLinks } from '../../../src/model/harmlessText';
import { escapedJson, oneLine, shownName, shownText } from '../../../src/model/oneLine';
import { jsonFileName, safeFileName } from '../../../src/model/safeFileName';
import { hostileStrings } from '../../support/hostileCorpus';

const CORPUS = hostileStrings('http://127.0.0.1:9');
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Each string alone, and between others, where it may complete what stands beside it. */
const TEXTS = CORPUS.flatMap(({ name, text }) => [
  { name, text },
  { name: `${name}, between others`, text: `[a](${text}) $(${text}) ${text}` },
]);

function forEach(check: (text: string) => void): void {
  for (const { name, text } of TEXTS) {
    try {
      check(text);
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`, {
        cause: error,
      });
    }
  }
}

describe('hostile strings', () => {
  it('plainText leaves no link and no icon, and nothing out', () => {
    forEach((text) => {
      const plain = plainText(text);
      assert.doesNotMatch(plain, /\]\(|\$\(/);
      assert.equal(plain.replaceAll('\u200b', ''), text.replaceAll('\u200b', ''));
      assert.equal(plainText(plain), plain);
    });
  });

  it('harmlessText and withoutLinks leave nothing that the editor makes a link, a picture or a tag of', () => {
    forEach((text) => {
      for (const shown of [harmlessText(text), withoutLinks(text)]) {
        assert.doesNotMatch(shown, /:\/\/|www\.|@\w|<[a-z/!?]/i);
      }
      assert.ok(harmlessText(text).length < 8_100);
    });
  });

  it('names are one line of bounded length that turns nothing', () => {
    forEach((text) => {
      for (const shown of [oneLine(text), shownName(text), shownText(text, 200)]) {
        assert.doesNotMatch(shown, /[\p{Cc}\p{Zl}\p{Zp}]/u);
        assert.doesNotMatch(shown, DIRECTION);
      }
      assert.ok(shownName(text).length <= 80 * 8 + 1, `${shownName(text).length} units`);
    });
  });

  it('values become JSON that reads the same and turns nothing', () => {
    forEach((text) => {
      const shown = escapedJson({ [text]: text });
      assert.doesNotMatch(shown, DIRECTION);
      assert.doesNotMatch(shown, /[\p{Cc}\u2028\u2029\ufeff]/u);
      const read = JSON.parse(shown) as Record<string, unknown>;
      assert.deepEqual(Object.entries(read), [[text, text]]);
    });
  });

  it('the first line of an error is short and bare', () => {
    forEach((text) => {
      const line = firstLine(text) ?? '';
      assert.ok(line.length <= 300);
      assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    });
  });

  it('printable leaves no control character, no terminal sequence and no turning mark', () => {
    forEach((text) => {
      assert.doesNotMatch(printable(text), /(?![\n\t])[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u);
    });
  });

  it('file names stay in their folder, fit every file system, and can be part of an address', () => {
    forEach((text) => {
      for (const name of [safeFileName(text, 'fallback'), jsonFileName(text, 'fallback')]) {
        const file = path.posix.join('/folder', `${name}.json`);
        assert.equal(path.posix.dirname(file), '/folder');
        assert.equal(path.win32.dirname(path.win32.join('C:\\folder', `${name}.json`)), 'C:\\folder');
        assert.ok(Buffer.byteLength(`${name} logs 2026-01-01T00-00-00Z.ndjson`) <= 255);
        assert.doesNotMatch(name, /^[.\s]|[\p{Cc}\p{Cf}\p{Cs}:*?"<>|\\/]/u);
        assert.equal(decodeURIComponent(encodeURIComponent(name)), name);
      }
    });
  });

  it('no name makes the editor fetch a JSON Schema', () => {
    const known = ['package', 'TSConfig', 'jsconfig', 'tsconfig.base', 'tsconfig-x', 'bower', 'composer'];
    const endings = [
      'a.schema',
      'a.compared',
      'a.openapi',
      'a.b.html-data',
      'a.settings',
      'openapi',
      'devcontainer',
    ];
    for (const name of [...known, ...endings]) {
      const file = `${jsonFileName(name, 'x')}.json`;
      assert.doesNotMatch(file, /^([jt]sconfig[-.]|(package|bower|composer|openapi|devcontainer)\.json$)/i);
      assert.doesNotMatch(file, /\.(schema|openapi|html-data|settings|compared)\.json$/i);
    }
    assert.equal(jsonFileName('GeoIP v1.2', 'x'), 'GeoIP v1.2');
    assert.equal(jsonFileName('package manager', 'x'), 'package manager');
  });

  it('a name of wide characters is cut between them', () => {
    assert.equal(safeFileName(`${'a'.repeat(79)}😀b`, 'x'), `${'a'.repeat(79)}😀`);
    assert.equal(safeFileName('漢'.repeat(80), 'x'), '漢'.repeat(60));
  });

  it('a POSIX shell reads every quoted string as one word, and runs nothing of it', () => {
    // NUL ends every argument of a process, and halves of pairs have no bytes: no shell can be given them.
    const texts = CORPUS.map(({ text }) => text.replaceAll(/[\0\p{Cs}]/gu, '')).filter(
      (text) => text.length < 10_000,
    );
    const script = `printf '%s\\0' ${texts.map(shellQuoted).join(' ')}`;
    const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8', maxBuffer: 10_000_000 });
    assert.deepEqual(printed.split('\0').slice(0, -1), texts);
  });

  it('cells of a CSV file are text to a spreadsheet, and come back as they were', () => {
    const columns = ['timestamp', 'type', 'source', 'message', 'plugin_config_id', 'instance_id', 'id'];
    forEach((text) => {
      const entry = { id: text, timestamp: text, type: text, source: text, message: text, instance_id: text };
      const item = { kind: 'entry', key: 'k', entry, config: 7 } as const;
      const cells = readCsv(itemText(item, 'csv', { names: undefined, gap: () => '' }));
      assert.equal(cells.length, columns.length);
      for (const cell of cells) {
        assert.doesNotMatch(cell, /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u);
        assert.ok(cell === '7' || cell === text || cell === `'${text}`);
      }
    });
  });

  it('an entry of a text file is its own, whatever it holds: further lines are indented', () => {
    forEach((text) => {
      const entry = { id: text, timestamp: text, type: text, source: text, message: text };
      const item = { kind: 'entry', key: 'k', entry, config: undefined } as const;
      const [, ...rest] = itemText(item, 'text', { names: undefined, gap: () => '' })
        .slice(0, -1)
        .split('\n');
      assert.ok(rest.every((line) => line.startsWith('  ')));
      assert.ok(
        !rest
          .concat(itemText(item, 'text', { names: undefined, gap: () => '' }))
          .join('')
          .includes('\u001b'),
      );
      const json = itemText(item, 'ndjson', { names: undefined, gap: () => '' });
      assert.equal(json.trimEnd().split(/[\n\r\u0085\u2028\u2029]/).length, 1);
      assert.deepEqual(JSON.parse(json), entry);
    });
  });

  it('the source of a front end is text, and nothing of it is taken for a state', () => {
    forEach((text) => {
      assert.deepEqual(recogniseFrontend(text), { kind: 'source', source: text });
      const stub = `export function getFrontendApp () { return {"error": ${JSON.stringify(text)}} }`;
      assert.deepEqual(recogniseFrontend(stub), { kind: 'error', message: text });
    });
  });
});

/** The cells of one record, as RFC 4180 has them. */
function readCsv(record: string): readonly string[] {
  const cells: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  for (let match = pattern.exec(record); match; match = pattern.exec(record)) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  }
  assert.equal(cells.length > 0, true);
  return cells;
}
