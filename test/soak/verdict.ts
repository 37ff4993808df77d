import type { HostSample } from '../support/driver-ext/soakProtocol';
import type { Census } from '../support/leaks/census';
import { growing, rise } from '../support/leaks/growth';
import type { SoakSample } from './soakSample';

const MB = 2 ** 20;
/** The extension host's heap may rise by so much in the last two thirds: reports, output lines and code of the editor. */
const MOST_HOST_RISE = 6 * MB;
/** The page's heap is the workbench's as well, which keeps undo stacks, models and view state of what was opened. */
const MOST_PAGE_RISE = 15 * MB;
/** Handles and the like come and go with polls: a pending one more or less is no leak. */
const SLACK = 3;
/** So many samples in a row that rise are no chance any more, even where entries flow. */
const ENOUGH = 8;

/** What is kept on purpose, up to a limit: the requests of an hour, 50 changes for Undo, rows of log panels. */
const KEPT: readonly RegExp[] = [/\.sent$/, /\.own\[\]/];

/** What is wrong, in words; nothing where the window is flat. */
export function judge(samples: readonly SoakSample[]): readonly string[] {
  const late = lastTwoThirds(samples);
  const first = late[0];
  const last = late.at(-1);
  if (!first || !last || late.length < 3) {
    return ['too few samples to tell'];
  }
  const problems: string[] = [];
  const hostRise = rise(late.map(({ host }) => host.heap));
  const pageRise = rise(late.map(({ page }) => page.heap));
  if (hostRise > MOST_HOST_RISE) {
    problems.push(`the heap of the extension host rises by ${megabytes(hostRise)} MB`);
  }
  if (pageRise > MOST_PAGE_RISE) {
    problems.push(`the heap of the page rises by ${megabytes(pageRise)} MB`);
  }
  const handles = late.map(({ host }) => total(host.handles));
  if (rise(handles) > SLACK) {
    problems.push(`timers, sockets and servers become more: ${handles.join(', ')}`);
  }
  const everyTime = late.length < ENOUGH ? [] : growing(late.map(censusOf), {});
  const grown = [...everyTime, ...growingWithEachTurn(samples)].filter(
    (line) => !KEPT.some((kept) => kept.test(line.split(':')[0] ?? '')),
  );
  return [...problems, ...new Set(grown.map((line) => `collection grows: ${line}`))];
}

/** Collections that are larger after every step than after the same step the time before: one step may leak, or all. */
function growingWithEachTurn(samples: readonly SoakSample[]): readonly string[] {
  const steps = [...new Set(samples.map(({ after }) => after))];
  const byStep = steps
    .map((step) => samples.filter(({ after }) => after === step).map(censusOf))
    .filter(({ length }) => length > 1);
  const names = new Set(byStep.flat().flatMap((census) => [...census.keys()]));
  return [...names]
    .filter((name) =>
      byStep.every((step) =>
        step.every((census, turn) => turn === 0 || sizeOf(census, name) > sizeOf(step[turn - 1], name)),
      ),
    )
    .map((name) => `${name}: ${samples.map((sample) => sizeOf(censusOf(sample), name)).join(', ')}`);
}

function censusOf({ host }: SoakSample): Census {
  return new Map(Object.entries(host.census));
}

function sizeOf(census: Census | undefined, name: string): number {
  return census?.get(name) ?? 0;
}

/** What the extension left behind after its end, in words. */
export function judgeEnd({ handleList, census }: HostSample): readonly string[] {
  const listeners = Object.entries(census).filter(
    ([name, count]) => name.endsWith('.listeners') && count > 0,
  );
  return [
    ...handleList.map((handle) => `left after the end: ${handle}`),
    ...listeners.map(([name, count]) => `left after the end: ${count} of ${name}`),
  ];
}

/** What the first third warms up is not held against the rest. */
export function lastTwoThirds(samples: readonly SoakSample[]): readonly SoakSample[] {
  return samples.slice(Math.floor(samples.length / 3));
}

export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export function megabytes(bytes: number): string {
  return (bytes / MB).toFixed(1);
}
