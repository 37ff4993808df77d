import type http from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { RawResponse } from '../rawHttp';
import { endlessJson, hugeSize, pieces, type Fault } from './fault';

const PAGE = '<!doctype html>\n<html><head><title>Sign in</title></head><body>Sign in</body></html>';
/** What a body begins with where an answer has none that could be cut. */
const BEGINNING = Buffer.from('{"');

/**
 * Commits a fault on one answer, or gives the true one where there is none. Ends when all is sent that ever will be.
 *
 * @param answer of the server behind; undefined where it was not asked
 * @param pause waits so many milliseconds
 */
export async function commit(
  fault: Fault | undefined,
  answer: RawResponse | undefined,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  pause: (ms: number) => Promise<void>,
): Promise<void> {
  const body = answer?.body ?? Buffer.alloc(0);
  if (!fault) {
    await send(outgoing, answer);
    return;
  }
  switch (fault.kind) {
    case 'answer':
      await answerWith(fault, outgoing);
      return;
    case 'html':
      outgoing.writeHead(fault.status ?? 200, { 'Content-Type': 'text/html; charset=utf-8' });
      await end(outgoing, fault.text ?? PAGE);
      return;
    case 'redirect': {
      const { status = 302, location } = fault;
      const { url = '/', headers } = incoming;
      const target = typeof location === 'string' ? location : location(url, headers.host ?? '');
      outgoing.writeHead(status, { Location: target });
      await end(outgoing);
      return;
    }
    case 'delay':
      await pause(fault.ms);
      await send(outgoing, answer);
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
      const announced = body.length || 1000;
      outgoing.writeHead(withBody(answer), { ...endToEnd(answer), 'Content-Length': announced });
      outgoing.write(half(body, fault.bytes), () => outgoing.destroy());
      await finished(outgoing).catch(() => undefined);
      return;
    }
    case 'truncated':
      await send(outgoing, answer, half(body));
      return;
    case 'contentType':
      await send(outgoing, answer, body, { 'content-type': fault.type });
      return;
    case 'drip':
      outgoing.writeHead(answer?.status ?? 200, endToEnd(answer));
      outgoing.flushHeaders();
      for (const piece of pieces(body, fault.bytes)) {
        if (outgoing.destroyed) {
          return;
        }
        outgoing.write(piece);
        await pause(fault.everyMs);
      }
      await end(outgoing);
      return;
    case 'drift':
      await send(
        outgoing,
        answer,
        Buffer.from(JSON.stringify(fault.map(JSON.parse(answer?.text ?? 'null')))),
      );
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
      await end(outgoing, await zipped(hugeSize(fault)));
      return;
  }
}

function answerWith(
  { status, body, headers }: Extract<Fault, { kind: 'answer' }>,
  outgoing: http.ServerResponse,
): Promise<void> {
  if (body === undefined) {
    outgoing.writeHead(status, { ...headers });
    return end(outgoing);
  }
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  outgoing.writeHead(status, { 'Content-Type': isRaw ? 'text/plain' : 'application/json', ...headers });
  return end(outgoing, isRaw ? body : JSON.stringify(body));
}

function send(
  outgoing: http.ServerResponse,
  answer: RawResponse | undefined,
  body = answer?.body ?? Buffer.alloc(0),
  headers: http.OutgoingHttpHeaders = {},
): Promise<void> {
  const status = body.length > 0 ? withBody(answer) : (answer?.status ?? 502);
  outgoing.writeHead(status, { ...endToEnd(answer), ...headers, 'content-length': body.length });
  return end(outgoing, body);
}

/** Resolves also where the other side has gone. */
async function end(outgoing: http.ServerResponse, body: string | Buffer = ''): Promise<void> {
  outgoing.end(body);
  await finished(outgoing).catch(() => undefined);
}

/** Made once for each size: it takes a while. */
const bombs = new Map<number, Promise<Buffer>>();

function zipped(bytes: number): Promise<Buffer> {
  const bomb = bombs.get(bytes) ?? buffer(Readable.from(endlessJson(bytes)).pipe(createGzip()));
  bombs.set(bytes, bomb);
  return bomb;
}

/** A status that may have a body. */
function withBody(answer: RawResponse | undefined): number {
  return answer === undefined || answer.status === 204 ? 200 : answer.status;
}

function half(body: Buffer, bytes = Math.ceil(body.length / 2)): Buffer {
  return body.length === 0 ? BEGINNING : body.subarray(0, bytes);
}

export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
]);

/** The headers of an answer that are not about the connection. */
function endToEnd(answer: RawResponse | undefined): http.OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(answer?.headers ?? {}).filter(([name]) => !HOP_BY_HOP.has(name)));
}
