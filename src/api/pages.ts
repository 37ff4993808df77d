import type { ApiClient, CallOptions, RequestSpec } from './client';
import { json } from './reply';
import { pageSchema } from './schemas';
import type * as v from 'valibot';

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Undefined where the server does not tell. */
  readonly count: number | undefined;
  /** Undefined at the end. */
  readonly nextOffset: number | undefined;
}

/** A list of a server that never ends is cut off here. */
const MAX_PAGES = 100;
/** PostHog has no upper limit for `limit`; this keeps one answer well under the cap. */
const PAGE_SIZE = 500;

type ListSpec = Pick<RequestSpec<never>, 'operation' | 'path'>;

/**
 * One page of a paginated list. `next` is an absolute URL that names whatever host the server thinks it has; behind
 * a proxy that is another one. Only the offset in its query is used.
 */
export async function getPage<const T extends v.GenericSchema>(
  client: ApiClient,
  spec: ListSpec,
  row: T,
  page: { readonly limit: number; readonly offset: number },
  options?: CallOptions,
): Promise<Page<v.InferOutput<T>>> {
  const answer = await client.request(
    {
      ...spec,
      method: 'GET',
      query: [
        ['limit', String(page.limit)],
        ['offset', String(page.offset)],
      ],
      read: json(pageSchema(row)),
    },
    options,
  );
  const nextOffset = nextOffsetOf(answer.next, page.offset, answer.results.length);
  return { rows: answer.results, count: answer.count ?? undefined, nextOffset };
}

/** All rows of a paginated list. */
export async function getAllPages<const T extends v.GenericSchema>(
  client: ApiClient,
  spec: ListSpec,
  row: T,
  options?: CallOptions,
): Promise<readonly v.InferOutput<T>[]> {
  const pages: (readonly v.InferOutput<T>[])[] = [];
  let offset: number | undefined = 0;
  for (let page = 0; page < MAX_PAGES && offset !== undefined; page++) {
    const answer: Page<v.InferOutput<T>> = await getPage(
      client,
      spec,
      row,
      { limit: PAGE_SIZE, offset },
      options,
    );
    pages.push(answer.rows);
    offset = answer.nextOffset;
  }
  return pages.flat();
}

/** Where the next page begins. A link that leads nowhere new is not trusted further than the rows that came. */
export function nextOffsetOf(
  next: string | null | undefined,
  offset: number,
  rows: number,
): number | undefined {
  if (!next || rows === 0) {
    return undefined;
  }
  const query = /\?([^#]*)/.exec(next)?.[1];
  const told = Number(new URLSearchParams(query).get('offset') ?? Number.NaN);
  return Number.isSafeInteger(told) && told > offset ? told : offset + rows;
}
