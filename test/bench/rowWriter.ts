import { formatMicros } from '../../src/demo/timestamps';
import type { LogText } from './logText';

const NUMBER_LENGTH = 12;
const FRACTION_LENGTH = 6;
const SECOND = 1_000_000;
/** Of `2023-11-09T08:00:00.`. */
const WHOLE_LENGTH = 20;
const TIME = `${'#'.repeat(WHOLE_LENGTH + FRACTION_LENGTH)}Z`;
const INSTANCE = '018b1a2b-3c4d-4e5f-8a6b-7c8d9e0f1a2b';
const OPENING = Buffer.from('"results":[');
const COMMA = 44;
const DIGITS = Buffer.from('0123456789abcdef');

/** Writes pages of log entries as bytes: all but number and time is written beforehand. */
export class RowWriter {
  private readonly head: Uint8Array;
  private readonly numberAt: number;
  private readonly timeAt: number;
  private readonly tails: readonly Uint8Array[];
  private second = NaN;
  private readonly whole = new Uint8Array(WHOLE_LENGTH);

  /** @param id of any entry; its last digits are where the number goes */
  constructor(texts: readonly LogText[], project: number, config: number, id: string) {
    const fields = { id, team_id: project, plugin_id: 1, plugin_config_id: config, timestamp: TIME };
    const head = JSON.stringify(fields).slice(0, -1);
    this.head = Buffer.from(head);
    this.numberAt = head.indexOf(id) + id.length - NUMBER_LENGTH;
    this.timeAt = head.indexOf(TIME);
    this.tails = texts.map(({ source, type, message }) =>
      Buffer.from(`,${JSON.stringify({ source, type, message, instance_id: INSTANCE }).slice(1)}`),
    );
  }

  /**
   * The entries with the numbers from `start + 1` to `end`, newest first, in the list envelope.
   *
   * @param times microseconds since the epoch, by number less one
   */
  page(times: Float64Array, start: number, end: number): Uint8Array {
    const envelope = Buffer.from(`{"count":${end - start},"next":null,"previous":null,`);
    let length = envelope.length + OPENING.length + 2 + (end - start) * (this.head.length + 1);
    for (let number = start + 1; number <= end; number++) {
      length += this.tail(number).length;
    }
    const bytes = Buffer.allocUnsafe(length);
    bytes.set(envelope);
    bytes.set(OPENING, envelope.length);
    let at = envelope.length + OPENING.length;
    for (let number = end; number > start; number--) {
      at = this.row(bytes, at, number, times[number - 1] ?? 0);
      bytes[at++] = COMMA;
    }
    at -= end > start ? 1 : 0;
    at += bytes.write(']}', at, 'latin1');
    return bytes.subarray(0, at);
  }

  /** @returns where the row ends */
  private row(bytes: Uint8Array, at: number, number: number, time: number): number {
    bytes.set(this.head, at);
    writeDigits(bytes, at + this.numberAt, number, NUMBER_LENGTH, 16);
    const fraction = time % SECOND;
    this.readSecond(time - fraction);
    bytes.set(this.whole, at + this.timeAt);
    writeDigits(bytes, at + this.timeAt + WHOLE_LENGTH, fraction, FRACTION_LENGTH, 10);
    const tail = this.tail(number);
    bytes.set(tail, at + this.head.length);
    return at + this.head.length + tail.length;
  }

  /** Neighbours mostly share it. */
  private readSecond(second: number): void {
    if (second !== this.second) {
      this.second = second;
      Buffer.from(this.whole.buffer).write(`${formatMicros(second).slice(0, WHOLE_LENGTH - 1)}.`, 'latin1');
    }
  }

  private tail(number: number): Uint8Array {
    return this.tails[number % this.tails.length] ?? OPENING;
  }
}

function writeDigits(bytes: Uint8Array, at: number, value: number, length: number, base: number): void {
  let rest = value;
  for (let index = at + length - 1; index >= at; index--) {
    const next = Math.floor(rest / base);
    bytes[index] = DIGITS[rest - next * base] ?? 0;
    rest = next;
  }
}
