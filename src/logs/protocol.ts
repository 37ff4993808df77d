import * as v from 'valibot';

/**
 * Everything that passes between the host (the editor side) and the webview of a log panel; both sides check what they
 * receive against it. The host holds the entries, filters, counts and searches; the webview holds the rows around those
 * it shows.
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

/** How many entries are shown around one that matches, at most. */
export const MAX_CONTEXT = 50;

/** Which entries are shown, and which are marked. Kept with the panel, so it is checked when it is read back too. */
export const filterSchema = v.object({
  /** What is looked for in messages; `textFilter.ts` says how it is read. Empty: everything matches. */
  text: v.pipe(v.string(), v.maxLength(10_000)),
  regex: v.boolean(),
  matchCase: v.boolean(),
  wholeWord: v.boolean(),
  /** `matches`: entries that do not match are left out; `all`: they stay, and those that match are marked. */
  show: v.picklist(['matches', 'all']),
  /** How many entries before and after one that matches stay visible. */
  context: v.pipe(count, v.maxValue(MAX_CONTEXT)),
  hiddenLevels: v.array(level),
  /** Sources by the server's own words, in upper case. */
  hiddenSources: v.array(v.string()),
  /** Ids of plugin configs, in a panel of several. */
  hiddenConfigs: v.array(count),
  /** Nothing before this row: a job's marker, or an entry that was chosen to start from, which has no label. */
  since: v.nullable(v.object({ key, timestamp: v.string(), label: v.string() })),
});
export type LogFilter = Readonly<v.InferOutput<typeof filterSchema>>;

/** How rows look; nothing of it changes which rows there are. */
export const displaySchema = v.object({
  /** Long lines go on below instead of being cut off. */
  wrap: v.boolean(),
  time: v.picklist(['local', 'utc']),
  /** Times as distances from now. */
  relative: v.boolean(),
  /** Columns that are shown on demand. */
  source: v.boolean(),
  instance: v.boolean(),
});
export type LogDisplay = Readonly<v.InferOutput<typeof displaySchema>>;

/**
 * Where text is styled: triplets of start, end (UTF-16 units of the text beside it) and style. A style is
 * `foreground | background << 5 | flags << 10`; a colour is 0 for none, 1 to 16 for the terminal's colours in their
 * usual order; the flags are 1 bold, 2 dim, 4 italic, 8 underlined, 16 inverted, 32 struck through.
 */
const runs = v.array(count);
/** Where text matches the filter: pairs of start and end (UTF-16 units of the text beside it). */
const hits = v.array(count);

const row = v.variant('kind', [
  v.object({
    kind: v.literal('entry'),
    key,
    timestamp: v.string(),
    level,
    /** The server's own word, which `level` does not tell where it is OTHER. */
    type: v.string(),
    source: v.string(),
    instance: v.string(),
    /** Id of its plugin config, in a panel of several. */
    config: v.nullable(count),
    /** The beginning of the first line, made safe to show. */
    head: v.string(),
    runs,
    hits,
    /** How many lines the message has. */
    lines: count,
    /** Whether there is more to the message than `head`. */
    more: v.boolean(),
    /** Whether the message holds JSON that can be laid out. */
    json: v.boolean(),
    /** `match`: it matches the text filter; `context`: it is only shown because a neighbour does; `plain`: neither. */
    role: v.picklist(['plain', 'match', 'context']),
    /** Entries before it are left out, and it begins another group of context. */
    apart: v.boolean(),
  }),
  v.object({
    kind: v.literal('gap'),
    key,
    from: v.string(),
    to: v.string(),
    /** `notOnServer`: the server no longer has them; there is nothing to load. */
    reason: v.picklist(['oneTimestampTooBig', 'tooFarBack', 'notOnServer']),
    filling: v.boolean(),
    config: v.nullable(count),
  }),
  v.object({ kind: v.literal('marker'), key, timestamp: v.string(), label: v.string() }),
]);
export type LogRow = Readonly<v.InferOutput<typeof row>>;
export type EntryRow = Extract<LogRow, { kind: 'entry' }>;

