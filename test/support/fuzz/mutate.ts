import { isRecord } from '../../../src/api/record';
import type { Random } from './random';
import { oddNumber, oddText, oddValue, PROTOTYPE_KEYS } from './values';
import { nested } from './wire';

type Fields = Record<string, unknown>;
/** A value in an object or array. */
interface Place {
  readonly parent: Fields | unknown[];
  readonly key: string | number;
}

/** A copy with some of its parts changed into something else. */
export function mutated(value: unknown, random: Random): unknown {
  const root: Fields = { value: structuredClone(value) };
  const changes = random.pick([1, 1, 1, 2, 3, 6]);
  for (let change = 0; change < changes; change++) {
    mutateOnce(root, random);
  }
  return root.value;
}

function mutateOnce(root: Fields, random: Random): void {
  const place = random.pick(placesIn(root, random));
  const before = read(place);
  switch (random.below(16)) {
    case 0:
    case 1:
    case 2:
      write(place, oddValue(random));
      break;
    case 3:
      write(place, null);
      break;
    case 4:
    case 5:
      remove(place);
      break;
    case 6:
      write(place, typeof before === 'string' ? oddText(random) : JSON.stringify(before ?? ''));
      break;
    case 7:
      write(place, typeof before === 'number' ? oddNumber(random) : oddText(random));
      break;
    case 8:
      write(place, random.chance(0.5) ? [before] : { value: before });
      break;
    case 9:
      repeatElement(before, random);
      break;
    case 10:
      addField(before, random);
      break;
    case 11:
      swap(place, random.pick(placesIn(root, random)));
      break;
    case 12:
      write(place, structuredClone(read(random.pick(placesIn(root, random)))));
      break;
    case 13:
      shareIds(before, random);
      break;
    case 14:
      pagination(root, random);
      break;
    default:
      write(place, random.chance(0.3) ? nested(random.pick([3, 100, 900, 3_000]), random) : oddValue(random));
  }
}

/** Places that a walk from the root comes through; in big values some of them, so that a case stays cheap. */
function placesIn(root: Fields, random: Random): readonly Place[] {
  const places: Place[] = [];
  let at: unknown = root;
  while (isContainer(at)) {
    const keys = Array.isArray(at) ? [...at.keys()] : Object.keys(at);
    if (keys.length === 0 || (places.length > 0 && random.chance(0.15))) {
      break;
    }
    const place: Place = { parent: at, key: random.pick<string | number>(keys) };
    places.push(place);
    at = read(place);
  }
  return places.slice(-2);
}

function isContainer(value: unknown): value is Fields | unknown[] {
  return Array.isArray(value) || isRecord(value);
}

function read({ parent, key }: Place): unknown {
  return Object.hasOwn(parent, key) ? (parent as Fields)[key] : undefined;
}

function write({ parent, key }: Place, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove({ parent, key }: Place): void {
  if (Array.isArray(parent)) {
    parent.splice(Number(key), 1);
  } else if (key !== 'value' || Object.keys(parent).length > 1) {
    Reflect.deleteProperty(parent, key);
  }
}

function repeatElement(value: unknown, random: Random): void {
  if (Array.isArray(value) && value.length > 0) {
    const element: unknown = random.pick(value);
    const times = random.pick([1, 1, 2, 30]);
    for (let time = 0; time < times; time++) {
      value.splice(random.below(value.length + 1), 0, structuredClone(element));
    }
  }
}

function addField(value: unknown, random: Random): void {
  if (isRecord(value)) {
    const key = random.chance(0.7) ? random.pick(PROTOTYPE_KEYS) : oddText(random);
    write({ parent: value, key }, oddValue(random));
  }
}

function swap(a: Place, b: Place): void {
  const [first, second] = [read(a), read(b)];
  write(a, structuredClone(second));
  write(b, structuredClone(first));
}

/** Lets elements of a list have the id of another. */
function shareIds(value: unknown, random: Random): void {
  if (Array.isArray(value) && value.length > 1) {
    const [from, to] = [random.pick<unknown>(value), random.pick<unknown>(value)];
    if (isRecord(from) && isRecord(to)) {
      write({ parent: to, key: 'id' }, from.id);
    }
  }
}

const LINKS: readonly unknown[] = [
  'http://testserver/api/projects/1/plugin_configs/?limit=100&offset=0',
  'http://testserver/api/projects/1/plugin_configs/?limit=100&offset=1',
  'http://testserver/?offset=-5',
  'http://testserver/?offset=99999999999999999999',
  'http://testserver/?offset=9007199254740991',
  'http://testserver/?offset=NaN',
  'https://elsewhere.example/steal?offset=3',
  'javascript:alert(1)',
  '?',
  '?offset=',
  '?offset=2&offset=3',
  '\u0000',
  7,
  {},
];

/** Lies of a page about what comes before and after it. */
function pagination(root: Fields, random: Random): void {
  const { value } = root;
  if (isRecord(value) && 'results' in value) {
    write({ parent: value, key: random.pick(['next', 'previous']) }, random.pick(LINKS));
    if (random.chance(0.5)) {
      write({ parent: value, key: 'count' }, random.chance(0.5) ? random.below(5_000) : oddValue(random));
    }
  }
}
