import { setImmediate as nextTurn } from 'node:timers/promises';
import { undisguised } from './disguise';
import { percentEncoded } from './percentEncoded';

/** Stands wherever a server's answer held the key, or a part of it. */
export const KEY_MARK = '«key»';

/** Half of a key is as good as a hint to the rest: from so many characters on a part is taken out too. */
const SHORTEST_PART = 24;
/** A part with fewer different characters may be anything, the zeros of an id for one. */
const LEAST_VARIETY = 8;
/** Bytes that are compared at once. Nothing shorter is looked for: it would be found everywhere. */
const GRAM = 4;
const FILTER_BITS = 14;
/** Bytes that are cleaned without a pause: some milliseconds. */
const TURN_BYTES = 1024 * 1024;
const SPACE = 0x20;

/** Where in which form of the key a gram stands. */
interface Place {
  readonly trace: Buffer;
  readonly offset: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds a key in what came from a server and takes it out: servers quote the request that they complain about, and log
 * it. It is recognised as it is, in lower case as in the name of a host, percent-encoded, in base64, escaped as in JSON,
 * and by any 24 characters of these.
 *
 * A form of the key that is at least n bytes long covers a multiple of n - 3 with four bytes that are known: so only
 * every 21st place has to be looked at, which takes a quarter of a millisecond for a megabyte.
 */
export class KeyTraces {
  private readonly traces: readonly Buffer[];
  private readonly stride: number;
  private readonly places = new Map<number, Place[]>();
  private readonly filter = new Uint8Array(1 << FILTER_BITS);

  constructor(key: string) {
    const exact = [key, key.toLowerCase(), percentEncoded(key), JSON.stringify(key).slice(1, -1)];
    const encoded = ['base64', 'base64url'] as const;
    const long = encoded.flatMap((encoding) => base64Cores(key, encoding));
    this.traces = [...new Set([...exact, ...long.filter((core) => core.length >= SHORTEST_PART)])]
      .map((trace) => Buffer.from(trace))
      .filter((trace) => trace.length >= GRAM);
    this.stride = Math.min(...this.traces.map(shortestRun), SHORTEST_PART) - GRAM + 1;
    for (const trace of this.traces) {
      for (let offset = 0; offset + GRAM <= trace.length; offset++) {
        const gram = trace.readInt32LE(offset);
        this.places.set(gram, [...(this.places.get(gram) ?? []), { trace, offset }]);
        this.filter[hash(gram)] = 1;
      }
    }
  }

  /** The text without the key; the same text where there is none in it. */
  clean(text: string): string {
    const bytes = Buffer.from(text);
    const clean = this.cleanBytes(bytes);
    return clean === bytes ? text : clean.toString();
  }

  /** The bytes of an UTF-8 text without the key; the very same bytes where there is none in them. */
  cleanBytes(bytes: Buffer): Buffer {
    const clean = this.replace(bytes);
    const plain = undisguised(bytes);
    const cleanPlain = plain && this.replace(plain);
    // What is hidden stays so, the colours of logs for one, where no part of the key is among it.
    return cleanPlain && cleanPlain.removed > clean.removed ? cleanPlain.bytes : clean.bytes;
  }

  /** The same in a tenth of the time, without looking for what is hidden by escapes, colours and the like. */
  cleanPlainBytes(bytes: Buffer): Buffer {
    return this.replace(bytes).bytes;
  }

  private replace(bytes: Buffer): { readonly bytes: Buffer; readonly removed: number } {
    const parts: Buffer[] = [];
    let done = 0;
    let removed = 0;
    for (let span = this.find(bytes, 0); span; span = this.find(bytes, span.to)) {
      parts.push(bytes.subarray(done, span.from), Buffer.from(KEY_MARK));
      done = span.to;
      removed += span.to - span.from;
    }
    return {
      bytes: removed === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(done)]),
      removed,
    };
  }

  private find(bytes: Buffer, from: number): Span | undefined {
    // One read for four bytes that need not be aligned.
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = from; at + GRAM <= bytes.length; at += this.stride) {
      const gram = view.getInt32(at, true);
      if (this.filter[hash(gram)] === 1) {
        const span = this.longestAt(bytes, at, from, gram);
        if (span) {
          return span;
        }
      }
    }
    return undefined;
  }

  /** The longest run of bytes around `at`, none before `from`, that is part of a form of the key. */
  private longestAt(bytes: Buffer, at: number, from: number, gram: number): Span | undefined {
    let longest: Span | undefined;
    for (const { trace, offset } of this.places.get(gram) ?? []) {
      let before = 0;
      while (at - before > from && before < offset && bytes[at - before - 1] === trace[offset - before - 1]) {
        before++;
      }
      let after = GRAM;
      while (offset + after < trace.length && bytes[at + after] === trace[offset + after]) {
        after++;
      }
      const length = before + after;
      if (
        length >= shortestRun(trace) &&
        length > (longest ? longest.to - longest.from : 0) &&
        (length === trace.length || isTelling(bytes.subarray(at - before, at + after)))
      ) {
        longest = { from: at - before, to: at + after };
      }
    }
    return longest;
  }
}

/**
 * The bytes of an answer without any of the keys; the very same bytes where there is none in them. Long ones, pages of
 * logs, are cleaned with pauses, cut at spaces, which no form of a key has; what escapes, colours and the like hide in
 * them is not looked for, which would take as long as to read them.
 */
export async function withoutKeys(body: Uint8Array, keys: readonly KeyTraces[]): Promise<Uint8Array> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (bytes.length <= TURN_BYTES) {
    const clean = keys.reduce((cleaned, key) => key.cleanBytes(cleaned), bytes);
    return clean === bytes ? body : clean;
  }
  const parts: Buffer[] = [];
  let isChanged = false;
  for (let from = 0; from < bytes.length;) {
    const space = bytes.indexOf(SPACE, from + TURN_BYTES);
    const part = bytes.subarray(from, space < 0 ? bytes.length : space);
    const clean = keys.reduce((cleaned, key) => key.cleanPlainBytes(cleaned), part);
    isChanged ||= clean !== part;
    parts.push(clean);
    from += part.length;
    if (from < bytes.length) {
      await nextTurn();
    }
  }
  return isChanged ? Buffer.concat(parts) : body;
}

/** How many bytes of a form of the key give it away. */
function shortestRun(trace: Buffer): number {
  return Math.min(trace.length, SHORTEST_PART);
}

/** Whether a part of a key can hardly be anything else. */
function isTelling(part: Buffer): boolean {
  return new Set(part).size >= LEAST_VARIETY;
}

function hash(gram: number): number {
  return Math.imul(gram, 0x9e37_79b1) >>> (32 - FILTER_BITS);
}

/**
 * What base64 makes of the key when it stands somewhere in a longer text: that depends on its place among groups of
 * three bytes. The characters at either end that its neighbours have a say in are left out.
 */
function base64Cores(key: string, encoding: 'base64' | 'base64url'): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.from(' '.repeat(shift) + key).toString(encoding);
    const whole = Math.floor(((shift + key.length) * 8) / 6);
    return text.slice(Math.ceil((shift * 8) / 6), whole);
  });
}