/**
 * What stands above the first row. `full`: older entries made room, and more can be kept; `fullForGood`: not more;
 * `since`: what is older is hidden by the filter; `search`: matches in the server's history, not the log itself.
 */
const older = v.picklist([
  'more',
  'loading',
  'failed',
  'end',
  'full',
  'fullForGood',
  'cleared',
  'since',
  'search',
]);
export type OlderState = v.InferOutput<typeof older>;

const levelCounts = v.object({
  DEBUG: count,
  LOG: count,
  INFO: count,
  WARN: count,
  ERROR: count,
  OTHER: count,
});

const update = v.object({
  type: v.literal('update'),
  revision: count,
  /** The revision that this one builds on, 0 for none. */
  basedOn: count,
  /** `seq` of the last `look` that this takes into account, 0 for none. */
  look: count,
  /** Rows that pass the filter: entries, gaps and markers. */
  total: count,
  /** Entries that are shown, context among them, of `entries` that are loaded and not cleared. */
  shown: count,
  entries: count,
  cleared: count,
  /** Entries that made room for newer ones. */
  evicted: count,
  /** Whether others made room before they were read: `evicted` counts those that were. */
  evictedMore: v.boolean(),
  /** Entries that match the text filter and are shown. */
  matches: count,
  /** Which of the matches, from 1, the last `find` led to; null for none. */
  match: v.nullable(count),
  /** Entries that match the text filter, by level, by source and by config; each ignores what is hidden of its own kind. */
  levels: levelCounts,
  sources: v.array(v.object({ source: v.string(), count })),
  configs: v.array(v.object({ config: count, count })),
  /** The filter is still being applied. */
  busy: v.boolean(),
  /** What is wrong with the text of the filter, in words; null when it is in force. */
  problem: v.nullable(v.string()),
  /** In a panel of several configs: entries that wait for older ones of others, in words, and whether all do. */
  heldBack: v.nullable(v.object({ text: v.string(), all: v.boolean() })),
  /** Rows that came after the last one that was there when following stopped. */
  unseen: count,
  /** Where the top row of the last `look` is now; null when following. */
  anchor: v.nullable(count),
  /** A row to bring into sight and make active; null for none. It is among `rows`. */
  goTo: v.nullable(v.object({ index: count, key })),
  /** Selected rows, from `start` to before `end`; null for none. */
  selection: v.nullable(v.object({ start: count, end: count })),
  /** The window: rows from index `start`. A bare string is the key of a row that the update before held too. */
  start: count,
  rows: v.array(v.union([v.string(), row])),
  /** Rows that are unfolded, wherever they are, by index. Their heights are the webview's business. */
  expanded: v.array(v.object({ key, index: count })),
  older,
});
export type UpdateMessage = Readonly<v.InferOutput<typeof update>>;

const tone = v.picklist(['live', 'busy', 'paused', 'problem']);

const feed = v.object({
  type: v.literal('feed'),
  tone,
  text: v.string(),
  /** Goes on beside the text; not read out, because it changes all the time. */
  detail: v.string(),
  /**
   * Milliseconds until the next attempt, from the moment of sending; not above 0 while it is under way, null when
   * nothing is scheduled.
   */
  retryInMs: v.nullable(v.number()),
  /** Whether the user paused it. */
  paused: v.boolean(),
  /** Buttons; `action` is only given back. */
  actions: v.array(v.object({ action: v.string(), label: v.string() })),
  /** In a panel of several configs: where each stands, and how far it is behind. */
  parts: v.array(v.object({ config: count, name: v.string(), tone, text: v.string() })),
});
export type FeedMessage = Readonly<v.InferOutput<typeof feed>>;

