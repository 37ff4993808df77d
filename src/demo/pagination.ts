import { Crash } from './failure';
import type { Output } from './pyJson';
import { pyInt } from './pyValue';
import type { DemoRequest } from './request';

const DEFAULT_LIMIT = 100n;
const INT64_MAX = 2n ** 63n - 1n;

interface Window {
  readonly limit: bigint;
  readonly offset: bigint;
}

/** Where the rows of a page come from. */
export interface Rows<Row> {
  readonly count: number;
  slice(offset: number, limit: number): readonly Row[];
}

/**
 * The list envelope. Junk in `limit` and `offset` means 100 and 0, there is no upper limit, and the links are absolute,
 * with the other parameters kept and sorted.
 *
 * @param isDatabase whether the rows are cut in SQL, which cannot count beyond 64 bits
 * @throws Crash for a limit beyond 64 bits
 */
export function paginate<Row>(
  request: DemoRequest,
  rows: Rows<Row>,
  write: (row: Row) => Output,
  isDatabase = true,
): Output {
  const { limit, offset } = windowOf(request);
  const count = BigInt(rows.count);
  const isBeyond = rows.count === 0 || offset > count;
  if (!isBeyond && isDatabase && limit > INT64_MAX) {
    throw new Crash();
  }
  return {
    count: rows.count,
    next: offset + limit < count ? link(request, limit, offset + limit) : null,
    previous: offset > 0n ? link(request, limit, offset - limit) : null,
    results: isBeyond ? [] : rows.slice(Number(offset), Number(limit)).map(write),
  };
}

export function rowsOf<Row>(rows: readonly Row[]): Rows<Row> {
  return { count: rows.length, slice: (offset, limit) => rows.slice(offset, offset + limit) };
}

function windowOf({ query }: DemoRequest): Window {
  const limit = pyInt(query.get('limit') ?? '');
  const offset = pyInt(query.get('offset') ?? '');
  return {
    limit: limit !== undefined && limit > 0n ? limit : DEFAULT_LIMIT,
    offset: offset !== undefined && offset > 0n ? offset : 0n,
  };
}

function link(request: DemoRequest, limit: bigint, offset: bigint): string {
  const query = request.query
    .with('limit', limit.toString())
    .with('offset', offset > 0n ? offset.toString() : undefined);
  return `${request.origin}${escapePath(request.path)}?${query.toString()}`;
}

/** Django's `escape_uri_path`. */
function escapePath(path: string): string {
  return encodeURIComponent(path).replace(/%(2F|3A|3B|3D|40|2B|24|2C|26)/g, (escape) =>
    decodeURIComponent(escape),
  );
}
