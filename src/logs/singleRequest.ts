import type { ApiError } from '../api/errors';
import type { LogEntry } from '../api/schemas';
import { asApiError } from './feedErrors';
import type { FetchLogPage } from './logPage';
import type { RangeReader } from './rangeReader';

export type Outcome = { readonly rows: readonly LogEntry[] } | { readonly error: ApiError };

/** A feed's one request in flight. */
export class SingleRequest<Task extends { readonly reader: RangeReader }> {
  private inFlight: { readonly task: Task; readonly controller: AbortController } | undefined;

  constructor(private readonly fetchPage: FetchLogPage) {}

  /** What the request in flight is for. */
  get task(): Task | undefined {
    return this.inFlight?.task;
  }

  /** @param settle called once with what came of it, in the same turn in which it ends; never after `abort` */
  async send(task: Task, settle: (outcome: Outcome) => void): Promise<void> {
    const flight = { task, controller: new AbortController() };
    this.inFlight = flight;
    const outcome = await this.fetch(task, flight.controller.signal);
    if (this.inFlight === flight) {
      this.inFlight = undefined;
      settle(outcome);
    }
  }

  abort(): void {
    this.inFlight?.controller.abort();
    this.inFlight = undefined;
  }

  private async fetch(task: Task, signal: AbortSignal): Promise<Outcome> {
    try {
      return { rows: await this.fetchPage(task.reader.request, signal) };
    } catch (error) {
      return { error: asApiError(error) };
    }
  }
}