/** What stands above the list while something of its own goes on: a search on the server, history being loaded. */
const banner = v.object({
  type: v.literal('banner'),
  /** Null for no banner. */
  banner: v.nullable(
    v.object({
      text: v.string(),
      busy: v.boolean(),
      actions: v.array(v.object({ action: v.string(), label: v.string() })),
    }),
  ),
});
export type BannerMessage = Readonly<v.InferOutput<typeof banner>>;

/** Entries over time, of those that are shown. */
const timeline = v.object({
  type: v.literal('timeline'),
  /** When the first bar begins, and how much time a bar stands for: milliseconds. */
  from: v.number(),
  step: v.number(),
  /** Errors, warnings, others. */
  bars: v.array(v.tuple([count, count, count])),
});
export type TimelineMessage = Readonly<v.InferOutput<typeof timeline>>;

const text = v.object({
  type: v.literal('text'),
  key,
  /** `json`: JSON laid out over lines, two spaces a level, in one piece. */
  as: v.picklist(['text', 'json']),
  /** Where in the message, in UTF-16 units, this piece begins and ends, and how long the message is. */
  from: count,
  to: count,
  length: count,
  text: v.string(),
  runs,
  hits,
  /** The style in force at the end, to go on with. */
  style: count,
});
export type TextMessage = Readonly<v.InferOutput<typeof text>>;

/** What the webview says, in the editor's language. `{0}` and `{1}` stand for values. */
const STRINGS = [
  // Toolbar
  'filter',
  'filterHint',
  'matchCase',
  'wholeWord',
  'regex',
  'findOptions',
  'findActions',
  'showMatches',
  'previousMatch',
  'nextMatch',
  'matchOf',
  'matchOne',
  'matchCount',
  'noMatches',
  'filtering',
  'context',
  'contextLines',
  'searchServer',
  'searchServerHint',
  'facets',
  'all',
  'levels',
  'otherLevel',
  'sources',
  'noSource',
  'configs',
  'shownCount',
  'since',
  'clearSince',
  'commands',
  'pause',
  'resume',
  'clear',
  'clearHint',
  'wrap',
  'more',
  // Time line
  'timeline',
  'timelineBar',
  'timelineEmpty',
  // List
  'list',
  'listHint',
  'time',
  'level',
  'source',
  'instance',
  'config',
  'message',
  'moreLines',
  'unfold',
  'fold',
  'showMore',
  'showAsText',
  'showAsJson',
  'emptyMessage',
  'onlySince',
  'loadOlder',
  'loadingOlder',
  'olderFailed',
  'beginning',
  'full',
  'fullForGood',
  'keepMore',
  'cleared',
  'showCleared',
  'searchEnd',
  'hiddenBefore',
  'gapTooFarBack',
  'gapOneTimestamp',
  'gapNotOnServer',
  'fillGap',
  'fillingGap',
  'unseenOne',
  'unseenMany',
  'empty',
  'emptyFiltered',
  'emptyCleared',
  'emptySearch',
  'clearFilter',
  'secondsAgo',
  'minutesAgo',
  'hoursAgo',
  'daysAgo',
  'ahead',
  // State line
  'shownOne',
  'shown',
  'shownFiltered',
  'shownHeldBack',
  'madeRoom',
  'moreMadeRoom',
  'selected',
  'retryIn',
  'retrying',
  'behind',
  'behindProblems',
] as const;
type StringKey = (typeof STRINGS)[number];
const strings = v.object(
  Object.fromEntries(STRINGS.map((name) => [name, v.string()])) as Record<
    StringKey,
    v.StringSchema<undefined>
  >,
);
export type PanelStrings = Readonly<Record<StringKey, string>>;

const init = v.object({
  type: v.literal('init'),
  strings,
  /** Project and host. */
  where: v.string(),
  filter: filterSchema,
  display: displaySchema,
  following: v.boolean(),
  /** In a panel of several configs: their names. */
  configs: v.array(v.object({ config: count, name: v.string() })),
});
export type InitMessage = Readonly<v.InferOutput<typeof init>>;

