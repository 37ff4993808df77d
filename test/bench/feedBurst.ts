import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as v from 'valibot';
import type { BenchContext, Benchmark, Finding } from './benchmark';
import { bundleProgram } from './bundle';
import { sample } from './statistics';

const ROUND = v.object({ feed: v.number(), bare: v.number(), pages: v.number(), lost: v.number() });
type Round = v.InferOutput<typeof ROUND>;

/** `feed.burst`: in a program of its own, without an editor, against a server in another one. */
export const feedBurst: Benchmark = {
  keys: ['feed.burst'],
  async run(context) {
    const rounds = await measure(context);
    const feed = sample(rounds.map((round) => round.feed));
    const bare = sample(rounds.map((round) => round.bare));
    const finding: Finding = {
      key: 'feed.burst',
      what: '100,000 entries through the feed / a bare undici loop over the same pages',
      unit: 'ms',
      baseline: bare,
      product: feed,
      result: feed.median / bare.median,
      limit: 1.3,
      limitIs: 'most',
      lost: Math.max(...rounds.map(({ lost }) => lost)),
      notes: [`pages: ${rounds.map(({ pages }) => pages).join(', ')}`],
    };
    return [finding];
  },
};

/** So many rounds only warm up: until then the engine is still compiling what it will run. */
const WARM_UP = 3;

async function measure({ quick, say }: BenchContext): Promise<readonly Round[]> {
  const program = await bundleProgram('feedBurstProgram');
  const server = await bundleProgram('logProgram');
  const count = WARM_UP + (quick ? 2 : 8);
  const child = fork(program, [server, String(count)], { execArgv: ['--expose-gc'] });
  const rounds: Round[] = [];
  child.on('message', (message) => {
    const round = v.parse(ROUND, message);
    say(`feed ${Math.round(round.feed)} ms, bare loop ${Math.round(round.bare)} ms, ${round.pages} pages`);
    rounds.push(round);
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) {
    throw new Error(`the program ended with ${String(code)}`);
  }
  return rounds.slice(WARM_UP);
}
