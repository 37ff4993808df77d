import http from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { rawRequest, type RawResponse } from '../rawHttp';
import { endlessJson, hugeSize, pieces, type Fault, type FaultRule } from './fault';

/** A request that reached the proxy. */
export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** Whether the server behind the proxy got it. */
  readonly forwarded: boolean;
  readonly fault: Fault['kind'] | undefined;
}

export interface FaultProxy {
  readonly url: string;
  /** Oldest first. */
  readonly requests: readonly ProxiedRequest[];
  /** Arms a fault; of several that match, the one armed last befalls the request. Returns what disarms it. */
  inject(rule: FaultRule): () => void;
  close(): Promise<void>;
}

interface ArmedRule extends FaultRule {
  matches: number;
}

/** Starts an HTTP server on loopback that passes everything on to another, but for the faults it is told to commit. */
export async function startFaultProxy(targetUrl: string): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  const rules = new Set<ArmedRule>();
  const timers = new Set<NodeJS.Timeout>();

  const server = http.createServer((incoming, outgoing) => {
    void handle(incoming, outgoing).catch(() => outgoing.destroy());
  });

  async function handle(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    const { method = 'GET', url = '/', headers } = incoming;
    const fault = faultFor(rules, method, url);
    const forwarded = !fault || forwards(fault);
    requests.push({ method, path: url, headers, body: body.toString('utf8'), forwarded, fault: fault?.kind });
    const answer = forwarded
      ? await rawRequest(targetUrl, {
          method,
          path: url,
          headers: passedOn(headers),
          ...(body.length > 0 && { body }),
        })
      : undefined;
    await commit(fault, answer, outgoing, pause);
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, ms);
      timers.add(timer);
    });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    inject(rule) {
      const armed = { ...rule, matches: 0 };
      rules.add(armed);
      return () => void rules.delete(armed);
    },
    async close() {
      for (const timer of timers) {
        clearTimeout(timer);
      }
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function faultFor(rules: ReadonlySet<ArmedRule>, method: string, url: string): Fault | undefined {
  const [path = ''] = url.split('?');
  let fault: Fault | undefined;
  for (const rule of rules) {
    const isPath =
      rule.path === undefined || (typeof rule.path === 'string' ? rule.path === path : rule.path.test(path));
    if (isPath && (rule.method === undefined || rule.method === method)) {
      rule.matches += 1;
      if (rule.nth === undefined || rule.nth === rule.matches) {
        fault = rule.fault;
      }
    }
  }
  return fault;
}

function forwards(fault: Fault): boolean {
  switch (fault.kind) {
    case 'delay':
    case 'resetMidBody':
    case 'truncated':
    case 'contentType':
    case 'drip':
    case 'drift':
      return true;
    case 'hang':
    case 'reset':
      return fault.forwards ?? false;
    default:
      return false;
  }
}

async function commit(
  fault: Fault | undefined,
  answer: RawResponse | undefined,
  outgoing: http.ServerResponse,
  pause: (ms: number) => Promise<void>,
): Promise<void> {
  if (!fault) {
    send(outgoing, answer);
    return;
  }
  switch (fault.kind) {
    case 'answer': {
      const isRaw = typeof fault.body === 'string' || Buffer.isBuffer(fault.body);
      const text = isRaw ? fault.body : JSON.stringify(fault.body ?? null);
      const type =
        fault.body === undefined ? {} : { 'Content-Type': isRaw ? 'text/plain' : 'application/json' };
      outgoing
        .writeHead(fault.status, { ...type, ...fault.headers })
        .end(fault.body === undefined ? '' : text);
      return;
    }
    case 'html':
      outgoing
        .writeHead(fault.status ?? 200, { 'Content-Type': 'text/html; charset=utf-8' })
        .end(
          fault.text ??
            '<!doctype html>\n<html><head><title>Sign in</title></head><body>Sign in</body></html>',
        );
      return;
    case 'redirect':
      outgoing.writeHead(fault.status ?? 302, { Location: fault.location }).end();
      return;
    case 'delay':
      await pause(fault.ms);
      send(outgoing, answer);
      return;
    case 'hang':
      return;
    case 'headersThenSilence':
      outgoing.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      outgoing.flushHeaders();
      return;
    case 'reset':
      outgoing.destroy();
      return;
    case 'resetMidBody': {
      const body = answer?.body ?? Buffer.alloc(0);
      outgoing.writeHead(answer?.status ?? 200, { ...endToEnd(answer), 'Content-Length': body.length });
      const half = body.subarray(0, fault.bytes ?? Math.ceil(body.length / 2));
      outgoing.write(half, () => outgoing.destroy());
      return;
    }
    case 'truncated':
      send(outgoing, answer, answer?.body.subarray(0, Math.ceil(answer.body.length / 2)));
      return;
    case 'contentType':
      send(outgoing, answer, answer?.body, { 'content-type': fault.type });
      return;
    case 'drip':
      outgoing.writeHead(answer?.status ?? 200, endToEnd(answer));
      for (const piece of pieces(answer?.body ?? Buffer.alloc(0), fault.bytes)) {
        outgoing.write(piece);
        await pause(fault.everyMs);
      }
      outgoing.end();
      return;
    case 'drift':
      send(outgoing, answer, Buffer.from(JSON.stringify(fault.map(JSON.parse(answer?.text ?? 'null')))));
      return;
    case 'hugeBody':
      outgoing.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': hugeSize(fault) });
      await pipeline(Readable.from(endlessJson(hugeSize(fault))), outgoing);
      return;
    case 'endlessBody':
      outgoing.writeHead(200, { 'Content-Type': 'application/json' });
      await pipeline(Readable.from(endlessJson(Infinity)), outgoing);
      return;
    case 'gzipBomb':
      outgoing.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
      await pipeline(Readable.from(endlessJson(hugeSize(fault))), createGzip(), outgoing);
      return;
  }
}

function send(
  outgoing: http.ServerResponse,
  answer: RawResponse | undefined,
  body = answer?.body ?? Buffer.alloc(0),
  headers: http.OutgoingHttpHeaders = {},
): void {
  outgoing
    .writeHead(answer?.status ?? 502, { ...endToEnd(answer), ...headers, 'content-length': body.length })
    .end(body);
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** The headers of an answer that are not about the connection. */
function endToEnd(answer: RawResponse | undefined): http.OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(answer?.headers ?? {}).filter(([name]) => !HOP_BY_HOP.has(name)));
}

/** `Host` stays, so that links in answers lead to the proxy. */
function passedOn(headers: http.IncomingHttpHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name)) {
      passed[name] = Array.isArray(value) ? value.join(', ') : value;
    }
  }
  return passed;
}

async function readAll(incoming: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
