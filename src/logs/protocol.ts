import * as v from 'valibot';

/**
 * Everything that passes between the host (the editor side) and the webview of a log panel; both sides check what they
 * receive against it. The host holds the entries, filters and counts; the webview holds the rows around those it shows.
 *
 * - The webview says `ready` whenever it starts, also after having been hidden; the host answers with `init`, `feed` and
 *   an update that stands alone (`basedOn: 0`). Nothing relies on a message that is sent while the webview is hidden.
 * - Each later update builds on the one before. A webview that misses one, or lacks a row that an update refers to,
 *   says `resync` and gets one that stands alone.
 */

/** The types that PostHog's servers send, and one bucket for anything else. */
export const LEVELS = ['DEBUG', 'LOG', 'INFO', 'WARN', 'ERROR', 'OTHER'] as const;
const level = v.picklist(LEVELS);
export type Level = v.InferOutput<typeof level>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const key = v.pipe(v.string(), v.maxLength(1000));

const filter = v.object({ hiddenLevels: v.array(level), text: v.pipe(v.string(), v.maxLength(10_000)) });
/** Which entries are shown: those of a level that is not hidden, whose message holds `text` in whatever case. */
export type LogFilter = Readonly<v.InferOutput<typeof filter>>;

const row = v.variant('kind', [
  v.object({
    kind: v.literal('entry'),
    key,
    timestamp: v.string(),
    level,
    /** The server's own word, which `level` does not tell where it is OTHER. */
    type: v.string(),
    source: v.string(),
    /** The beginning of the first line, made safe to show. */
    head: v.string(),
    /** How many lines the message has. */
    lines: count,
    /** Whether there is more to the message than `head`. */
    more: v.boolean(),
  }),
  v.object({
    kind: v.literal('gap'),
    key,
    from: v.string(),
    to: v.string(),
    reason: v.picklist(['oneTimestampTooBig', 'tooFarBack']),
    filling: v.boolean(),
  }),
  v.object({ kind: v.literal('marker'), key, label: v.string() }),
]);
export type LogRow = Readonly<v.InferOutput<typeof row>>;
export type EntryRow = Extract<LogRow, { kind: 'entry' }>;

/** What stands above the first row. */
const older = v.picklist(['more', 'loading', 'failed', 'end', 'full', 'cleared']);
export type OlderState = v.InferOutput<typeof older>;

const update = v.object({
  type: v.literal('update'),
  revision: count,
  /** The revision that this one builds on, 0 for none. */
  basedOn: count,
  /** `seq` of the last `look` that this takes into account, 0 for none. */
  look: count,
  /** Rows that pass the filter: entries, gaps and markers. */
  total: count,
  /** Entries that pass the filter, of `entries` that are loaded and not cleared. */
  matching: count,
  entries: count,
  cleared: count,
  /** Entries of each level that pass the text filter, whether their level is shown or not. */
  counts: v.object({ DEBUG: count, LOG: count, INFO: count, WARN: count, ERROR: count, OTHER: count }),
  /** Rows that came after the last one that was there when following stopped. */
  unseen: count,
  /** Where the top row of the last `look` is now; null when following. */
  anchor: v.nullable(count),
  /** The window: rows from index `start`. A bare string is the key of a row that the update before held too. */
  start: count,
  rows: v.array(v.union([v.string(), row])),
  /** Rows that are unfolded, wherever they are, by index. Their heights are the webview's business. */
  expanded: v.array(v.object({ key, index: count })),
  older,
});
export type UpdateMessage = Readonly<v.InferOutput<typeof update>>;

const feed = v.object({
  type: v.literal('feed'),
  tone: v.picklist(['live', 'busy', 'paused', 'problem']),
  text: v.string(),
  /** Goes on beside the text; not read out, because it changes all the time. */
  detail: v.string(),
  /** Milliseconds until the next attempt, from the moment of sending; null when nothing is scheduled. */
  retryInMs: v.nullable(v.number()),
  /** Whether the user paused it. */
  paused: v.boolean(),
  /** Buttons; `action` is only given back. */
  actions: v.array(v.object({ action: v.string(), label: v.string() })),
});
export type FeedMessage = Readonly<v.InferOutput<typeof feed>>;

const text = v.object({
  type: v.literal('text'),
  key,
  /** Where in the message, in UTF-16 units, this piece begins and ends, and how long the message is. */
  from: count,
  to: count,
  length: count,
  text: v.string(),
});
export type TextMessage = Readonly<v.InferOutput<typeof text>>;

/** What the webview says, in the editor's language. `{0}` and `{1}` stand for values. */
const strings = v.object({
  list: v.string(),
  levels: v.string(),
  filter: v.string(),
  pause: v.string(),
  resume: v.string(),
  clear: v.string(),
  clearHint: v.string(),
  otherLevel: v.string(),
  shown: v.string(),
  shownFiltered: v.string(),
  retryIn: v.string(),
  empty: v.string(),
  emptyFiltered: v.string(),
  emptyCleared: v.string(),
  clearFilter: v.string(),
  unseenOne: v.string(),
  unseenMany: v.string(),
  moreLines: v.string(),
  unfold: v.string(),
  fold: v.string(),
  showMore: v.string(),
  emptyMessage: v.string(),
  loadOlder: v.string(),
  loadingOlder: v.string(),
  olderFailed: v.string(),
  beginning: v.string(),
  full: v.string(),
  cleared: v.string(),
  showCleared: v.string(),
  gapTooFarBack: v.string(),
  gapOneTimestamp: v.string(),
  fillGap: v.string(),
  fillingGap: v.string(),
});
export type PanelStrings = Readonly<v.InferOutput<typeof strings>>;

export const hostMessageSchema = v.variant('type', [
  v.object({ type: v.literal('init'), strings, where: v.string(), filter, following: v.boolean() }),
  update,
  feed,
  text,
  v.object({ type: v.literal('follow') }),
  /** What the webview keeps for the editor to restore the panel from; it does not look inside. */
  v.object({ type: v.literal('keep'), state: v.unknown() }),
]);
export type HostMessage = v.InferOutput<typeof hostMessageSchema>;

const look = v.object({
  type: v.literal('look'),
  seq: count,
  /** The row at the top, by index and, where the webview holds it, key; null to follow the end. */
  top: v.nullable(v.object({ index: count, key: v.nullable(key) })),
  /** How many rows are wanted before the top one, and in all. */
  before: v.pipe(count, v.maxValue(1000)),
  size: v.pipe(count, v.maxValue(3000)),
});
export type LookMessage = Readonly<v.InferOutput<typeof look>>;

export const webviewMessageSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('resync') }),
  look,
  v.object({ type: v.literal('filter'), filter }),
  v.object({ type: v.literal('expand'), key, expanded: v.boolean() }),
  /** Asks for a piece of a message, from a place that an earlier piece ended at. */
  v.object({ type: v.literal('read'), key, from: count }),
  v.object({ type: v.literal('copy'), key }),
  v.object({ type: v.literal('fillGap'), key }),
  v.object({ type: v.literal('loadOlder') }),
  v.object({ type: v.literal('pause'), paused: v.boolean() }),
  v.object({ type: v.literal('clear') }),
  v.object({ type: v.literal('showCleared') }),
  v.object({ type: v.literal('act'), action: v.string() }),
]);
export type WebviewMessage = v.InferOutput<typeof webviewMessageSchema>;
