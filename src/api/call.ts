import { encodeBody, holdsText, type EncodedBody } from './body';
import type { ApiClientOptions, RequestSpec } from './client';
import { sleep } from './clock';
import type { Dispatcher } from './dispatcher';
import { CallReport } from './callReport';
import type { ApiError, ApiErrorReason } from './errors';
import { uploadAllowance } from './exchange';
import { explain } from './failure';
import { KEY_MARK } from './keyTraces';
import { percentEncoded } from './percentEncoded';
import { redirectOf } from './redirect';
import { decodeReply, type Reply } from './reply';
import { backOff, retryWait } from './retry';
import { Scope } from './scope';
import { TransportError } from './transportError';
import type { Priority } from './waitingLine';

export interface CallContext extends ApiClientOptions {
  readonly dispatcher: Pick<Dispatcher, 'send'>;
  readonly priority: Priority;
  /** Whoever may give the call up. */
  readonly signals: readonly AbortSignal[];
}

/** For all attempts and waits of one call; sending a big body adds to it. */
const TOTAL_DEADLINE = 60_000;
const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;
const LONGEST_ERROR_TEXT = 64 * 1024;
const MAX_REDIRECTS = 5;
const USER_AGENT = 'posthog-plugin-configs-vscode';

/** What a header can carry, and no white space. */
const SENDABLE_KEY = /^[\x21-\x7e]+$/;

/** One call of an operation: as many requests as it takes, and what is known of them so far. */
export class Call<T> {
  private readonly scope: Scope;
  private readonly body: EncodedBody | undefined;
  private readonly priority: Priority;
  private readonly random: () => number;
  private readonly report: CallReport;
  private keyWasReread = false;
  private redirects = 0;

  constructor(
    private readonly spec: RequestSpec<T>,
    private readonly context: CallContext,
  ) {
    this.body = spec.body && encodeBody(spec.body);
    this.scope = new Scope(
      context.clock,
      TOTAL_DEADLINE + uploadAllowance(this.body?.bytes),
      context.signals,
    );
    this.priority = context.priority;
    this.random = context.random ?? Math.random;
    const { operation, method } = spec;
    const { origin } = context;
    this.report = new CallReport({ origin, operation, method }, spec.path + queryString(spec.query ?? []));
  }

  /** @throws ApiError, and nothing else */
  async run(): Promise<T> {
    try {
      this.requireTrueText();
      let key = await this.readKey();
      for (;;) {
        const outcome = await this.attempt(key);
        if (outcome.kind === 'done') {
          return outcome.value;
        }
        key = outcome.key;
      }
    } finally {
      this.scope.dispose();
    }
  }

  /**
   * What a server told us without the key must not go back like that: it would overwrite the key that is stored there.
   *
   * @throws ApiError; nothing was sent then
   */
  private requireTrueText(): void {
    if (this.spec.body && holdsText(this.spec.body, KEY_MARK)) {
      throw this.report.error({ kind: 'invalid', reason: 'holdsKeyMark', detail: KEY_MARK });
    }
  }

  /** One request, and the wait before the next where there is to be one. */
  private async attempt(
    key: string,
  ): Promise<
    { readonly kind: 'done'; readonly value: T } | { readonly kind: 'again'; readonly key: string }
  > {
    this.report.status = undefined;
    await this.admit();
    this.report.begin(this.context.clock.now());
    try {
      const reply = await this.exchange(key);
      const target = this.redirectTarget(reply);
      const nextKey = target === undefined ? await this.replacedKey(reply, key) : key;
      if (nextKey !== undefined) {
        this.record();
        this.report.path = target ?? this.report.path;
        return { kind: 'again', key: nextKey };
      }
      const value = await this.read(reply);
      this.record();
      return { kind: 'done', value };
    } catch (cause) {
      const explained = this.report.explain(cause);
      const error = (cause instanceof TransportError ? this.ended() : undefined) ?? explained;
      this.record(error);
      await this.waitBeforeRetry(error, cause);
      return { kind: 'again', key };
    }
  }

  /** @throws ApiError `noKey`, or `keyRefused` for one that no header can carry; nothing was sent then */
  private async readKey(): Promise<string> {
    let key: string | undefined;
    try {
      key = await this.scope.race(this.context.key.read());
    } catch (cause) {
      throw (
        this.ended() ?? this.report.error({ kind: 'auth', reason: 'noKey', detail: 'cannot be read' }, cause)
      );
    }
    if (key === undefined || key === '') {
      throw this.report.error({ kind: 'auth', reason: 'noKey' });
    }
    this.report.keep(key);
    if (!SENDABLE_KEY.test(key)) {
      throw this.report.error({
        kind: 'auth',
        reason: 'keyRefused',
        detail: 'The key holds characters that no key has; it was not sent.',
      });
    }
    return key;
  }

