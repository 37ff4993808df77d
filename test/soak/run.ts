import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PlainError, runMain } from '../../scripts/plainError';
import { closeEverything } from '../support/openWorkbench';
import { rise } from '../support/leaks/growth';
import { endExtension, Sampler, type SoakSample } from './soakSample';
import { SoakWindow } from './soakWindow';
import { STEPS } from './steps';
import { judge, judgeEnd, lastTwoThirds, megabytes, total } from './verdict';

const DEFAULT_MINUTES = 15;
/** Between two samples. */
const EVERY_MS = 30_000;

/** Works in a real window for a while, and tells whether it holds more and more. Answers the exit code. */
async function soak(): Promise<number> {
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, json: { type: 'string' } } });
  const minutes = Number(values.minutes ?? process.env.SOAK_MINUTES ?? DEFAULT_MINUTES);
  if (!(minutes > 0)) {
    throw new PlainError('--minutes takes a number above 0.');
  }
  try {
    const window = await SoakWindow.open();
    const samples = await work(window, minutes * 60_000).catch(async (error: unknown) => {
      await window.workbench.saveFailure('soak');
      throw error;
    });
    const end = await endExtension(window.workbench);
    await window.close();
    if (values.json !== undefined) {
      fs.writeFileSync(values.json, `${JSON.stringify({ samples, end }, null, 2)}\n`);
    }
    const problems = [...judge(samples), ...judgeEnd(end)];
    const late = lastTwoThirds(samples);
    console.log(
      `\nOver the last two thirds the heap of the extension host rises by ${megabytes(rise(late.map(({ host }) => host.heap)))} MB, ` +
        `that of the page by ${megabytes(rise(late.map(({ page }) => page.heap)))} MB.`,
    );
    console.log(
      `After its end the extension has ${total(end.handles)} timers, sockets and servers, of ${total(samples.at(-1)?.host.handles ?? {})} before.`,
    );
    problems.forEach((problem) => console.log(`LEAK ${problem}`));
    console.log(problems.length === 0 ? `flat after ${minutes} minutes` : 'NOT FLAT');
    return problems.length === 0 ? 0 : 1;
  } finally {
    await closeEverything();
  }
}

async function work(window: SoakWindow, ms: number): Promise<readonly SoakSample[]> {
  await window.rest();
  const sampler = await Sampler.of(window.workbench);
  const samples: SoakSample[] = [];
  const begin = Date.now();
  console.log(HEADINGS);
  for (let step = 0; Date.now() - begin < ms; step++) {
    const { name, run } = STEPS[step % STEPS.length] ?? { name: 'nothing', run: () => Promise.resolve() };
    await run(window).catch((error: unknown) => {
      throw new Error(`in the step "${name}"`, { cause: error });
    });
    await window.rest();
    await wait(Math.max(1_000, begin + (step + 1) * EVERY_MS - Date.now()));
    const sample = await sampler.take(name);
    samples.push(sample);
    console.log(line(sample));
  }
  return samples;
}

const COLUMNS = [
  's',
  'after',
  'host MB',
  'timers',
  'sockets',
  'held',
  'emitters',
  'host handles',
  'page MB',
  'nodes',
  'listeners',
];
const HEADINGS = padded(COLUMNS);

function line({ at, after, host, page }: SoakSample): string {
  const { Timeout = 0, ...sockets } = host.handles;
  const emitters = Object.entries(host.census).filter(([name]) => name.endsWith('.listeners'));
  return padded([
    at,
    after,
    megabytes(host.heap),
    Timeout,
    total(sockets),
    total(host.census),
    total(Object.fromEntries(emitters)),
    total(host.resources),
    megabytes(page.heap),
    page.nodes,
    page.listeners,
  ]);
}

function padded(cells: readonly (string | number)[]): string {
  return cells
    .map((cell, index) => String(cell).padEnd(index === 1 ? 16 : 9))
    .join(' ')
    .trimEnd();
}

void runMain(soak);
