import type { ApiError } from '../api/errors';
import type { LogBuffer } from './buffer';
import { RangeReader, type Unreadable } from './rangeReader';
import { compareTimestamps } from './timestamp';

export interface OlderResult {
  /** How many entries came. */
  readonly added: number;
  /** Nothing more will come: the log begins here, or the buffer is full. */
  readonly end: boolean;
  /** The buffer holds all it may. */
  readonly full: boolean;
}

const OLDER_PAGE = 500;

interface Pending {
  readonly reader: RangeReader;
  readonly result: Promise<OlderResult>;
  readonly resolve: (result: OlderResult) => void;
  readonly reject: (error: ApiError) => void;
}

/** History, loaded when a person asks for it: older than all that the feed has read or is going to read by itself. */
export class OlderLoader {
  private upper: string | undefined;
  private atBeginning = false;
  private pending: Pending | undefined;

  constructor(
    private readonly buffer: LogBuffer,
    private readonly unreadable: Unreadable,
  ) {}

  /** Everything before this, exclusive, is history; undefined while nothing is, or nothing is known. */
  get before(): string | undefined {
    return this.atBeginning ? undefined : this.upper;
  }

  /** What is being asked for now. */
  get reader(): RangeReader | undefined {
    return this.pending?.reader;
  }

  /** History starts here from now on: what is younger was read, or cleared. */
  startBefore(timestamp: string): void {
    this.upper = timestamp;
    this.atBeginning = false;
  }

  /** The feed reads everything from `timestamp` on by itself. */
  lower(timestamp: string): void {
    if (this.upper !== undefined && compareTimestamps(timestamp, this.upper) < 0) {
      this.upper = timestamp;
    }
  }

  /** The log holds nothing older. */
  reachBeginning(): void {
    this.atBeginning = true;
  }

  load(): Promise<OlderResult> {
    const full = this.buffer.size >= this.buffer.cap;
    if (this.pending) {
      return this.pending.result;
    }
    if (full || this.before === undefined) {
      return Promise.resolve({ added: 0, end: full || this.atBeginning, full });
    }
    const { promise: result, resolve, reject } = deferred<OlderResult>();
    const reader = new RangeReader({ after: undefined, before: this.before }, OLDER_PAGE, this.unreadable);
    this.pending = { reader, result, resolve, reject };
    return result;
  }

  /** To be called after each reply, also a refused one. */
  progressed(added: number): void {
    const { pending } = this;
    if (!pending) {
      return;
    }
    if (pending.reader.before !== undefined) {
      this.lower(pending.reader.before);
    }
    this.atBeginning ||= pending.reader.done;
    if (added > 0 || pending.reader.done) {
      this.pending = undefined;
      const full = this.buffer.size >= this.buffer.cap;
      pending.resolve({ added, end: full || this.atBeginning, full });
    }
  }

  /** Answers whoever waits with `error`. What was loaded stays. */
  cancel(error: ApiError): void {
    const { pending } = this;
    this.pending = undefined;
    pending?.reject(error);
  }
}

function deferred<T>(): Pick<Pending, 'reject'> & { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: ApiError) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
