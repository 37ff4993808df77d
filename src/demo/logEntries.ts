import { Crash, refused } from './failure';
import type { LogResult, LogRow } from './logStore';
import { paginate, rowsOf, type Rows } from './pagination';
import type { Profile } from './profiles';
import { WrittenJson, type Output } from './pyJson';
import { pyInt } from './pyValue';
import { json, type ProjectCall, type Reply } from './request';
import { formatMicros, parseIsoTime, type Micros } from './timestamps';

const TYPES: ReadonlySet<string> = new Set(['DEBUG', 'LOG', 'INFO', 'WARN', 'ERROR']);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * Log entries, newest first. `limit` cuts before the page does: with it, `count` is cut too and there never is a next
 * page. An unknown config has no entries.
 *
 * @throws Failure 400 for a `limit` that is no integer, 500 for any other bad value
 */
export function listLogs(call: ProjectCall): Reply {
  const { state, profile, project, request, parameters } = call;
  const { query } = request;
  const limit = readLimit(query.get('limit'));
  const isPostgres = profile.logStore === 'postgres';
  const result = state.logs.query(project.id, readConfigId(parameters.id ?? '', profile), {
    after: readTime(query.get('after'), profile),
    before: readTime(query.get('before'), profile),
    matches: readFilter(query.get('search'), query.getAll('type_filter'), profile),
    limit: isPostgres ? undefined : limit,
  });
  const rows = isPostgres ? sortedByPostgres(result, limit) : result;
  return json(paginate(request, rows, (row) => logOutput(row, profile), false));
}

/** PostgreSQL's sort leaves ties in order only among few rows; with more than six, equal timestamps come reversed. */
function sortedByPostgres(result: LogResult, limit: number | undefined): Rows<LogRow> {
  const rows = result.slice(0, result.count);
  const sorted = rows.length < 7 ? rows : rows.toReversed().sort((a, b) => b.micros - a.micros);
  return rowsOf(sorted.slice(0, limit));
}

function readLimit(text: string | undefined): number | undefined {
  if (!text) {
    return undefined;
  }
  const limit = pyInt(text);
  if (limit === undefined) {
    throw refused('Query param limit must be omitted or an integer!');
  }
  if (limit < 0n || limit > INT64_MAX) {
    throw new Crash();
  }
  return limit === 0n ? undefined : Number(limit);
}

function readConfigId(text: string, { logStore }: Profile): number {
  const id = logStore === 'postgres' || /^[+-]?\d+$/.test(text) ? pyInt(text) : undefined;
  if (id === undefined) {
    throw new Crash();
  }
  return Number(id);
}

/** ClickHouse is given the text without `+00:00`; any other offset stays in it, and is fatal. */
function readTime(text: string | undefined, { logStore }: Profile): Micros | undefined {
  if (text === undefined) {
    return undefined;
  }
  const time = parseIsoTime(text.replaceAll('Z', '+00:00'));
  if (!time || (logStore === 'clickhouse' && time.offsetMinutes)) {
    throw new Crash();
  }
  return time.micros;
}

function readFilter(
  search: string | undefined,
  types: readonly string[],
  { logStore }: Profile,
): ((row: LogRow) => boolean) | undefined {
  const tests: ((row: LogRow) => boolean)[] = [];
  if (logStore === 'clickhouse' && types.length > 0) {
    if (!types.every((type) => TYPES.has(type))) {
      throw new Crash();
    }
    tests.push(({ type }) => types.includes(type));
  }
  if (search) {
    const pattern = logStore === 'clickhouse' ? likePattern(search) : new RegExp(escapeRegExp(search), 'isu');
    tests.push(({ message }) => pattern.test(message));
  }
  return tests.length === 0 ? undefined : (row) => tests.every((test) => test(row));
}

/** ILIKE with `%` and `_` as wildcards, since the server does not escape them; a backslash makes them literal. */
function likePattern(search: string): RegExp {
  const source = `%${search}%`.replace(/\\[\\%_]|[\s\S]/gu, (token) => {
    if (token === '%') {
      return '.*';
    }
    if (token === '_') {
      return '.';
    }
    return escapeRegExp(token.length > 1 && token.startsWith('\\') ? token.slice(1) : token);
  });
  return new RegExp(`^${source}$`, 'isu');
}

/** Written once: a store belongs to one server, whose profile stays. */
function logOutput(row: LogRow, profile: Profile): Output {
  row.written ??= writeRow(row, profile);
  return row.written;
}

/** All texts and whole numbers, which Python and JavaScript write alike. */
function writeRow(row: LogRow, profile: Profile): WrittenJson {
  const output = {
    id: row.id,
    team_id: row.team_id,
    plugin_id: row.plugin_id,
    ...(profile.logsHaveConfigId && { plugin_config_id: row.plugin_config_id }),
    timestamp: formatMicros(row.micros),
    source: row.source,
    type: row.type,
    message: row.message,
    instance_id: row.instance_id,
  };
  return new WrittenJson(JSON.stringify(output));
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
