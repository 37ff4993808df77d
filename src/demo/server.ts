import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { machineClock, type DemoClock } from './clock';
import { demoFixture } from './demoFixture';
import type { Fixture, FixtureLogEntry } from './fixture';
import { LogGenerator, type LogGeneratorOptions } from './logGenerator';
import { Pipeline } from './pipeline';
import { PROFILES, type Profile, type ProfileName } from './profiles';
import { decodePercent, QueryParameters } from './query';
import { RateLimit, type Rates } from './rateLimit';
import type { Answer, DemoRequest } from './request';
import { DemoState } from './state';

/** A request as it arrived, for tests that look at what was sent. */
export interface ReceivedRequest {
  readonly method: string;
  /** With the query, still encoded. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** What was answered. */
  readonly status: number;
}

export interface DemoServerOptions {
  /** Which generation of PostHog to be. */
  readonly profile: ProfileName;
  /** Single differences from the profile, for the generations between. */
  readonly overrides?: Partial<Profile>;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** What to hold; absent: the demo project. */
  readonly fixture?: Fixture;
  /** Absent: unlimited. */
  readonly rate?: Rates;
  /** Believe `X-Forwarded-Host`, as a server that is set up for a proxy. */
  readonly behindProxy?: boolean;
  /** Makes log entries: on by default for the demo project, off for a fixture. */
  readonly logs?: LogGeneratorOptions | false;
  readonly clock?: DemoClock;
  /** Told of every request once it is answered. */
  readonly onRequest?: (request: ReceivedRequest) => void;
}

export interface DemoServer {
  /** For example `http://127.0.0.1:49152`. */
  readonly url: string;
  /** A personal API key that works here. */
  readonly key: string;
  /** The current project of the key's owner. */
  readonly projectId: number;
  /** The database, to look at and to change. */
  readonly state: DemoState;
  /** Makes log entries; to start, to stop, and to ask for bursts and late arrivals. */
  readonly generator: LogGenerator;
  /** Adds log entries as they are, in any order of time. */
  insertLogs(entries: readonly FixtureLogEntry[]): void;
  close(): Promise<void>;
}

/**
 * Starts a stand-in for PostHog on the loopback interface.
 *
 * @throws Error when the port is taken, or the fixture has no active user
 */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const { clock = machineClock } = options;
  const profile: Profile = { ...PROFILES[options.profile], ...options.overrides };
  const fixture = options.fixture ?? demoFixture(`phx_${randomBytes(24).toString('base64url')}`, clock.now());
  const state = new DemoState(fixture, clock);
  const owner = fixture.users.find((user) => user.is_active);
  if (!owner) {
    throw new Error('The fixture has no active user');
  }
  const generator = new LogGenerator(state, clock, options.logs === false ? {} : options.logs);
  const pipeline = new Pipeline({
    profile,
    state,
    rateLimit: options.rate && new RateLimit(options.rate, clock, profile.sendsRetryAfter),
    onJob: (configId, type) => generator.runJob(configId, type),
  });
  const server = http.createServer((incoming, outgoing) => {
    void handle(incoming, outgoing, pipeline, state, options);
  });
  const port = await listen(server, options.port ?? 0);
  if (options.logs !== false && (options.logs !== undefined || options.fixture === undefined)) {
    generator.start();
  }
  return {
    url: `http://127.0.0.1:${port}`,
    key: owner.key,
    projectId: owner.current_project ?? fixture.projects[0]?.id ?? 0,
    state,
    generator,
    insertLogs: (entries) => state.logs.insert(entries),
    close: () => {
      generator.stop();
      return close(server);
    },
  };
}

async function handle(
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  pipeline: Pipeline,
  state: DemoState,
  options: DemoServerOptions,
): Promise<void> {
  try {
    const request = await readRequest(incoming, options.behindProxy ?? false);
    state.requestCount += 1;
    const answer = pipeline.answer(request);
    const { method, headers, body } = request;
    options.onRequest?.({ method, path: incoming.url ?? '/', headers, body, status: answer.status });
    send(outgoing, answer, wantsGzip(request));
  } catch (error) {
    // The client is gone, or this server has a bug, which should not look like one of PostHog's answers.
    send(outgoing, {
      status: 500,
      body: {
        type: 'text/plain',
        text: `The demo server failed: ${error instanceof Error ? error.message : 'unknown'}`,
      },
    });
  }
}

async function readRequest(incoming: http.IncomingMessage, behindProxy: boolean): Promise<DemoRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  const { headers, method = 'GET', url = '/' } = incoming;
  const questionMark = url.indexOf('?');
  return {
    method,
    origin: originOf(headers, behindProxy),
    path: decodePercent(questionMark < 0 ? url : url.slice(0, questionMark)),
    query: QueryParameters.parse(questionMark < 0 ? '' : url.slice(questionMark + 1)),
    headers,
    body: Buffer.concat(chunks),
  };
}

/** The scheme of a proxy is believed from loopback always, its host only when the server is set up for one. */
function originOf(headers: http.IncomingHttpHeaders, behindProxy: boolean): string {
  const scheme = single(headers['x-forwarded-proto']) === 'https' ? 'https' : 'http';
  const forwarded = behindProxy ? single(headers['x-forwarded-host']) : undefined;
  return `${scheme}://${forwarded ?? headers.host ?? '127.0.0.1'}`;
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}

/** Answers below 200 bytes are never compressed. */
function send(
  outgoing: http.ServerResponse,
  { status, body, headers = {} }: Answer,
  isGzipWanted = false,
): void {
  const text = Buffer.from(body?.text ?? '');
  const isZipped = isGzipWanted && text.length >= 200;
  const payload = isZipped ? gzipSync(text) : text;
  outgoing.writeHead(status, {
    ...headers,
    ...(body && { 'Content-Type': body.type }),
    ...(isZipped && { 'Content-Encoding': 'gzip' }),
    'Content-Length': payload.length,
  });
  outgoing.end(payload);
}

/** Only this path, and front ends under the oldest one, are compressed. */
function wantsGzip({ path, headers }: DemoRequest): boolean {
  const isListed = /^\/api\/(organizations\/@current\/plugins|plugin_config\/[^/]+\/frontend)\/?$/.test(path);
  return isListed && (single(headers['accept-encoding']) ?? '').includes('gzip');
}

function listen(server: http.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function close(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
