import { SeededRandom } from '../../src/demo/random';

/** What an entry says, apart from when and with which id. */
export interface LogText {
  readonly type: string;
  readonly source: string;
  readonly message: string;
}

/** How many different ones there are: too many for anything to get by with a few cached ones. */
const TEXTS = 4096;

const EVENTS = [
  'order placed',
  'page viewed',
  'cart opened',
  'signed up',
  'order returned',
  'search done',
] as const;
const PLACES = [
  'Berlin',
  'São Paulo',
  'Kyōto',
  'Oslo',
  'Nairobi',
  'Montréal',
  'Hyderabad',
  'Wellington',
] as const;
const ENDS = [
  'nothing else to do for it',
  'kept for the next batch',
  'sent on to the warehouse',
  'waits for the rates of the day',
  'left as it was',
] as const;

/** Texts as plugins write them: 100 to 150 characters, five levels, three sources, some JSON, some stack traces. */
export function logTexts(): readonly LogText[] {
  const random = new SeededRandom(20231109);
  return Array.from({ length: TEXTS }, () => inventText(random));
}

/** The same as lines of an output channel. */
export function logLines(): readonly string[] {
  return logTexts().map(({ type, source, message }) => `${type} ${source} ${message.replaceAll('\n', ' ')}`);
}

function inventText(random: SeededRandom): LogText {
  const roll = random.below(100);
  const event = random.pick(EVENTS);
  const place = random.pick(PLACES);
  const person = random.uuid();
  const amount = random.below(90_000) / 100;
  if (roll < 5) {
    const details = { event, person, place, amount, attempt: random.below(4), ok: roll > 0 };
    return { type: 'LOG', source: 'CONSOLE', message: JSON.stringify(details) };
  }
  if (roll < 7) {
    const message = `TypeError: Cannot read properties of undefined (reading 'amount')\n    at processEvent (index.ts:${random.below(400)}:17)\n    while handling "${event}" of ${person}`;
    return { type: 'ERROR', source: 'SYSTEM', message };
  }
  const type = roll < 12 ? 'ERROR' : roll < 22 ? 'WARN' : roll < 47 ? 'DEBUG' : roll < 75 ? 'INFO' : 'LOG';
  const message = `"${event}" of ${person} from ${place}: ${random.below(30)} items, ${amount} EUR, done in ${random.below(900)} ms, ${random.pick(ENDS)}`;
  return { type, source: random.below(4) === 0 ? 'CONSOLE' : 'PLUGIN', message };
}
