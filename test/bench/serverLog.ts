import type { FixtureLogEntry } from '../../src/demo/fixture';
import type { LogStore } from '../../src/demo/logStore';
import { formatMicros } from '../../src/demo/timestamps';
import { entryId, entryNumber, type Added, type LogRequest, type Matches } from './logProtocol';
import type { LogText } from './logText';

/** A log keeps at least so many of its newest entries; older ones go, so that millions can be added. */
const KEPT = 1_000_000;
/** More rows than a window shows. */
const ENDING = 200;
const INSTANCE = '018b1a2b-3c4d-4e5f-8a6b-7c8d9e0f1a2b';

/** The log of one plugin config on the server: adds numbered entries and counts which of them were sent. */
export class ServerLog {
  private added = 0;
  private stored = 0;
  private micros = 0;
  private readonly sent = new NumberSet();

  constructor(
    private readonly store: LogStore,
    private readonly texts: readonly LogText[],
    private readonly project: number,
    private readonly config: number,
  ) {}

  get counts(): { readonly added: number; readonly sent: number } {
    return { added: this.added, sent: this.sent.size };
  }

  /** Adds entries so many microseconds apart that come after all others; the last one has the time of now. */
  add(count: number, spacing: number): Added {
    const first = this.added + 1;
    const start = Math.max(this.micros + spacing, Date.now() * 1000 - (count - 1) * spacing);
    this.store.insert(Array.from({ length: count }, (_, index) => this.entry(start + index * spacing)));
    this.stored += count;
    if (this.stored > 2 * KEPT) {
      this.store.keepNewest(this.project, this.config, KEPT);
      this.stored = KEPT;
    }
    return { first, last: this.added };
  }

  markSent(ids: readonly { readonly id: string }[]): void {
    for (const { id } of ids) {
      this.sent.add(entryNumber(id) ?? 0);
    }
  }

  /** Which of the newest entries hold at least one text of `any` (where there are some) and none of `none`. */
  matches({ newest, any, none }: Extract<LogRequest, { op: 'matches' }>): Matches {
    const rows = this.store.query(this.project, this.config, {}).slice(0, newest);
    const numbers = rows
      .filter(({ message }) => {
        const text = message.toLowerCase();
        const holds = (term: string): boolean => text.includes(term);
        return (any.length === 0 || any.some(holds)) && !none.some(holds);
      })
      .map(({ id }) => entryNumber(id) ?? 0);
    return { count: numbers.length, last: numbers.slice(0, ENDING).reverse() };
  }

  private entry(micros: number): FixtureLogEntry {
    this.micros = micros;
    this.added += 1;
    const text = this.texts[this.added % this.texts.length];
    return {
      id: entryId(this.config, this.added),
      team_id: this.project,
      plugin_id: 1,
      plugin_config_id: this.config,
      timestamp: formatMicros(micros),
      type: text?.type ?? 'LOG',
      source: text?.source ?? 'PLUGIN',
      message: text?.message ?? '',
      instance_id: INSTANCE,
    };
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
    this.size += value > 0 && (old & bit) === 0 ? 1 : 0;
    this.bits[at] = old | bit;
  }
}
