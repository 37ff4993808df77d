import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What came to the proxy: a CONNECT, or a plain request to pass on. */
export interface SeenByProxy {
  readonly method: string;
  /** `host:port` of a CONNECT, the whole address of a plain request. */
  readonly target: string;
  readonly proxyAuthorization: string | undefined;
  /** The header with the key: visible to a proxy in plain requests only. */
  readonly authorization: string | undefined;
}

/**
 * - `hang`: it takes the connection and says nothing.
 * - `hangUp`: it ends the connection after the request.
 * - `reset`: it resets the connection at once.
 * - a status: it answers with that.
 * - a text: it answers with that, which is no HTTP.
 */
export type Misbehaviour = 'hang' | 'hangUp' | 'reset' | number | { readonly text: string };

export interface ConnectProxyOptions {
  /** Makes it an https proxy. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** `user:password`; who comes without them is answered 407. */
  readonly credentials?: string;
  /** The header `Proxy-Authenticate` of such an answer. */
  readonly authenticate?: string;
  /** Ports on loopback by the `host:port` that the proxy is asked for; it knows no others. */
  readonly routes: Readonly<Record<string, number>>;
}

/** A real proxy on loopback: CONNECT for https, passing on for http. It reaches only what its routes name. */
export class ConnectProxy {
  readonly seen: SeenByProxy[] = [];
  misbehaviour: Misbehaviour | undefined;
  private readonly sockets = new Set<Duplex>();

  private constructor(
    private readonly server: http.Server | https.Server,
    private readonly options: ConnectProxyOptions,
  ) {
    server.on('connection', (socket: Socket) => {
      this.keep(socket);
      if (this.misbehaviour === 'reset') {
        socket.resetAndDestroy();
      }
    });
    server.on('connect', (request: http.IncomingMessage, socket: Duplex) => this.connect(request, socket));
    server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) =>
      this.passOn(request, response),
    );
  }

  static async start(options: ConnectProxyOptions): Promise<ConnectProxy> {
    const server = options.tls ? https.createServer(options.tls) : http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ConnectProxy(server, options);
  }

  /** As it stands in messages. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** @param credentials as they stand in an address, percent-encoded */
  address(credentials?: string): string {
    const scheme = this.server instanceof https.Server ? 'https' : 'http';
    return `${scheme}://${credentials === undefined ? '' : `${credentials}@`}${this.host}`;
  }

  /** Connections that are open now, from clients and to servers. */
  get open(): number {
    return this.sockets.size;
  }

  /** Ends every connection, as a proxy that is restarted does. */
  drop(): void {
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private connect(request: http.IncomingMessage, socket: Duplex): void {
    socket.on('error', () => socket.destroy());
    const refusal = this.receive(request, request.url ?? '');
    if (refusal !== undefined) {
      socket.on('end', () => socket.destroy()).resume(); // Else it would outlive the client.
      if (refusal !== 'hang') {
        socket.end(refusal);
      }
      return;
    }
    const upstream = this.keep(net.connect(this.options.routes[request.url ?? ''] ?? 0, '127.0.0.1'));
    upstream.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  }

  private passOn(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { hostname, port, pathname, search } = new URL(request.url ?? '', 'http://nowhere.invalid');
    const route = `${hostname}:${port === '' ? '80' : port}`;
    const refusal = this.receive(request, route);
    if (refusal === 'hang') {
      return;
    }
    if (refusal !== undefined) {
      request.socket.end(refusal);
      return;
    }
    const headers = { ...request.headers };
    delete headers['proxy-authorization'];
    const onward = http.request({
      ...{ host: '127.0.0.1', port: this.options.routes[route] },
      ...{ method: request.method, path: pathname + search, headers },
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }

  /** Writes it down, and answers what to say instead of doing what was asked; undefined to do it. */
  private receive(
    { method = '', url = '', headers }: http.IncomingMessage,
    route: string,
  ): string | undefined {
    const { 'proxy-authorization': proxyAuthorization, authorization } = headers;
    this.seen.push({ method, target: url, proxyAuthorization, authorization });
    const { credentials, authenticate = 'Basic realm="company"', routes } = this.options;
    const { misbehaviour } = this;
    if (misbehaviour === 'hang') {
      return 'hang';
    }
    if (misbehaviour === 'hangUp' || misbehaviour === 'reset') {
      return '';
    }
    if (typeof misbehaviour === 'object') {
      return misbehaviour.text;
    }
    if (misbehaviour !== undefined) {
      return statusLine(misbehaviour);
    }
    if (credentials !== undefined && proxyAuthorization !== `Basic ${base64(credentials)}`) {
      return statusLine(407, `Proxy-Authenticate: ${authenticate}\r\n`);
    }
    return routes[route] === undefined ? statusLine(502) : undefined;
  }

  private keep<T extends Duplex>(socket: T): T {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    return socket;
  }
}

function statusLine(status: number, headers = ''): string {
  const page = '<html><body>The proxy says no.</body></html>';
  const reason = http.STATUS_CODES[status] ?? 'Unknown';
  return `HTTP/1.1 ${status} ${reason}\r\n${headers}Content-Length: ${page.length}\r\n\r\n${page}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