export const hostMessageSchema = v.variant('type', [
  init,
  update,
  feed,
  banner,
  timeline,
  text,
  /** The host has changed these by itself. */
  v.object({ type: v.literal('filter'), filter: filterSchema }),
  v.object({ type: v.literal('display'), display: displaySchema }),
  v.object({ type: v.literal('follow') }),
  /** The keyboard goes to the filter box. */
  v.object({ type: v.literal('focusFilter') }),
  /** What the webview keeps for the editor to restore the panel from; it does not look inside. */
  v.object({ type: v.literal('keep'), state: v.unknown() }),
]);
export type HostMessage = v.InferOutput<typeof hostMessageSchema>;

/** A row by index and, where the webview holds it, key. */
const rowRef = v.object({ index: count, key: v.nullable(key) });
export type RowRef = Readonly<v.InferOutput<typeof rowRef>>;

const look = v.object({
  type: v.literal('look'),
  seq: count,
  /** The row at the top; null to follow the end. */
  top: v.nullable(rowRef),
  /** How many rows are wanted before the top one, and in all. */
  before: v.pipe(count, v.maxValue(1000)),
  size: v.pipe(count, v.maxValue(3000)),
});
export type LookMessage = Readonly<v.InferOutput<typeof look>>;

export const webviewMessageSchema = v.variant('type', [
  /** The page is there; `again` where it has waited in vain to be told how to begin. */
  v.object({ type: v.literal('ready'), again: v.boolean() }),
  v.object({ type: v.literal('resync') }),
  look,
  v.object({ type: v.literal('filter'), filter: filterSchema }),
  v.object({ type: v.literal('display'), display: displaySchema }),
  v.object({ type: v.literal('expand'), key, expanded: v.boolean() }),
  /** Asks for a piece of a message, from a place that an earlier piece ended at, in the style that held there. */
  v.object({
    type: v.literal('read'),
    key,
    as: v.picklist(['text', 'json']),
    from: count,
    style: count,
  }),
  /** Selects the rows from one to another, both included; null for none. */
  v.object({ type: v.literal('select'), range: v.nullable(v.object({ anchor: rowRef, head: rowRef })) }),
  v.object({ type: v.literal('selectAll') }),
  /** The row that the keyboard acts on; null for none. Commands of the editor act on it too. */
  v.object({ type: v.literal('active'), key: v.nullable(key) }),
  /** Copies the selected rows, or this one where none are. */
  v.object({ type: v.literal('copy'), key: v.nullable(key) }),
  /** Goes to the next or previous match, seen from a row. */
  v.object({ type: v.literal('find'), direction: v.picklist(['next', 'previous']), from: count }),
  /** Goes to the first entry at or after this time: milliseconds since the epoch. */
  v.object({ type: v.literal('jump'), at: v.number() }),
  /** Shows nothing before this row; null for everything again. */
  v.object({ type: v.literal('since'), key: v.nullable(key) }),
  v.object({ type: v.literal('fillGap'), key }),
  v.object({ type: v.literal('loadOlder') }),
  /** Keeps more entries than the present limit. */
  v.object({ type: v.literal('keepMore') }),
  /** Searches the history on the server for the text of the filter. */
  v.object({ type: v.literal('searchServer') }),
  v.object({ type: v.literal('pause'), paused: v.boolean() }),
  v.object({ type: v.literal('clear') }),
  v.object({ type: v.literal('showCleared') }),
  /** Opens the editor's menu of everything else that the panel can do. */
  v.object({ type: v.literal('menu') }),
  /** A button of the state line or the banner. */
  v.object({ type: v.literal('act'), action: v.string() }),
]);
export type WebviewMessage = v.InferOutput<typeof webviewMessageSchema>;
