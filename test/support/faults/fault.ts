/** Whether the server gets the request first, so that it has acted, whatever is answered. Not unless it is said. */
interface Forwarding {
  readonly forwards?: boolean;
}

/** What goes wrong with one answer. Faults marked "forwards" let the request reach the server first. */
export type Fault =
  /** An answer of the proxy's own; `body` is sent as JSON unless it is text or bytes. */
  | ({
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    } & Forwarding)
  /** HTML where JSON is expected, with 200 unless told otherwise. */
  | ({ readonly kind: 'html'; readonly status?: number; readonly text?: string } & Forwarding)
  | ({
      readonly kind: 'redirect';
      /** Or made of path with query and the host of the request. */
      readonly location: string | ((url: string, host: string) => string);
      readonly status?: number;
    } & Forwarding)
  /** Forwards, and answers truly, but late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Never answers. */
  | ({ readonly kind: 'hang' } & Forwarding)
  /** Sends the head of an answer, and nothing more. */
  | ({ readonly kind: 'headersThenSilence' } & Forwarding)
  /** Breaks the connection without an answer. */
  | ({ readonly kind: 'reset' } & Forwarding)
  /** Forwards; breaks the connection after so many bytes of the body, and announces one where there is none. */
  | { readonly kind: 'resetMidBody'; readonly bytes?: number }
  /** Forwards; sends half of the body as if it were all, and the beginning of one where there is none. */
  | { readonly kind: 'truncated' }
  /** Forwards; calls the body something else. */
  | { readonly kind: 'contentType'; readonly type: string }
  /** Forwards; sends the body in small pieces. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMs: number }
  /** Forwards; changes the parsed body. */
  | { readonly kind: 'drift'; readonly map: (body: unknown) => unknown }
  /** So many bytes of a JSON text that never ends, 200 MB unless told otherwise, with its true length announced. */
  | ({ readonly kind: 'hugeBody'; readonly bytes?: number } & Forwarding)
  /** The same without an end. */
  | ({ readonly kind: 'endlessBody' } & Forwarding)
  /** The same, zipped to almost nothing. */
  | ({ readonly kind: 'gzipBomb'; readonly bytes?: number } & Forwarding);

/** Which requests a fault befalls. */
export interface FaultRule {
  readonly fault: Fault;
  readonly method?: string;
  /** Compared with the path without its query. */
  readonly path?: string | RegExp;
  readonly body?: RegExp;
  /** Only the so-and-so-manieth matching request, counted from 1; absent: every one. */
  readonly nth?: number;
}

const MEGABYTE = 1024 * 1024;
const HUGE = 200 * MEGABYTE;
const OPENING = Buffer.from('{"count":1,"next":null,"previous":null,"results":[{"id":1,"name":"');
const FILLING = Buffer.alloc(64 * 1024, 'x');

export function hugeSize(fault: { readonly bytes?: number }): number {
  return fault.bytes ?? HUGE;
}

/** A JSON text with a name that does not end, in chunks, made as they are read. */
export function* endlessJson(bytes: number): Generator<Buffer> {
  let sent = 0;
  for (let chunk = OPENING; sent < bytes; chunk = FILLING) {
    const piece = chunk.subarray(0, Math.min(chunk.length, bytes - sent));
    sent += piece.length;
    yield piece;
  }
}

/** A body in pieces of a size. */
export function* pieces(body: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < body.length; at += size) {
    yield body.subarray(at, at + size);
  }
}
