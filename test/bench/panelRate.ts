import type { BenchContext, Benchmark, Finding } from './benchmark';
import { BenchWindow, CONFIG } from './benchWindow';
import { OutputChannelRate } from './outputChannel';
import type { PanelProbe } from './panelProbe';
import { sample, type Sample } from './statistics';

/** Entries per second that are tried, until one is too many. */
const RATES = [
  ...[10_000, 20_000, 40_000, 60_000, 80_000, 90_000],
  ...[100_000, 105_000, 110_000, 115_000, 120_000, 130_000, 150_000, 200_000, 250_000],
] as const;
/** How long the panel may take to catch up when the flow ends, in milliseconds: much more, and it did not keep up. */
const CATCH_UP_MS = 5_000;
const LESS = 0.95;
const ATTEMPTS = 5;
const CHANNEL_ROUNDS = 3;

/** How VS Code's own channel is fed: in which batches, and each as one text or line by line. */
const WAYS = [
  { batch: 1_000, atOnce: true },
  { batch: 10_000, atOnce: false },
  { batch: 10_000, atOnce: true },
  { batch: 50_000, atOnce: true },
  { batch: 100_000, atOnce: true },
  { batch: 250_000, atOnce: true },
] as const;

interface Run {
  /** Entries per second, up to when the last one and the counts are on screen. */
  readonly rate: number;
  readonly lost: number;
  readonly problems: readonly string[];
}

/** `panel.rate`: the highest flow that the panel keeps up with, against VS Code's own output channel. */
export const panelRate: Benchmark = {
  keys: ['panel.rate'],
  async run(context) {
    const seconds = context.quick ? 8 : 30;
    const channel = sample(await BenchWindow.use((window) => measureChannel(window, context)));
    let rate = await BenchWindow.use((window) => search(window, context));
    for (let attempt = 1; ; attempt++) {
      const run = await BenchWindow.use((window) => sustain(window, rate, seconds));
      context.say(run ? `${rate} entries/s: taken in` : `${rate} entries/s for ${seconds} s: too many`);
      if (run) {
        return [finding(run, channel, rate)];
      }
      if (attempt === ATTEMPTS) {
        throw new Error(`the panel did not keep up with ${rate} entries/s for ${seconds} s`);
      }
      rate = Math.round(rate * LESS);
    }
  },
};

function finding(run: Run, channel: Sample, flow: number): Finding {
  return {
    key: 'panel.rate',
    what: 'entries taken in, counted and on screen, sustained / lines of an output channel until the last is on screen',
    unit: 'per second',
    baseline: channel,
    product: sample([run.rate]),
    result: run.rate / channel.median,
    limit: 2,
    limitIs: 'least',
    lost: run.lost + run.problems.length,
    notes: [`the server added ${flow} a second`, ...run.problems],
  };
}

/** Lines per second of the fastest way of feeding the channel, several times. */
async function measureChannel(window: BenchWindow, { quick, say }: BenchContext): Promise<readonly number[]> {
  const channel = await OutputChannelRate.open(window);
  const seconds = quick ? 1 : 4;
  let [best, most]: [(typeof WAYS)[number], number] = [WAYS[0], 0];
  for (const way of WAYS) {
    const rate = await channel.measure(seconds, way.batch, way.atOnce);
    say(`output channel, ${describe(way)}: ${Math.round(rate)} lines/s`);
    if (rate > most) {
      [best, most] = [way, rate];
    }
  }
  const rates: number[] = [];
  for (let round = 0; round < CHANNEL_ROUNDS; round++) {
    rates.push(await channel.measure(seconds, best.batch, best.atOnce));
  }
  return rates;
}

function describe({ batch, atOnce }: (typeof WAYS)[number]): string {
  return `${batch} lines at a time${atOnce ? ' as one text' : ''}`;
}

/** The highest rate that the panel keeps up with for a few seconds. */
async function search(window: BenchWindow, context: BenchContext): Promise<number> {
  const seconds = context.quick ? 3 : 6;
  const panel = await window.openPanel();
  let best = 0;
  for (const rate of RATES) {
    const run = await take(window, panel, rate, seconds);
    context.say(run ? `${rate} entries/s: ${Math.round(run)}` : `${rate} entries/s: too many`);
    if (!run) {
      break;
    }
    best = rate;
  }
  return best > 0 ? best : RATES[0] * LESS;
}

async function sustain(window: BenchWindow, perSecond: number, seconds: number): Promise<Run | undefined> {
  const panel = await window.openPanel();
  const rate = await take(window, panel, perSecond, seconds);
  if (rate === undefined) {
    return undefined;
  }
  const { added } = await window.server.ask('log', { config: CONFIG.id });
  const problems = await panel.misplaced(added);
  return { rate, lost: await window.unsent(), problems };
}

/** @returns entries per second; undefined where the panel did not keep up */
async function take(
  window: BenchWindow,
  panel: PanelProbe,
  perSecond: number,
  seconds: number,
): Promise<number | undefined> {
  // What a feed that polls each second does when a flow breaks out is measured elsewhere: this one has begun already.
  await window.server.ask('flow', { config: CONFIG.id, perSecond: perSecond / 2, seconds: 3 });
  const start = Date.now();
  const { first, last } = await window.server.ask('flow', { config: CONFIG.id, perSecond, seconds });
  try {
    const end = await panel.whenComplete(last, CATCH_UP_MS);
    return ((last - first + 1) * 1000) / (end - start);
  } catch {
    return undefined;
  }
}
