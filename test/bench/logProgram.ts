import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { startDemoServer, type DemoServer } from '../../src/demo/server';
import { parseIsoTime, type Micros } from '../../src/demo/timestamps';
import { NUMBERED_REQUEST, type Added, type LogRequest } from './logProtocol';
import { logTexts } from './logText';
import { ServerLog } from './serverLog';

/** Milliseconds between the steps of a flow. */
const STEP = 10;
const KNOWN_PARAMETERS: readonly string[] = ['limit', 'after', 'before'];

/**
 * The server of the benchmarks, a program of its own: the demo server, except for log pages, which come from logs that
 * are filled on request and cost next to nothing to serve.
 */
class LogProgram {
  private readonly texts = logTexts();
  private readonly logs = new Map<number, ServerLog>();
  private readonly arrivals = new Map<number, number[]>();

  private constructor(private readonly demo: DemoServer) {}

  static async start(): Promise<void> {
    const program = new LogProgram(await startDemoServer({ profile: '2023-12', logs: false }));
    const server = http.createServer((request, response) => program.serve(request, response));
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const { key, projectId: project } = program.demo;
      process.send?.({ url: `http://127.0.0.1:${port}`, key, project });
    });
    process.on('message', (message) => void program.answer(message));
    process.once('disconnect', () => process.exit());
  }

  private serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    const arrival = Date.now();
    const url = new URL(request.url ?? '/', this.demo.url);
    const config = /\/plugin_configs\/(\d+)\/logs\/?$/.exec(url.pathname)?.[1];
    const isKnown = [...url.searchParams.keys()].every((name) => KNOWN_PARAMETERS.includes(name));
    if (config === undefined || !isKnown || request.headers.authorization !== `Bearer ${this.demo.key}`) {
      this.passOn(request, response);
      return;
    }
    const arrivals = this.arrivals.get(Number(config)) ?? [];
    this.arrivals.set(Number(config), arrivals);
    arrivals.push(arrival);
    const body = this.log(Number(config)).page({
      after: timeOf(url.searchParams.get('after')),
      before: timeOf(url.searchParams.get('before')),
      limit: Number(url.searchParams.get('limit') ?? 100),
    });
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
    response.end(body);
  }

  private passOn(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { method, headers, url } = request;
    const passed = http.request(
      `${this.demo.url}${url ?? '/'}`,
      { ...(method !== undefined && { method }), headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    passed.once('error', () => response.destroy());
    request.pipe(passed);
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
    const log = this.logs.get(config) ?? new ServerLog(this.texts, this.demo.projectId, config);
    this.logs.set(config, log);
    return log;
  }
}

/** @throws Error for what is no timestamp: the feed sends none such */
function timeOf(text: string | null): Micros | undefined {
  if (text === null) {
    return undefined;
  }
  const time = parseIsoTime(text.replaceAll('Z', '+00:00'));
  if (!time) {
    throw new Error(`${text} is no timestamp`);
  }
  return time.micros;
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

void LogProgram.start();
