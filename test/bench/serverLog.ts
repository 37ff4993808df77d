import type { Micros } from '../../src/demo/timestamps';
import { entryId, type Added, type LogRequest, type Matches } from './logProtocol';
import type { LogText } from './logText';
import { RowWriter } from './rowWriter';

/** More rows than a window shows. */
const ENDING = 200;
const SECOND = 1_000_000;

export interface PageQuery {
  /** Strict bounds. */
  readonly after: Micros | undefined;
  readonly before: Micros | undefined;
  readonly limit: number;
}

/**
 * The log of one plugin config on the server: numbered entries, none of one instant, of which only the times are kept.
 * A page is written when it is asked for, at a fraction of what it costs to read it: on a machine with few cores the
 * server must not be what is measured. Counts which entries were sent.
 */
export class ServerLog {
  /** By number, less one. */
  private times = new Float64Array(1024);
  private added = 0;
  private readonly sent = new NumberSet();
  private readonly writer: RowWriter;

  constructor(
    private readonly texts: readonly LogText[],
    project: number,
    config: number,
  ) {
    this.writer = new RowWriter(texts, project, config, entryId(config, 0));
  }

  get counts(): { readonly added: number; readonly sent: number } {
    return { added: this.added, sent: this.sent.size };
  }

  /** Adds entries so many microseconds apart that come after all others; the last one has the time of now. */
  add(count: number, spacing: number): Added {
    const first = this.added + 1;
    let time = Date.now() * 1000 - count * spacing;
    for (let made = 0; made < count; made++) {
      time = Math.max(time + spacing, (this.times[this.added - 1] ?? 0) + 1);
      // A whole second would be written without its fraction, and rows are to be of one length.
      this.push(time % SECOND === 0 ? time + 1 : time);
    }
    return { first, last: this.added };
  }

  /** Newest first, as the server answers. */
  page({ after, before, limit }: PageQuery): Uint8Array {
    const end = before === undefined ? this.added : this.countBelow(before);
    const from = after === undefined ? 0 : this.countBelow(after + 1);
    const start = Math.max(from, end - limit);
    for (let number = start + 1; number <= end; number++) {
      this.sent.add(number);
    }
    return this.writer.page(this.times, start, Math.max(start, end));
  }

  /** Which of the newest entries hold at least one text of `any` (where there are some) and none of `none`. */
  matches({ newest, any, none }: Extract<LogRequest, { op: 'matches' }>): Matches {
    const isMatch = this.texts.map(({ message }) => {
      const text = message.toLowerCase();
      const holds = (term: string): boolean => text.includes(term);
      return (any.length === 0 || any.some(holds)) && !none.some(holds);
    });
    const numbers: number[] = [];
    for (let number = Math.max(1, this.added - newest + 1); number <= this.added; number++) {
      if (isMatch[number % isMatch.length]) {
        numbers.push(number);
      }
    }
    return { count: numbers.length, last: numbers.slice(-ENDING) };
  }

  private push(time: Micros): void {
    if (this.added === this.times.length) {
      const grown = new Float64Array(2 * this.times.length);
      grown.set(this.times);
      this.times = grown;
    }
    this.times[this.added++] = time;
  }

  private countBelow(time: Micros): number {
    let low = 0;
    let high = this.added;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] ?? 0) < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

/** Whole numbers from 1 on, a bit each. */
class NumberSet {
  private bits = new Uint8Array(1024);
  size = 0;

  add(value: number): void {
    const at = value >> 3;
    if (at >= this.bits.length) {
      const grown = new Uint8Array(Math.max(at + 1, this.bits.length * 2));
      grown.set(this.bits);
      this.bits = grown;
    }
    const bit = 1 << (value & 7);
    const old = this.bits[at] ?? 0;
    this.size += (old & bit) === 0 ? 1 : 0;
    this.bits[at] = old | bit;
  }
}
