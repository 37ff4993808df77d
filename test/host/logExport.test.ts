import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../src/api/clock';
import type { LogItem } from '../../src/logs/items';
import { addMicroseconds } from '../../src/logs/timestamp';
import type { ExportDialogs, FileQuestion } from '../../src/views/logPanel/exportDialogs';
import type { ExportSource } from '../../src/views/logPanel/exportSource';
import { LogExport } from '../../src/views/logPanel/logExport';
import { FakeClock } from '../support/fakeClock';
import { apiError, FakeLogServer } from '../support/fakeLogServer';
import { FakeQuickInputs } from '../support/fakeQuickInput';
import { cpuTime } from '../support/cpuTime';

const START = '2026-01-01T00:00:00.000000Z';

describe('log export', () => {
  let folder: string;
  let inputs: FakeQuickInputs;
  let server: FakeLogServer;
  let other: FakeLogServer;
  let told: string[];
  let errors: unknown[];
  let questions: FileQuestion[];
  let documents: { ids: readonly number[]; name: string; text: string }[];
  /** Called with each thing that the progress says. */
  let onReport: (message: string, cancel: () => void) => void;
  let where: vscode.Uri | undefined;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'log-export-'));
    inputs = new FakeQuickInputs();
    server = new FakeLogServer(new FakeClock());
    other = new FakeLogServer(new FakeClock());
    told = [];
    errors = [];
    questions = [];
    documents = [];
    onReport = () => undefined;
    where = vscode.Uri.file(path.join(folder, 'x.out'));
  });
  afterEach(() => {
    inputs.open?.escape();
    inputs.restore();
    fs.rmSync(folder, { recursive: true });
  });

  const dialogs: ExportDialogs = {
    chooseFile: (question) => {
      questions.push(question);
      return Promise.resolve(where);
    },
    withProgress: (_title, work) => {
      const controller = new AbortController();
      return work((message) => onReport(message, () => controller.abort()), controller.signal);
    },
  };

  function logExport(documentLimit?: number): LogExport {
    return new LogExport({
      dialogs,
      notifications: {
        error: (error) => errors.push(error),
        warn: (text) => told.push(text),
        made: (text) => told.push(text),
      },
      documents: {
        openLog: (_connection, ids, name, bytes) => {
          documents.push({ ids, name, text: Buffer.from(bytes).toString() });
          return Promise.resolve();
        },
      },
      clock: systemClock,
      ...(documentLimit === undefined ? {} : { documentLimit }),
    });
  }

  const itemsOf = (log: FakeLogServer, config?: number): LogItem[] =>
    log.held.map((entry) => ({ kind: 'entry', key: entry.id, entry, config }));
  const gap: LogItem = {
    kind: 'gap',
    key: 'g',
    from: START,
    to: addMicroseconds(START, 1),
    reason: 'tooFarBack',
    config: undefined,
  };

  function source(change: Partial<ExportSource> = {}): ExportSource {
    const loaded = itemsOf(server);
    return {
      connectionId: 'c1',
      title: 'Geo/IP',
      configs: [{ configId: 11, name: 'Geo/IP', fetchPage: server.fetch }],
      loaded,
      shown: loaded,
      filtered: false,
      zone: 'utc',
      ...change,
    };
  }

  const several = (): Partial<ExportSource> => ({
    configs: [
      { configId: 1, name: 'One', fetchPage: server.fetch },
      { configId: 2, name: 'Two', fetchPage: other.fetch },
    ],
  });

  async function run(from: ExportSource, ...answers: readonly string[]): Promise<void> {
    const done = logExport().exportLogs(from);
    for (const answer of answers) {
      const step = await inputs.next();
      await (step.items.length > 0 ? step.choose(answer) : step.typeAndEnter(answer));
    }
    await done;
  }

  const files = (): string[] => fs.readdirSync(folder);
  const written = (): string => fs.readFileSync(path.join(folder, 'x.out'), 'utf8');
  const spoolFolders = (): string[] =>
    fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('posthog-logs-'));
  const RANGE = 'A Time Range from the Server…';

  it('writes what is loaded in each format', async () => {
    server.add(START, 3, 1_000_000, 'a\nb');
    await run(source(), 'All Loaded Entries (3)', 'NDJSON');
    const rows = written().trimEnd().split('\n');
    assert.deepEqual(
      rows.map((row): unknown => JSON.parse(row)),
      server.held,
    );
    await run(source(), 'All Loaded Entries (3)', 'CSV');
    assert.match(written(), /^timestamp,.*,id\r\n2026-01-01T00:00:00\.000000Z,LOG,CONSOLE,"a\nb",11,,/);
    await run(source(), 'All Loaded Entries (3)', 'Text');
    assert.ok(written().startsWith(`${START} LOG CONSOLE a\n  b\n${addMicroseconds(START, 1_000_000)}`));
    assert.deepEqual(files(), ['x.out']);
    assert.deepEqual(
      questions.map(({ name }) => name),
      ['ndjson', 'csv', 'log'].map((ending) => `Geo IP logs 2026-01-01T00-00-00Z.${ending}`),
    );
    assert.deepEqual(told, Array(3).fill('Exported 3 log entries to x.out.'));
  });

  it('offers what is shown where that is less, and tells of gaps', async () => {
    server.add(START, 3, 1);
    const shown = [...itemsOf(server).slice(0, 1), gap, ...itemsOf(server).slice(2)];
    await run(source({ shown, filtered: true }), 'Shown Entries (2)', 'Text');
    assert.equal(written().split('\n').length, 4);
    assert.match(written(), /\n--- Entries between .* are not loaded\. ---\n/);
    assert.match(told[0] ?? '', /Exported 2 log entries.*1 gaps/);
  });

  it('writes many entries without holding up anything', async () => {
    server.add(START, 50_000, 1, 'y'.repeat(200));
    const from = source();
    let longest = 0;
    let last = cpuTime();
    const timer = setInterval(() => {
      longest = Math.max(longest, cpuTime() - last);
      last = cpuTime();
    }, 1);
    onReport = () => {
      longest = Math.max(longest, cpuTime() - last);
    };
    const done = logExport().exportLogs(from);
    await (await inputs.next()).choose('All Loaded Entries (50,000)');
    const format = await inputs.next();
    last = cpuTime();
    longest = 0;
    await format.choose('NDJSON');
    await done;
    clearInterval(timer);
    assert.equal(written().split('\n').length, 50_001);
    assert.ok(longest < 250, `${longest} ms`);
  });

  it('fetches a range completely, in order, across ties', async () => {
    server.add(START, 2500, 0);
    server.add(addMicroseconds(START, 5), 2000, 1);
    await run(source({ loaded: [], shown: [] }), RANGE, 'Everything That the Server Has', 'NDJSON');
    const rows = written().trimEnd().split('\n');
    assert.deepEqual(
      rows.map((row): unknown => JSON.parse(row)),
      server.held,
    );
    assert.deepEqual([files(), spoolFolders()], [['x.out'], []]);
    assert.equal(questions[0]?.name, 'Geo IP logs.ndjson');
  });

  it('asks for the bounds of a range: the first is in it, the last is not', async () => {
    const added = server.add(START, 10, 1_000_000);
    await run(source(), RANGE, 'From … to …', '2026-01-01 00:00:02', '2026-01-01T00:00:05Z', 'NDJSON');
    const rows = written().trimEnd().split('\n');
    assert.deepEqual(
      rows.map((row): unknown => JSON.parse(row)),
      added.slice(2, 5),
    );
    assert.equal(questions[0]?.name, 'Geo IP logs 2026-01-01T00-00-02Z.ndjson');
  });

  it('says what it takes a time for, and takes no end before the beginning', async () => {
    const done = logExport().exportLogs(source());
    await (await inputs.next()).choose(RANGE);
    await (await inputs.next()).choose('From … to …');
    const from = await inputs.next();
    assert.match(from.prompt ?? '', /in UTC\.$/);
    from.type('2026-01-01 12:0');
    assert.match(from.said ?? '', /Enter a time such as/);
    from.type('2026-01-01 12:00');
    assert.match(from.said ?? '', /January 1, 2026.*12:00:00\sPM UTC/);
    await from.enter();
    const to = await inputs.next();
    assert.equal(to.value, 'now');
    assert.match((await to.typeAndEnter('2026-01-01 11:00')) ?? '', /must be later/);
    to.press(vscode.QuickInputButtons.Back);
    const again = await inputs.next();
    assert.equal(again.value, '2026-01-01T12:00:00.000000Z');
    again.escape();
    await done;
    assert.deepEqual(files(), []);
  });

  it('merges several configs, and names them', async () => {
    server.add(START, 1500, 2, 'even');
    other.add(addMicroseconds(START, 1), 1500, 2, 'odd');
    await run(source(several()), RANGE, 'Everything That the Server Has', 'Text');
    const rows = written().trimEnd().split('\n');
    assert.equal(rows.length, 3000);
    rows.forEach((row, index) => assert.match(row, index % 2 ? /\[Two\] odd$/ : /\[One\] even$/));
  });

  it('leaves nothing when it is cancelled, while fetching or while writing', async () => {
    server.add(START, 20_000, 1, 'z'.repeat(100));
    for (const [during, ...answers] of [
      [/back to/, RANGE, 'Everything That the Server Has', 'Text'],
      [/written/, RANGE, 'Everything That the Server Has', 'Text'],
      [/written/, 'All Loaded Entries (20,000)', 'CSV'],
    ] as const) {
      let cancelled = false;
      onReport = (message, cancel) => {
        if (during.test(message)) {
          cancelled = true;
          cancel();
        }
      };
      await run(source(), ...answers);
      assert.deepEqual([cancelled, files(), spoolFolders()], [true, [], []]);
    }
    assert.deepEqual([told, errors], [[], []]);
  });

  it('keeps the former file, and says why, when it fails', async () => {
    fs.writeFileSync(path.join(folder, 'x.out'), 'before');
    server.add(START, 3000, 1);
    server.outage = apiError('forbidden');
    await run(source(), RANGE, 'Last Hour', 'CSV');
    assert.deepEqual([files(), written(), spoolFolders()], [['x.out'], 'before', []]);
    where = vscode.Uri.file(path.join(folder, 'missing', 'x.out'));
    await run(source(), 'All Loaded Entries (3,000)', 'CSV');
    const { length } = server.requests;
    await run(source(), RANGE, 'Last Hour', 'CSV');
    assert.equal(server.requests.length, length);
    assert.deepEqual(
      errors.map((error) => (error as Error).name),
      ['ApiError', 'ExportError', 'ExportError'],
    );
    assert.deepEqual(told, []);
  });

  it('does nothing without a file', async () => {
    server.add(START, 1);
    where = undefined;
    await run(source(), 'All Loaded Entries (1)', 'CSV');
    assert.deepEqual([files(), told], [[], []]);
  });

  it('opens what is shown as a document', async () => {
    server.add(START, 3, 1_000_000, 'x');
    await logExport().openAsDocument(source());
    assert.equal(documents[0]?.text.split('\n').length, 4);
    assert.deepEqual(documents[0].ids, [11]);
    assert.match(documents[0].name, /^Geo\/IP \d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
  });

  it('opens only the newest of what is too much, and says so', async () => {
    server.add(START, 100, 1_000_000, 'x'.repeat(100));
    await logExport(5000).openAsDocument(source());
    const lines = documents[0]?.text.trimEnd().split('\n') ?? [];
    assert.match(lines[0] ?? '', /^--- 65 older entries are left out/);
    assert.equal(lines.length, 36);
    assert.ok(lines.at(-1)?.startsWith(server.newest ?? ''));
    assert.match(told[0] ?? '', /65 older/);
  });
});
