import type { RequestRecord } from './client';
import { ApiError, type ApiErrorData, type Operation } from './errors';
import { KeyTraces } from './keyTraces';
import { titleOrText } from './pageTitle';
import { firstLine, redact, safeCause } from './redact';
import { UnexpectedReply } from './reply';
import { ProxyError } from './proxyError';
import { TransportError } from './transportError';

export interface ReportedCall {
  readonly origin: string;
  readonly operation: Operation;
  readonly method: string;
}

/** Answers that were cut, endless or in no language we know come from something that is not PostHog's API. */
const PROTOCOL_REASONS: readonly unknown[] = ['truncated', 'tooLarge', 'notJson'];

/** What is known of a call so far, and how it is told: as errors and as records, always without the key. */
export class CallReport {
  /** Path and query of the request under way. */
  path: string;
  /** Requests sent. */
  sent = 0;
  /** What the request under way was answered with. */
  status: number | undefined;
  /** A write may have reached the server in one of the attempts, without a proof that it was refused. */
  mayHaveActed = false;
  /** Every key that was read, to keep it out of all texts. */
  private readonly traces = new Map<string, KeyTraces>();
  private startedAt = 0;

  constructor(
    private readonly call: ReportedCall,
    path: string,
  ) {
    this.path = path;
  }

  keep(key: string): void {
    if (!this.traces.has(key)) {
      this.traces.set(key, new KeyTraces(key));
    }
  }

  /** What to look for in whatever comes back. */
  get keys(): readonly KeyTraces[] {
    return [...this.traces.values()];
  }

  /** @param now milliseconds since the epoch */
  begin(now: number): void {
    this.startedAt = now;
    this.sent++;
  }

  /** An error with what is known of the call. Its texts may be as they came: they are cleaned and cut here. */
  error(data: Pick<ApiErrorData, 'kind'> & Partial<ApiErrorData>, cause?: unknown): ApiError {
    const { detail, code, attr, ...rest } = data;
    const [cleanDetail, cleanCode, cleanAttr] = [detail && titleOrText(detail), code, attr].map((text) =>
      text === undefined ? undefined : firstLine(text, this.keys),
    );
    return new ApiError(
      {
        ...rest,
        ...this.call,
        path: this.clean(this.path),
        ...(this.status !== undefined && { status: this.status }),
        ...(cleanDetail !== undefined && { detail: cleanDetail }),
        ...(cleanCode !== undefined && { code: cleanCode }),
        ...(cleanAttr !== undefined && { attr: cleanAttr }),
        attempts: this.sent,
        applied: this.call.method !== 'GET' && this.mayHaveActed ? 'unknown' : 'no',
      },
      cause === undefined ? undefined : { cause: safeCause(cause, this.keys) },
    );
  }

  /** The error of an attempt, whatever was thrown. */
  explain(cause: unknown): ApiError {
    if (cause instanceof ApiError) {
      return cause;
    }
    if (cause instanceof TransportError) {
      this.mayHaveActed ||= cause.phase !== 'unsent';
      const { reason, detail } = cause;
      const kind = PROTOCOL_REASONS.includes(reason) ? 'protocol' : 'network';
      const proxy = cause instanceof ProxyError ? { proxy: cause.proxy } : {};
      return this.error({ kind, ...(reason && { reason }), ...proxy, detail }, cause.cause);
    }
    this.mayHaveActed = true; // It was a success, only not one that we understand.
    if (cause instanceof UnexpectedReply) {
      return this.error({ kind: 'protocol', reason: cause.reason, detail: cause.detail });
    }
    return this.error({ kind: 'protocol' }, cause);
  }

  /** @param now milliseconds since the epoch */
  record(now: number, error?: ApiError): RequestRecord {
    const { operation, method } = this.call;
    return {
      operation,
      method,
      path: this.clean(this.path),
      ...(this.status !== undefined && { status: this.status }),
      ...(error && { failure: error.reason ? `${error.kind}/${error.reason}` : error.kind }),
      ms: now - this.startedAt,
      attempt: this.sent,
    };
  }

  /** The text without any key that was read. */
  clean(text: string): string {
    return redact(text, this.keys);
  }
}
