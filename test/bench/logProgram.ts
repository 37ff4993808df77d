import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { startDemoServer, type DemoServer } from '../../src/demo/server';
import { NUMBERED_REQUEST, type Added, type LogRequest } from './logProtocol';
import { logTexts } from './logText';
import { ServerLog } from './serverLog';

/** Milliseconds between the steps of a flow. */
const STEP = 10;

/** The server of the benchmarks, a program of its own: the demo server with logs that are filled on request. */
class LogProgram {
  private readonly texts = logTexts();
  private readonly logs = new Map<number, ServerLog>();
  private readonly arrivals = new Map<number, number[]>();
  private server: DemoServer | undefined;

  async start(): Promise<void> {
    this.server = await startDemoServer({
      profile: '2023-12',
      logs: false,
      onRequest: ({ path }) => this.noteRequest(path),
    });
    this.watchReads(this.server);
    const { url, key, projectId: project } = this.server;
    process.send?.({ url, key, project });
    process.on('message', (message) => void this.answer(message));
    process.once('disconnect', () => process.exit());
  }

  private async answer(message: unknown): Promise<void> {
    const { id, request } = v.parse(NUMBERED_REQUEST, message);
    try {
      process.send?.({ ok: true, id, result: await this.perform(request) });
    } catch (error) {
      process.send?.({ ok: false, id, error: String(error) });
    }
  }

  private async perform(request: LogRequest): Promise<unknown> {
    const log = this.log(request.config);
    switch (request.op) {
      case 'add':
        return log.add(request.count, request.spacing);
      case 'flow':
        return flow(log, request);
      case 'trickle':
        return trickle(log, request);
      case 'log':
        return log.counts;
      case 'matches':
        return log.matches(request);
      case 'arrivals':
        return this.arrivals.get(request.config) ?? [];
    }
  }

  private log(config: number): ServerLog {
    const { server } = this;
    if (!server) {
      throw new Error('not started');
    }
    const log =
      this.logs.get(config) ?? new ServerLog(server.state.logs, this.texts, server.projectId, config);
    this.logs.set(config, log);
    return log;
  }

  /** What was sent is counted where it is read from the store: that is as near to the wire as rows are rows. */
  private watchReads({ state: { logs } }: DemoServer): void {
    const query = logs.query.bind(logs);
    logs.query = (project, config, conditions) => {
      const result = query(project, config, conditions);
      return {
        count: result.count,
        slice: (offset, limit) => {
          const rows = result.slice(offset, limit);
          this.logs.get(config)?.markSent(rows);
          return rows;
        },
      };
    };
  }

  private noteRequest(path: string): void {
    const config = /\/plugin_configs\/(\d+)\/logs/.exec(path)?.[1];
    if (config !== undefined) {
      const arrivals = this.arrivals.get(Number(config)) ?? [];
      arrivals.push(Date.now());
      this.arrivals.set(Number(config), arrivals);
    }
  }
}

/** Evenly: where a step comes late, the next one makes up for it. */
async function flow(
  log: ServerLog,
  { perSecond, seconds }: Extract<LogRequest, { op: 'flow' }>,
): Promise<Added> {
  const start = performance.now();
  const total = Math.round(perSecond * seconds);
  const first = log.counts.added + 1;
  let made = 0;
  while (made < total) {
    await wait(STEP);
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond)) - made;
    if (due > 0) {
      log.add(due, Math.max(1, Math.floor(Math.min(1_000_000 / perSecond, (STEP * 1000) / due))));
      made += due;
    }
  }
  return { first, last: log.counts.added };
}

async function trickle(
  log: ServerLog,
  { perSecond, seconds }: Extract<LogRequest, { op: 'trickle' }>,
): Promise<Added & { readonly moments: readonly number[] }> {
  const end = performance.now() + seconds * 1000;
  const first = log.counts.added + 1;
  const moments: number[] = [];
  while (performance.now() < end) {
    // Exponential gaps: at no time is a new entry more likely than at another.
    await wait((-Math.log(1 - Math.random()) * 1000) / perSecond);
    moments.push(Date.now());
    log.add(1, 1);
  }
  return { first, last: log.counts.added, moments };
}

void new LogProgram().start();
