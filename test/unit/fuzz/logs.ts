import assert from 'node:assert/strict';
import * as v from 'valibot';
import { isRecord } from '../../../src/api/record';
import { ApiError } from '../../../src/api/errors';
import { readLogRows } from '../../../src/api/logRows';
import { decodeReply } from '../../../src/api/reply';
import { UnexpectedReply } from '../../../src/api/reply';
import type { LogEntry } from '../../../src/api/schemas';
import { entryKey } from '../../../src/logs/buffer/slots';
import { EXPORT_FORMATS, itemText } from '../../../src/logs/export/exportFormats';
import { hostMessageSchema } from '../../../src/logs/protocol';
import { jsonPiece } from '../../../src/logs/rows/jsonText';
import { LogWindow } from '../../../src/logs/rows/logWindow';
import { messagePiece } from '../../../src/logs/rows/messageText';
import { LogView } from '../../../src/logs/view';
import { SHOW_ALL } from '../../../src/logs/view/filter';
import { FeedSetup } from '../../support/feedSetup';
import { fuzz } from '../../support/fuzz/campaign';
import { reply } from '../../support/fuzz/cannedClient';
import type { Corpus } from '../../support/fuzz/corpus';
import { mutated } from '../../support/fuzz/mutate';
import { goodBodies } from '../../support/fuzz/pieces';
import type { Random } from '../../support/fuzz/random';
import { oddText } from '../../support/fuzz/values';
import { writeJson } from '../../support/fuzz/wire';

/** The first and last of what can be read as a time, and what cannot. */
const TIMES = [
  '9999-12-31T23:59:59.999999Z',
  '9999-12-31T23:59:59Z',
  '9999-12-31T23:59:59.999999-23:59',
  '0100-01-01T00:00:00Z',
  '0100-01-01T00:00:00+23:59',
  '0000-00-00T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01',
  '2026-01-01 00:00',
  `2026-01-01T00:00:00.${'9'.repeat(500)}Z`,
  '2026-01-01T00:00:00.000000+00:00',
  'yesterday',
  '',
];

const NO_HITS = { hits: () => [] };
const WORDS = { names: undefined, gap: () => 'gap' };

/** Registers: log rows that were changed on the way, from the answer to what is sent to the page of the panel. */
export function fuzzLogs(corpus: () => Corpus): void {
  fuzz('logs', 'rows to feed, buffer, view and page', 1, async ({ random }) => {
    const rows = await oddRows(corpus(), random);
    if (!rows) {
      return;
    }
    const setup = new FeedSetup();
    setup.server.store(rows);
    setup.feed.start();
    await setup.clock.advance(random.chance(0.05) ? 90_000 : 2_500);
    await setup.feed
      .loadOlder()
      .catch((error: unknown) => assert.ok(error instanceof ApiError, String(error)));
    const unique = new Set(setup.server.held.map(({ id }) => entryKey(id, undefined)));
    const entries = setup.buffer.slice().filter((item) => item.kind === 'entry');
    assert.deepEqual(new Set(entries.map(({ key }) => key)), unique, 'an entry is missing');
    const view = new LogView(setup.buffer, { yieldNow: () => Promise.resolve() });
    const window = new LogWindow(view, { several: random.chance(0.3) });
    assert.equal(view.total, setup.buffer.size);
    checkUpdate(window, setup.buffer.size);
    view.setFilter({
      ...SHOW_ALL,
      text: oddText(random).slice(0, 1_000),
      show: random.pick(['matches', 'all'] as const),
    });
    view.timeline(50);
    checkUpdate(window, undefined);
    for (const item of entries.slice(0, 20)) {
      const { message } = item.entry;
      messagePiece(message, 0, 0, NO_HITS);
      jsonPiece(message, NO_HITS);
      const texts = EXPORT_FORMATS.map((format) => itemText(item, format, WORDS));
      assert.equal(texts[0]?.split('\n').length, 2, 'NDJSON has one line for an entry');
      assert.ok(isRecord(JSON.parse(texts[0])));
    }
    view.dispose();
    setup.feed.dispose();
    assert.equal(setup.clock.armed, 0, 'a timer is left');
  });
}

/** The page takes nothing that is not as it expects, so a row that is not would keep the panel empty. */
function checkUpdate(window: LogWindow, total: number | undefined): void {
  const update = window.update('end', { problem: null, heldBack: null });
  const parsed = v.safeParse(hostMessageSchema, update);
  assert.ok(
    parsed.success,
    parsed.issues && `${v.getDotPath(parsed.issues[0]) ?? ''}: ${parsed.issues[0].message}`,
  );
  if (total !== undefined) {
    assert.equal(update.total, total);
    assert.equal(update.rows.length, Math.min(total, 100));
  }
}

/** @returns undefined where the answer is none */
async function oddRows(corpus: Corpus, random: Random): Promise<readonly LogEntry[] | undefined> {
  const body = random.pick(goodBodies(corpus, 'listLogs').filter(hasRows));
  const bytes = Buffer.from(
    writeJson(random.chance(0.8) ? rowsChanged(body, random) : mutated(body, random)),
  );
  try {
    return await readLogRows(await decodeReply(reply(bytes), bytes.length, []));
  } catch (error) {
    assert.ok(error instanceof UnexpectedReply, String(error));
    return undefined;
  }
}

function hasRows(body: unknown): body is { readonly results: readonly unknown[] } {
  return isRecord(body) && Array.isArray(body.results) && body.results.length > 0;
}

function rowChanged(row: unknown, random: Random): unknown {
  if (random.chance(0.2) && isRecord(row)) {
    return { ...row, timestamp: random.pick(TIMES), id: random.chance(0.1) ? 'x'.repeat(2_000) : row.id };
  }
  return random.chance(0.4) ? mutated(row, random) : row;
}

function rowsChanged(body: { readonly results: readonly unknown[] }, random: Random): unknown {
  return { ...body, results: body.results.map((row) => rowChanged(row, random)) };
}
