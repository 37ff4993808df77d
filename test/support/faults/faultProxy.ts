import http from 'node:http';
import https from 'node:https';
import { sleep, systemClock, type Clock } from '../../../src/api/clock';
import { rawRequest } from '../rawHttp';
import { commit, HOP_BY_HOP } from './commitFault';
import type { Fault, FaultRule } from './fault';

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

/** A certificate with its key, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface FaultProxyOptions {
  /** To speak TLS with; plain HTTP without. */
  readonly certificate?: Certificate;
  /** For delays. */
  readonly clock?: Clock;
}

export interface FaultProxy {
  readonly url: string;
  /** Oldest first. */
  readonly requests: readonly ProxiedRequest[];
  /** Requests whose answers are being made or sent, but for those that wait for the clock. */
  readonly underWay: number;
  /** Arms a fault; of several that match, the one armed last befalls the request. Returns what disarms it. */
  inject(rule: FaultRule): () => void;
  /** Shows another certificate from here on. Connections that are open keep theirs. */
  show(certificate: Certificate): void;
  close(): Promise<void>;
}

interface ArmedRule extends FaultRule {
  matches: number;
}

/** Starts a server on loopback that passes everything on to another, but for the faults it is told to commit. */
export async function startFaultProxy(
  targetUrl: string,
  { certificate, clock = systemClock }: FaultProxyOptions = {},
): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  const rules = new Set<ArmedRule>();
  const closing = new AbortController();
  let underWay = 0;

  const server = certificate ? https.createServer(certificate) : http.createServer();
  server.on('request', (incoming: http.IncomingMessage, outgoing: http.ServerResponse) => {
    underWay++;
    handle(incoming, outgoing)
      .catch(() => outgoing.destroy())
      .finally(() => underWay--);
  });

  async function handle(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    const { method = 'GET', url = '/', headers } = incoming;
    const text = body.toString('utf8');
    const fault = faultFor(rules, method, url, text);
    const forwarded = !fault || forwards(fault);
    requests.push({ method, path: url, headers, body: text, forwarded, fault: fault?.kind });
    const answer = forwarded
      ? await rawRequest(targetUrl, {
          method,
          path: url,
          headers: passedOn(headers),
          ...(body.length > 0 && { body }),
        })
      : undefined;
    await commit(fault, answer, incoming, outgoing, pause);
  }

  async function pause(ms: number): Promise<void> {
    underWay--;
    try {
      await sleep(clock, ms, closing.signal);
    } finally {
      underWay++;
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    get underWay() {
      return underWay;
    },
    inject(rule) {
      const armed = { ...rule, matches: 0 };
      rules.add(armed);
      return () => void rules.delete(armed);
    },
    show(other) {
      if (server instanceof https.Server) {
        server.setSecureContext(other);
      }
    },
    async close() {
      closing.abort(new Error('The proxy is closed.'));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function faultFor(
  rules: ReadonlySet<ArmedRule>,
  method: string,
  url: string,
  body: string,
): Fault | undefined {
  const [path = ''] = url.split('?');
  let fault: Fault | undefined;
  for (const rule of rules) {
    const isPath =
      rule.path === undefined || (typeof rule.path === 'string' ? rule.path === path : rule.path.test(path));
    const isMeant = isPath && (rule.method === undefined || rule.method === method);
    if (isMeant && (rule.body === undefined || rule.body.test(body))) {
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
    default:
      return fault.forwards ?? false;
  }
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
