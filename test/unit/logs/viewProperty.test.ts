import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LogBuffer } from '../../../src/logs/buffer';
import { SHOW_ALL } from '../../../src/logs/view/filter';
import type { GapItem } from '../../../src/logs/items';
import { LEVELS, type LogFilter } from '../../../src/logs/protocol';
import { LogView } from '../../../src/logs/view';
import { entry, filterOf } from './viewEntries';
import { type Predicate, summaryOf, ViewModel } from './viewModel';

describe('log view, whatever happens', function () {
  this.timeout(60_000);

  it('agrees with finding everything out anew', async () => {
    await fc.assert(fc.asyncProperty(steps, fc.integer({ min: 1, max: 30 }), run), { numRuns: 200 });
  });
});

interface Query {
  readonly parts: Partial<LogFilter>;
  readonly predicate: Predicate;
}

const queries: readonly Query[] = [
  { parts: { text: '' }, predicate: undefined },
  { parts: { text: 'ALPHA' }, predicate: (message) => /alpha/i.test(message) },
  { parts: { text: 'alpha', wholeWord: true }, predicate: (message) => /\balpha\b/i.test(message) },
  { parts: { text: 'be, !beta', matchCase: true }, predicate: (message) => /be(?!ta)/.test(message) },
  { parts: { text: 'a$', regex: true }, predicate: (message) => message.endsWith('a') },
  { parts: { text: 'none' }, predicate: () => false },
];

// One id is one entry: the server never changes one.
const anyEntry = fc.nat(60).map((id) =>
  entry({
    id: `e${id}`,
    second: (id * 7) % 30,
    type: ['LOG', 'error', 'DEBUG', 'odd'][id % 4] ?? 'LOG',
    source: ['PLUGIN', 'system', ''][id % 3] ?? '',
    message: ['alpha', 'beta', 'alphabet', 'be it so', 'omega'][id % 5] ?? '',
    ...(id % 17 === 0 ? { timestamp: `odd ${id % 2}` } : {}),
  }),
);

const anySince = fc.record({
  key: fc.oneof(
    fc.nat(60).map((id) => `${id < 10 ? 2 : 1}:e${id}`),
    fc.nat(40).map((id) => `m${id}`),
    fc.constant(''),
  ),
  timestamp: fc.oneof(fc.nat(30).map(timeAt), fc.constant('odd 0')),
  label: fc.constant(''),
});

const anyFilter = fc.record({
  query: fc.nat(queries.length - 1),
  show: fc.constantFrom('matches' as const, 'all' as const),
  context: fc.constantFrom(0, 1, 2),
  hiddenLevels: rarely(fc.subarray([...LEVELS])),
  hiddenSources: rarely(fc.subarray(['PLUGIN', 'SYSTEM', '', 'CONSOLE'])),
  hiddenConfigs: rarely(fc.subarray([1, 2, 7])),
  since: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, anySince),
});

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('insert' as const),
        entries: fc.array(anyEntry, { maxLength: 12 }),
        older: fc.boolean(),
        config: fc.constantFrom(1, 2),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('filter' as const), filter: anyFilter }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('slices' as const), count: fc.nat(15) }) },
    fc.record({
      do: fc.constantFrom('clear' as const, 'showCleared' as const, 'closeGap' as const),
    }),
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('marker' as const, 'gap' as const), second: fc.nat(30) }),
    },
    fc.record({ do: fc.constant('cap' as const), cap: fc.integer({ min: 1, max: 30 }) }),
  ),
  { maxLength: 40 },
);

type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never;

async function run(sequence: readonly Step[], cap: number): Promise<void> {
  const buffer = new LogBuffer(cap);
  const yields: (() => void)[] = [];
  const view = new LogView(buffer, {
    yieldNow: () => new Promise((resolve) => yields.push(resolve)),
    slice: { ms: 0, units: 1 },
  });
  const model = new ViewModel(SHOW_ALL);
  let wanted: Predicate;
  let inForce: Predicate;
  let gap: GapItem | undefined;
  const slices = async (count: number): Promise<void> => {
    for (let slice = 0; slice < count && view.busy; slice++) {
      yields.splice(0).forEach((resolve) => resolve());
      await new Promise((resolve) => void setImmediate(resolve));
    }
  };
  const check = (): void => {
    inForce = view.busy ? inForce : wanted;
    assert.deepEqual(summaryOf(view), model.expected(buffer.slice(), inForce));
    checkPlaces(view);
  };
  for (const [index, step] of [...sequence, { do: 'slices' as const, count: 100 }].entries()) {
    switch (step.do) {
      case 'insert':
        // An id is of one config.
        buffer.insert(
          step.entries.filter(({ id }) => id.length % 2 === step.config % 2),
          step.older ? 'older' : 'follow',
          step.config,
        );
        break;
      case 'filter': {
        const { query, ...rest } = step.filter;
        const filter = filterOf({ ...rest, ...queries[query]?.parts });
        wanted = queries[query]?.predicate;
        model.setFilter(filter);
        view.setFilter(filter);
        break;
      }
      case 'slices':
        await slices(step.count);
        break;
      case 'clear':
        view.clear();
        model.clear(buffer.slice());
        break;
      case 'showCleared':
        view.showCleared();
        model.showCleared();
        break;
      case 'marker':
        buffer.insertMarker({ kind: 'marker', key: `m${index}`, timestamp: timeAt(step.second), label: '' });
        break;
      case 'gap':
        gap = {
          kind: 'gap',
          key: `g${index}`,
          from: timeAt(0),
          to: timeAt(step.second),
          reason: 'tooFarBack',
          config: (index % 2) + 1,
        };
        buffer.insertGap(gap);
        break;
      case 'cap':
        buffer.cap = step.cap;
        break;
      case 'closeGap':
        if (gap) {
          buffer.closeGap(gap);
        }
        break;
    }
    check();
  }
  assert.equal(view.busy, false, 'a search comes to an end');
  view.dispose();
}

/** Everything that leads to a row leads to the right one. */
function checkPlaces(view: LogView): void {
  const rows = Array.from({ length: view.total }, (_, index) => index);
  const matches = rows.filter((index) => view.roleAt(index) === 'match');
  for (const index of rows) {
    const item = view.at(index);
    assert.ok(item && view.indexOf(item) === index);
    assert.equal(view.matchNumber(index), matches.indexOf(index) + 1);
    assert.equal(view.nextMatch(index, 'next'), matches.find((match) => match > index) ?? matches[0]);
    const previous = matches.findLast((match) => match < index) ?? matches.at(-1);
    assert.equal(view.nextMatch(index, 'previous'), previous);
  }
}

/** What hides much, so that most filters leave something to look at. */
function rarely<T>(what: fc.Arbitrary<T[]>): fc.Arbitrary<T[]> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant<T[]>([]) }, what);
}

function timeAt(second: number): string {
  return entry({ id: '', second }).timestamp;
}
