import { setMaxListeners } from 'node:events';
import type { RequestBody } from './body';
import type { Budget } from './budget';
import { Call } from './call';
import type { Clock } from './clock';
import { Dispatcher, type NetworkOptions } from './dispatcher';
import type { Operation } from './errors';
import type { Reply } from './reply';
import type { Priority } from './waitingLine';

export interface KeySource {
  /** Reads the key as stored right now (another window may have replaced it); undefined when there is none. */
  read(): Promise<string | undefined>;
}

/** One line for the output channel: one attempt. Never the key, never a body. */
export interface RequestRecord {
  readonly operation: Operation;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Absent when there was no answer. */
  readonly status?: number;
  /** `kind` or `kind/reason` of the error, absent when all was well. */
  readonly failure?: string;
  readonly ms: number;
  /** From 1. */
  readonly attempt: number;
}

export interface ApiClientOptions {
  /** Scheme, host and port, as `URL.origin` writes them. */
  readonly origin: string;
  readonly key: KeySource;
  readonly network?: NetworkOptions;
  /** Shared by all clients of the window; not disposed of here. */
  readonly budget: Budget;
  readonly clock: Clock;
  readonly onRequest?: (record: RequestRecord) => void;
  /** From 0 to 1; for tests. */
  readonly random?: () => number;
}

/** One operation as HTTP. */
export interface RequestSpec<T> {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From the root, already percent-encoded, without query. */
  readonly path: string;
  /** In order; a name may come more than once. Encoded here. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly body?: RequestBody;
  /** `application/json` unless something else is asked for. */
  readonly accept?: string;
  /** Makes sense of a good answer, or throws `UnexpectedReply`. */
  readonly read: (reply: Reply) => T | Promise<T>;
  /** How long a good answer may be; 32 MiB unless told otherwise. */
  readonly maxBytes?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /**
   * `user` (the default) goes first and is tried up to four times, waiting as the server asks within a minute.
   * `background` is tried twice at most, and told at once when the server asks to wait.
   */
  readonly priority?: Priority;
}

/**
 * Sends requests to one PostHog origin with one key: deadlines, retries, budget, redirects within the origin, checked
 * answers. The key goes into the `Authorization` header to that origin and nowhere else.
 */
export class ApiClient {
  readonly origin: string;
  private readonly dispatcher: Dispatcher;
  private readonly lifetime = new AbortController();

  /** @throws TypeError when `origin` is not the origin of an http or https URL */
  constructor(private readonly options: ApiClientOptions) {
    const url = new URL(options.origin);
    if (!['http:', 'https:'].includes(url.protocol) || url.origin !== options.origin) {
      throw new TypeError('An origin has a scheme of http or https, a host, and nothing behind it.');
    }
    this.origin = url.origin;
    // Every request that is under way or waits its turn listens to it: many at once are no leak.
    setMaxListeners(0, this.lifetime.signal);
    this.dispatcher = new Dispatcher(url, options.network ?? {}, options.clock);
  }

  /**
   * Sends one request, and sends it again where that is safe, within 60 s in all.
   *
   * @throws ApiError, and nothing else
   */
  async request<T>(spec: RequestSpec<T>, options: CallOptions = {}): Promise<T> {
    return new Call(spec, {
      ...this.options,
      dispatcher: this.dispatcher,
      priority: options.priority ?? 'user',
      signals: [this.lifetime.signal, ...(options.signal ? [options.signal] : [])],
    }).run();
  }

  /** Cancels what is under way and closes every connection. */
  async dispose(): Promise<void> {
    this.lifetime.abort();
    await this.dispatcher.dispose();
  }
}
