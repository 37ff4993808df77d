import type { Random } from './random';

const PIECES: readonly Buffer[] = [
  Buffer.from('\ufeff'),
  Buffer.from([0xff, 0xfe]),
  Buffer.from([0xc3]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0x00]),
  Buffer.from('<html>'),
  Buffer.from('\\u0000'),
  Buffer.from('\\ud800'),
  Buffer.from('"'),
  Buffer.from('}'),
  Buffer.from(',,'),
  Buffer.from('NaN'),
  Buffer.from(' '.repeat(50)),
];

/** Damage as it happens on the way: flipped, lost, repeated and foreign bytes. */
export function damaged(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + random.below(40));
  switch (random.below(7)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    case 3: {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
      return flipped;
    }
    case 4:
      return Buffer.concat([random.pick(PIECES), bytes]);
    default:
      return Buffer.concat([bytes.subarray(0, at), random.pick(PIECES), bytes.subarray(at)]);
  }
}
