import { setImmediate as nextTurn } from 'node:timers/promises';
import { request } from 'undici';
import * as v from 'valibot';
import { Budget } from '../../src/api/budget';
import { ApiClient } from '../../src/api/client';
import { systemClock } from '../../src/api/clock';
import { listLogs } from '../../src/api/pluginConfigs';
import { LogBuffer } from '../../src/logs/buffer';
import { LogFeed } from '../../src/logs/feed';
import { entryNumber } from './logProtocol';
import { LogServer } from './logServer';

const BURST = 100_000;
/** Entries that the feed knows before the burst. */
const BEFORE = 50;
const MICROSECONDS_APART = 5;
const LONGEST_MS = 120_000;

const page = v.looseObject({ results: v.array(v.looseObject({ id: v.string() })) });

export interface Round {
  /** Milliseconds. */
  readonly feed: number;
  readonly bare: number;
  readonly pages: number;
  readonly lost: number;
}

/** Takes bursts through a feed, and fetches and parses the same pages again without one. */
class FeedBurst {
  constructor(private readonly server: LogServer) {}

  /** Both begin with the same heap: nothing is left of the feed when the bare loop starts. */
  async round(config: number): Promise<Round> {
    const { ms: feed, paths, right } = await this.feed(config);
    await collectGarbage();
    const bare = await this.bare(paths);
    return {
      feed,
      bare: bare.ms,
      pages: paths.length,
      lost: BEFORE + BURST - Math.min(right, bare.entries),
    };
  }

  private async feed(
    config: number,
  ): Promise<{ readonly ms: number; readonly paths: readonly string[]; readonly right: number }> {
    const { url, project } = this.server.address;
    const paths: string[] = [];
    let isRecording = false;
    const key = { read: () => Promise.resolve(this.server.address.key) };
    const budget = new Budget(systemClock);
    const client = new ApiClient({
      origin: url,
      key,
      budget,
      clock: systemClock,
      onRequest: ({ path }) => {
        if (isRecording) {
          paths.push(path);
        }
      },
    });
    const api = { client, projectId: project, collection: 'plugin_configs' } as const;
    const buffer = new LogBuffer(2 * BURST);
    const feed = new LogFeed({
      fetchPage: (wanted, signal) => listLogs(api, config, wanted, { signal, priority: 'background' }),
      clock: systemClock,
      buffer,
    });
    await this.server.ask('add', { config, count: BEFORE, spacing: 1000 });
    feed.start();
    await until(() => buffer.size === BEFORE && feed.state.kind === 'live');
    feed.pause();
    await this.server.ask('add', { config, count: BURST, spacing: MICROSECONDS_APART });
    await collectGarbage();
    isRecording = true;
    const start = performance.now();
    feed.resume();
    await until(
      () => buffer.size >= BEFORE + BURST,
      (check) => buffer.onDidChange(check),
    );
    const end = performance.now();
    isRecording = false;
    feed.dispose();
    const numbers = buffer.slice().map(({ key: id }) => entryNumber(id));
    const right = numbers.filter((number, index) => number === index + 1).length;
    await client.dispose();
    budget.dispose();
    return { ms: end - start, paths, right };
  }

  private async bare(paths: readonly string[]): Promise<{ readonly ms: number; readonly entries: number }> {
    const { url, key } = this.server.address;
    const headers = { authorization: `Bearer ${key}` };
    const pages: unknown[] = [];
    const start = performance.now();
    for (const path of paths) {
      const { body } = await request(`${url}${path}`, { headers });
      pages.push(await body.json());
    }
    const ms = performance.now() - start;
    const ids = new Set(pages.flatMap((reply) => v.parse(page, reply).results.map(({ id }) => id)));
    return { ms, entries: ids.size };
  }
}

/** @param subscribe calls back when it is time to check; without it, that is often */
async function until(holds: () => boolean, subscribe?: (check: () => void) => () => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const check = (): void => {
      if (holds()) {
        stop();
        resolve();
      }
    };
    const unsubscribe = subscribe?.(check);
    const poll = setInterval(check, subscribe ? LONGEST_MS : 20);
    const limit = setTimeout(() => {
      stop();
      reject(new Error(`the feed did not get there within ${LONGEST_MS / 1000} s`));
    }, LONGEST_MS);
    const stop = (): void => {
      unsubscribe?.();
      clearInterval(poll);
      clearTimeout(limit);
    };
    check();
  });
}

/** In a turn of its own: what has just returned still holds what it worked with. */
async function collectGarbage(): Promise<void> {
  await nextTurn();
  globalThis.gc?.();
}

async function main(program: string, rounds: number): Promise<void> {
  const server = await LogServer.start(program);
  const burst = new FeedBurst(server);
  for (let round = 0; round < rounds; round++) {
    process.send?.(await burst.round(1000 + round));
  }
  await server.stop();
  process.disconnect();
}

const [, , program = '', rounds = '1'] = process.argv;
void main(program, Number(rounds));
