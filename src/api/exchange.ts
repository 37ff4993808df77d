import type { Client, Dispatcher } from 'undici';
import type { Clock, Timer } from './clock';
import type { Proxy } from './proxy';
import { blameProxy } from './proxyError';
import { TransportError, transportError, type Phase, type TransportReason } from './transportError';

/** One request as it goes on the wire. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** On a connection of its own that nobody has had time to close, so that a failure to connect proves it unsent. */
  readonly fresh: boolean;
  /** How many bytes a good answer may have. */
  readonly maxBytes: number;
}

/** What came back, as bytes. */
export interface RawReply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
  /** Only the beginning of an over-long error body was read; the connection cannot be used again. */
  readonly cut: boolean;
}

export interface ExchangeContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly proxy: Proxy | undefined;
}

const CONNECT_DEADLINE = 10_000;
const HEADERS_DEADLINE = 30_000;
/** Between two pieces of the body. */
const BODY_DEADLINE = 30_000;
/** An upload gets a second more for every so many bytes. */
const SLOWEST_UPLOAD = 32 * 1024;
/** An error says what it has to say in its first lines. */
const LONGEST_ERROR_BODY = 64 * 1024;

/** Milliseconds that sending this body may add to a deadline. */
export function uploadAllowance(body: Uint8Array | undefined): number {
  return body === undefined ? 0 : Math.ceil(body.byteLength / SLOWEST_UPLOAD) * 1000;
}

/**
 * Sends one request on a connection of its own or an idle one, and reads the whole answer. Bodies are counted as they
 * arrive, so that an endless one is given up at the limit.
 *
 * After a failure the connection is in no known state: the caller closes it.
 *
 * @param proxy the proxy that the connection goes to, for the wording of failures
 * @throws TransportError, which tells whether the request may have reached the server: undici reports the moment
 *   before it writes the first byte
 */
export function exchange(
  client: Client,
  request: OutgoingRequest,
  context: ExchangeContext,
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    new Exchange(request, context, resolve, reject).start(client);
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  private phase: Phase = 'unsent';
  private timer: Timer | undefined;
  private done = false;
  private status = 0;
  private headers: ReadonlyMap<string, string> = new Map();
  private readonly chunks: Uint8Array[] = [];
  private received = 0;
  /** When the last piece of the body came, in milliseconds. */
  private heardAt = 0;
  private readonly onAbort = (): void => this.fail('timeout', 'given up');

  constructor(
    private readonly request: OutgoingRequest,
    private readonly context: ExchangeContext,
    private readonly resolve: (reply: RawReply) => void,
    private readonly reject: (error: TransportError) => void,
  ) {}

  start(client: Client): void {
    const { method, path, headers, body, fresh } = this.request;
    this.context.signal.addEventListener('abort', this.onAbort, { once: true });
    if (this.context.signal.aborted) {
      this.onAbort();
      return;
    }
    this.expire(CONNECT_DEADLINE, 'connectTimeout', 'no connection');
    client.dispatch({ method, path, headers, reset: fresh, ...(body && { body }) }, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.done) {
      controller.abort(new Error('given up'));
      return;
    }
    this.phase = 'sent';
    this.expire(HEADERS_DEADLINE + uploadAllowance(this.request.body), 'timeout', 'no answer');
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (this.done || status < 200) {
      return; // 1xx: the answer proper follows.
    }
    this.phase = 'answered';
    this.status = status;
    this.headers = new Map(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value ?? '')]),
    );
    if (!this.isError() && Number(this.headers.get('content-length') ?? 0) > this.request.maxBytes) {
      this.fail('tooLarge', `more than ${this.request.maxBytes} bytes`);
      return;
    }
    this.expireWhenQuiet(BODY_DEADLINE);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.done) {
      return;
    }
    this.received += chunk.byteLength;
    if (this.isError() && this.received > LONGEST_ERROR_BODY) {
      this.succeed(true);
    } else if (this.received > this.request.maxBytes) {
      this.fail('tooLarge', `more than ${this.request.maxBytes} bytes`);
    } else {
      this.chunks.push(chunk);
      this.heardAt = this.context.clock.now();
    }
  }

  onResponseEnd(): void {
    if (!this.done) {
      this.succeed(false);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.done) {
      this.settle();
      this.reject(blameProxy(transportError(error, this.phase), this.context.proxy));
    }
  }

  private isError(): boolean {
    return this.status >= 300;
  }

  private succeed(cut: boolean): void {
    this.settle();
    this.resolve({ status: this.status, headers: this.headers, body: Buffer.concat(this.chunks), cut });
  }

  private fail(reason: TransportReason, detail: string): void {
    this.settle();
    this.reject(blameProxy(new TransportError(this.phase, reason, detail), this.context.proxy));
  }

  private settle(): void {
    this.done = true;
    this.timer?.cancel();
    this.context.signal.removeEventListener('abort', this.onAbort);
  }

  /** Big answers come in many pieces: rather than set a timer for each, one looks when the last one came. */
  private expireWhenQuiet(ms: number): void {
    this.timer?.cancel();
    this.timer = this.context.clock.after(ms, () => {
      const left = this.heardAt + BODY_DEADLINE - this.context.clock.now();
      if (left > 0) {
        this.expireWhenQuiet(left);
      } else {
        this.fail('timeout', `the answer stopped within ${BODY_DEADLINE / 1000} s`);
      }
    });
  }

  private expire(ms: number, reason: TransportReason, what: string): void {
    this.timer?.cancel();
    this.timer = this.context.clock.after(ms, () => this.fail(reason, `${what} within ${ms / 1000} s`));
  }
}
