import { parseTimestamp } from '../timestamp';

const ZERO = 0x30;

/**
 * Reads timestamps as numbers, to compare and to count them by: a hundred thousand of them, most of them in the same
 * minute as the one before.
 */
export class TimeReader {
  /** `2026-01-01T00:00:`, as the last timestamp of the usual form began, and the milliseconds that it stands for. */
  private prefix = '';
  private prefixMs = 0;

  /** @returns milliseconds since the epoch with their fraction; Infinity where it is no timestamp, which comes last */
  read(timestamp: string): number {
    if (timestamp.length === 27 && this.prefix !== '' && timestamp.startsWith(this.prefix)) {
      const seconds = digits(timestamp, 17, 19);
      const micros = digits(timestamp, 20, 26);
      if (seconds < 60 && micros >= 0 && timestamp[19] === '.' && timestamp[26] === 'Z') {
        return this.prefixMs + seconds * 1000 + micros / 1000;
      }
    }
    const instant = parseTimestamp(timestamp);
    if (!instant) {
      return Infinity;
    }
    if (timestamp.length === 27 && timestamp[26] === 'Z') {
      this.prefix = timestamp.slice(0, 17);
      this.prefixMs = (instant.seconds - digits(timestamp, 17, 19)) * 1000;
    }
    return instant.seconds * 1000 + instant.nanos / 1_000_000;
  }
}

/** @returns NaN where there is anything but digits */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : NaN;
  }
  return number;
}
