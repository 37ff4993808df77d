import type { Random } from './random';
import { nested, raw } from './wire';

/** Names that mean something to the language itself. */
export const PROTOTYPE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
] as const;

const TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\ud83d\ude00',
  '\u202eevil',
  '\u2066\u2069',
  '\r\n\u2028\u2029\u0085',
  '\ufeff',
  '\u001b[31mred\u001b[0m',
  'é'.normalize('NFD'),
  '<b>x</b>',
  '[x](command:workbench.action.quit)',
  '${env:HOME}',
  '{0} {1}',
  'null',
  'true',
  '0',
  '-1',
  '12',
  '1e3',
  'NaN',
  '**************** POSTHOG SECRET FIELD ****************',
  '••••••••',
  '{"a": {"b": [1, 2]}}',
  '{"a":1,"a":2}',
  '[9007199254740993]',
  '2026-01-01T00:00:00.000001Z',
  '9999-12-31T23:59:59.999999Z',
  '0001-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01T00:00:00.1234567891234567Z',
  '2026-01-01T00:00:00+99:99',
  'https://elsewhere.example/?offset=5',
  ...PROTOTYPE_KEYS,
];

const NUMBERS: readonly string[] = [
  '0',
  '-0',
  '-1',
  '1.5',
  '1e2',
  '2147483648',
  '-2147483649',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '-9007199254740993',
  '18446744073709551616',
  '1e21',
  '1e308',
  '1e400',
  '-1e400',
  '5e-324',
  '0.1',
];

const SHAPES: readonly unknown[] = [null, true, false, [], {}, [[]], [{}], [null], { id: 1 }, [1, 2, 3]];

/** Text as no server should send it. */
export function oddText(random: Random): string {
  const text = random.pick(TEXTS);
  switch (random.below(8)) {
    case 0:
      return text + random.pick(TEXTS);
    case 1:
      return text.repeat(random.below(40));
    case 2:
      return random.chance(0.1) ? random.pick(['x', ' ', '!['] as const).repeat(20_000) : text;
    default:
      return text;
  }
}

/** A number as text, for JSON. */
export function oddNumber(random: Random): string {
  return raw(random.pick(NUMBERS));
}

/** Anything but what is expected. */
export function oddValue(random: Random): unknown {
  const kind = random.below(20);
  if (kind < 6) {
    return oddText(random);
  }
  if (kind < 11) {
    return oddNumber(random);
  }
  if (kind < 17) {
    return structuredClone(random.pick(SHAPES));
  }
  if (kind < 18) {
    return nested(random.pick([10, 100, 100, 2_000, 20_000]), random);
  }
  return oddObject(random);
}

function oddObject(random: Random): unknown {
  const keys = [random.pick(PROTOTYPE_KEYS), oddText(random), 'id'];
  // `fromEntries` makes fields of its own even of `__proto__`.
  return Object.fromEntries(keys.map((key) => [key, random.chance(0.5) ? oddText(random) : { id: 1 }]));
}
