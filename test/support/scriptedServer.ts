import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { rawRequest } from './rawHttp';

/** A request to this path is answered with 204 and not counted. */
const ROUND_TRIP = '/round-trip';

/** What a scripted server got, with its connection numbered in the order of arrival. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly connection: number;
}

export type Answer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Text or bytes as they are, anything else as JSON. */
      readonly body?: unknown;
    }
  | ((request: http.IncomingMessage, response: http.ServerResponse) => void);

/** An HTTP server on loopback that gives the answers it is told, one after the other, and keeps what it was asked. */
export class ScriptedServer {
  readonly requests: RecordedRequest[] = [];
  private readonly answers: Answer[] = [];
  private readonly sockets = new Map<Socket, number>();
  private connections = 0;

  private constructor(private readonly server: http.Server | https.Server) {
    server.on(server instanceof https.Server ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.sockets.set(socket, ++this.connections);
      socket.on('close', () => this.sockets.delete(socket));
    });
    server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
      void this.serve(request, response);
    });
  }

  static async start(tls?: { readonly key: string; readonly cert: string }): Promise<ScriptedServer> {
    const server = new ScriptedServer(tls ? https.createServer(tls) : http.createServer());
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get origin(): string {
    return `${this.server instanceof https.Server ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.sockets.size;
  }

  /** Adds answers; a request for which none is left gets a 599. */
  will(...answers: readonly Answer[]): void {
    this.answers.push(...answers);
  }

  /** Answers that nobody has asked for go. */
  forgetAnswers(): void {
    this.answers.length = 0;
  }

  /**
   * Sends two requests of its own, one after the other, and waits for their answers: what was sent before has arrived by
   * then, and what has not arrived was not sent. Only for plain http.
   */
  async roundTrip(): Promise<void> {
    for (let time = 0; time < 2; time++) {
      await rawRequest(this.origin, { method: 'GET', path: ROUND_TRIP });
    }
  }

  async close(): Promise<void> {
    for (const socket of this.sockets.keys()) {
      socket.destroy();
    }
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    if (request.url === ROUND_TRIP) {
      response.writeHead(204).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk);
    }
    this.requests.push({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
      connection: this.sockets.get(request.socket) ?? 0,
    });
    const answer = this.answers.shift() ?? { status: 599, body: 'nothing scripted' };
    if (typeof answer === 'function') {
      answer(request, response);
      return;
    }
    const { status = 200, headers = {}, body } = answer;
    const raw = typeof body === 'string' || body instanceof Uint8Array || body === undefined;
    response.writeHead(status, { ...(!raw && { 'content-type': 'application/json' }), ...headers });
    response.end(raw ? body : JSON.stringify(body));
  }
}
