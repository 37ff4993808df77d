import type { LogEntry } from '../../api/schemas';

export interface LogPageRequest {
  readonly limit: number;
  /** Entries strictly before this. */
  readonly before?: string;
  /** Entries strictly after this. */
  readonly after?: string;
  readonly search?: string;
  readonly types?: readonly string[];
}

/** Gets one page, newest first. Rejects with an `ApiError`. */
export type FetchLogPage = (request: LogPageRequest, signal: AbortSignal) => Promise<readonly LogEntry[]>;
