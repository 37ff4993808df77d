import type { ApiError } from '../../api/errors';
import type { LogEntry } from '../../api/schemas';
import { asApiError } from './feedErrors';
import type { FetchLogPage, LogPageRequest } from './logPage';
import type { RangeReader } from './rangeReader';

export type Outcome = { readonly rows: readonly LogEntry[] } | { readonly error: ApiError };

interface Flight {
  readonly reader: RangeReader;
  readonly controller: AbortController;
  readonly outcome: Promise<Outcome>;
}

/** A feed's one request in flight. */
export class SingleRequest<Task extends { readonly reader: RangeReader }> {
  private inFlight: { readonly task: Task; readonly flight: Flight } | undefined;
  /** Sent before it was certain that it is wanted. */
  private early: Flight | undefined;

  constructor(private readonly fetchPage: FetchLogPage) {}

  /** What the request in flight is for. */
  get task(): Task | undefined {
    return this.inFlight?.task;
  }

  /** For whom a request was sent early. */
  get preparedFor(): RangeReader | undefined {
    return this.early?.reader;
  }

  /** Sends the next request of a reader while the rows of the last one are still being taken in. */
  prepare(reader: RangeReader): void {
    this.early = this.start(reader);
  }

  /** @param settle called once with what came of it, in the same turn in which it ends; never after `abort` */
  async send(task: Task, settle: (outcome: Outcome) => void): Promise<void> {
    const { early } = this;
    this.early = undefined;
    if (early && early.reader !== task.reader) {
      early.controller.abort();
    }
    const flight = early?.reader === task.reader ? early : this.start(task.reader);
    const sent = { task, flight };
    this.inFlight = sent;
    const outcome = await flight.outcome;
    if (this.inFlight === sent) {
      this.inFlight = undefined;
      settle(outcome);
    }
  }

  abort(): void {
    this.inFlight?.flight.controller.abort();
    this.inFlight = undefined;
    this.dropEarly();
  }

  /** Nobody wants what was sent early. */
  dropEarly(): void {
    this.early?.controller.abort();
    this.early = undefined;
  }

  private start(reader: RangeReader): Flight {
    const controller = new AbortController();
    return { reader, controller, outcome: this.fetch(reader.request, controller.signal) };
  }

  private async fetch(request: LogPageRequest, signal: AbortSignal): Promise<Outcome> {
    try {
      return { rows: await this.fetchPage(request, signal) };
    } catch (error) {
      return { error: asApiError(error) };
    }
  }
}
