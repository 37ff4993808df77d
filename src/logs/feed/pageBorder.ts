import type { LogEntry } from '../../api/schemas';
import { type Instant, compareInstants, parseTimestamp } from '../timestamp';

interface Held {
  readonly entry: LogEntry;
  readonly instant: Instant;
}

/**
 * What lies at the border of two pages that are read newest first: entries on one timestamp may be on both, in any
 * order. They are held back until their timestamp is read to its end.
 */
export class PageBorder {
  private readonly held = new Map<string, Held>();
  /** Entries without a readable time: on which page they come is up to the server. */
  private readonly untimed = new Set<string>();
  /** Everything from here on was handed on; at first, where the range ends. */
  private passed: Instant | undefined;
  private readonly start: Instant | undefined;
  private passedText: string | undefined;

  /** @param after exclusive, as `before`: what else a server gives is left out */
  constructor(after: string | undefined, before: string | undefined) {
    this.start = after === undefined ? undefined : parseTimestamp(after);
    this.passed = before === undefined ? undefined : parseTimestamp(before);
  }

  /** The oldest timestamp that was handed on; undefined before the first. */
  get reached(): string | undefined {
    return this.passedText;
  }

  /**
   * Takes a page.
   *
   * @param before where the next page goes on, exclusive; undefined where there is none
   * @returns what is certain to be whole, newest first
   */
  pass(rows: readonly LogEntry[], before: string | undefined): readonly LogEntry[] {
    const untimed: LogEntry[] = [];
    for (const entry of rows) {
      const instant = parseTimestamp(entry.timestamp);
      if (instant) {
        this.hold({ entry, instant });
      } else if (!this.untimed.has(entry.id)) {
        this.untimed.add(entry.id);
        untimed.push(entry);
      }
    }
    const bound = before === undefined ? undefined : parseTimestamp(before);
    const whole = [...this.held.values()].filter(
      ({ instant }) => !bound || compareInstants(instant, bound) >= 0,
    );
    return [...untimed, ...this.release(whole)];
  }

  /** What is still held back. */
  rest(): readonly LogEntry[] {
    return this.release([...this.held.values()]);
  }

  private hold(row: Held): void {
    const isAhead = !this.passed || compareInstants(row.instant, this.passed) < 0;
    if (isAhead && (!this.start || compareInstants(row.instant, this.start) > 0)) {
      this.held.set(row.entry.id, row);
    }
  }

  private release(rows: Held[]): readonly LogEntry[] {
    rows.sort(newestFirst);
    for (const { entry } of rows) {
      this.held.delete(entry.id);
    }
    const last = rows.at(-1);
    if (last) {
      this.passed = last.instant;
      this.passedText = last.entry.timestamp;
    }
    return rows.map(({ entry }) => entry);
  }
}

function newestFirst(a: Held, b: Held): number {
  return compareInstants(b.instant, a.instant) || (a.entry.id < b.entry.id ? 1 : -1);
}
