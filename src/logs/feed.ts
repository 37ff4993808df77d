import type { Clock } from '../api/clock';
import type { ApiError } from '../api/errors';
import type { LogEntry } from '../api/schemas';
import type { LogBuffer } from './buffer';

export interface LogPageRequest {
  readonly limit: number;
  readonly before?: string;
  readonly after?: string;
  readonly search?: string;
  readonly types?: readonly string[];
}

/** Gets one page, newest first. Rejects with an `ApiError`. */
export type FetchLogPage = (request: LogPageRequest, signal: AbortSignal) => Promise<readonly LogEntry[]>;

export type FeedState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'live'; readonly polledAt: number }
  | { readonly kind: 'catchingUp'; readonly fetched: number }
  | { readonly kind: 'paused' }
  | { readonly kind: 'retrying'; readonly at: number; readonly error: ApiError }
  | { readonly kind: 'stopped'; readonly error: ApiError };

export interface LogFeedOptions {
  readonly fetchPage: FetchLogPage;
  readonly clock: Clock;
  readonly buffer: LogBuffer;
  /** After a window reload: everything from here on is fetched again. Ignored where it is no timestamp. */
  readonly since?: string;
  /** How many entries a gap may take before the rest waits for `fillGap`; the buffer's cap is the natural limit. */
  readonly maxBackfill?: number;
  /** 0 to 1, for jitter. */
  readonly random?: () => number;
}

export interface OlderResult {
  readonly added: number;
  /** Nothing more will come: the log begins here, or the buffer is full. */
  readonly end: boolean;
  /** The buffer holds all it may. */
  readonly full: boolean;
}

/** Follows the log of one plugin config. */
export class LogFeed {
  private current: FeedState = { kind: 'loading' };
  private readonly listeners = new Set<(state: FeedState) => void>();

  constructor(private readonly options: LogFeedOptions) {}

  get state(): FeedState {
    return this.current;
  }

  onDidChangeState(listener: (state: FeedState) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  start(): void {
    this.current = { kind: 'live', polledAt: this.options.clock.now() };
  }

  pause(): void {
    this.current = { kind: 'paused' };
  }

  resume(): void {
    this.current = { kind: 'loading' };
  }

  retryNow(): void {
    this.resume();
  }

  loadOlder(_signal?: AbortSignal): Promise<OlderResult> {
    return Promise.resolve({ added: 0, end: true, full: false });
  }

  fillGap(_key: string): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    this.listeners.clear();
  }
}