  /** Waits for the budget, unless that would take longer than the call may. */
  private async admit(): Promise<void> {
    const { budget, clock } = this.context;
    const wait = budget.waitFor(this.priority);
    const ended = this.ended();
    if (ended) {
      throw ended;
    }
    if (clock.now() + wait > this.scope.endsAt) {
      throw this.report.error({ kind: 'rateLimited', retryAfterMs: wait });
    }
    try {
      await budget.take(this.priority, this.scope.signal);
    } catch {
      const retryAfterMs = budget.waitFor(this.priority);
      throw this.report.error(
        this.scope.cancelled || !this.scope.signal.aborted
          ? { kind: 'cancelled' }
          : { kind: 'rateLimited', retryAfterMs },
      );
    }
  }

  private async exchange(key: string): Promise<Reply> {
    const { method, accept = 'application/json', maxBytes = DEFAULT_MAX_BYTES } = this.spec;
    const raw = await this.context.dispatcher.send(
      {
        method,
        path: this.report.path,
        headers: {
          accept,
          'accept-encoding': 'identity',
          authorization: `Bearer ${key}`,
          'user-agent': USER_AGENT,
          ...(this.body && { 'content-type': this.body.contentType }),
        },
        ...(this.body && { body: this.body.bytes }),
        fresh: method === 'POST',
        maxBytes,
      },
      { priority: this.priority, signal: this.scope.signal },
    );
    this.report.status = raw.status;
    if (raw.status < 300) {
      return decodeReply(raw, maxBytes, this.report.keys);
    }
    const { status, headers } = raw;
    return decodeReply(raw, LONGEST_ERROR_TEXT, this.report.keys).catch(() => ({
      status,
      headers,
      body: new Uint8Array(),
      text: '',
    }));
  }

  /** The path that a redirect leads to; undefined when it is none. */
  private redirectTarget(reply: Reply): string | undefined {
    const redirect = redirectOf(reply, {
      origin: this.context.origin,
      path: this.report.path,
      method: this.spec.method,
    });
    if (redirect === undefined) {
      return undefined;
    }
    let reason: ApiErrorReason = 'redirect';
    let detail: string;
    if (redirect.kind === 'refuse') {
      ({ reason, detail } = redirect);
    } else if (this.report.clean(redirect.path) !== redirect.path) {
      detail = 'to an address that the key is part of';
    } else if (++this.redirects > MAX_REDIRECTS) {
      reason = 'redirectLoop';
      detail = `more than ${MAX_REDIRECTS} redirects`;
    } else {
      return redirect.path;
    }
    // After "found" and "see other" a server may well have done what was asked.
    this.report.mayHaveActed ||= reply.status === 302 || reply.status === 303;
    throw this.report.error({ kind: 'protocol', reason, detail });
  }

  /** After the first 401: the key as stored now, if it is another one. A 401 proves that nothing was done. */
  private async replacedKey(reply: Reply, key: string): Promise<string | undefined> {
    if (reply.status !== 401 || this.keyWasReread) {
      return undefined;
    }
    this.keyWasReread = true;
    const stored = await this.readKey();
    return stored === key ? undefined : stored;
  }

  private read(reply: Reply): T | Promise<T> {
    if (reply.status >= 200 && reply.status < 300) {
      return this.spec.read(reply);
    }
    this.report.mayHaveActed ||= reply.status >= 500;
    const failure = explain(reply, this.spec.operation, this.context.clock.now());
    throw this.report.error(failure);
  }

  /** @throws the error, when there is nothing to wait for */
  private async waitBeforeRetry(error: ApiError, cause: unknown): Promise<void> {
    const { budget, clock } = this.context;
    const { method } = this.spec;
    const unsent = cause instanceof TransportError && cause.phase === 'unsent';
    if (error.kind === 'rateLimited') {
      budget.holdBack(error.data.retryAfterMs ?? backOff({ sent: this.report.sent, random: this.random }));
    }
    const wait = retryWait(error, {
      method,
      unsent,
      sent: this.report.sent,
      priority: this.priority,
      random: this.random,
    });
    if (wait === undefined || clock.now() + wait > this.scope.endsAt) {
      throw error;
    }
    try {
      await sleep(clock, wait, this.scope.signal);
    } catch {
      throw this.ended() ?? error;
    }
  }

  /** The error of a call that was given up or ran out of time, undefined while it may go on. */
  private ended(): ApiError | undefined {
    if (!this.scope.signal.aborted) {
      return undefined;
    }
    return this.report.error(
      this.scope.cancelled ? { kind: 'cancelled' } : { kind: 'network', reason: 'timeout' },
    );
  }

  private record(error?: ApiError): void {
    this.context.onRequest?.(this.report.record(this.context.clock.now(), error));
  }
}

/** Percent-encodes everything, spaces and `+` included, which mean the same to a form but not to a timestamp. */
function queryString(query: readonly (readonly [string, string])[]): string {
  const pairs = query.map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
