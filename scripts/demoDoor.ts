import crypto from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';

/** The cookie in which VS Code's server keeps its connection token. */
const TOKEN_COOKIE = 'vscode-tkn';
const TOKEN_PARAMETER = 'tkn';
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const SECRET_BYTES = 32;

/**
 * The way into the demo's VS Code: a proxy on loopback that lets in only who has the token, and answers the
 * workbench's request for a secret, so that stored keys outlive a reload of the page.
 */
export class DemoDoor {
  private readonly secret = crypto.randomBytes(SECRET_BYTES);
  private readonly server: http.Server;
  private readonly sockets = new Set<Duplex>();

  private constructor(
    private readonly token: string,
    private readonly targetPort: number,
  ) {
    this.server = http.createServer((request, response) => this.forward(request, response));
    this.server.on('connection', (socket) => this.track(socket));
    this.server.on('upgrade', (request, socket, head) => this.forwardSocket(request, socket, head));
  }

  static async open(token: string, targetPort: number): Promise<DemoDoor> {
    const door = new DemoDoor(token, targetPort);
    door.server.listen(0, '127.0.0.1');
    await once(door.server, 'listening');
    return door;
  }

  /** The address of a window on `folder`. Whoever has it may come in. */
  url(folder: string): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('the door is closed');
    }
    const url = new URL(`http://127.0.0.1:${address.port}/`);
    url.searchParams.set('folder', folder);
    url.searchParams.set(TOKEN_PARAMETER, this.token);
    return url.href;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.sockets.forEach((socket) => socket.destroy());
    await closed;
  }

  private forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    const refusal = this.refusalOf(request);
    if (refusal !== undefined) {
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(`${refusal}\n`);
      return;
    }
    if (request.method === 'POST' && pathOf(request) === '/mint-key') {
      response.end(this.secret);
      return;
    }
    const { method, url: path, headers } = request;
    const onward = http.request(
      { host: '127.0.0.1', port: this.targetPort, method, path, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  private forwardSocket(request: http.IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.refusalOf(request) !== undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    const onward = net.connect(this.targetPort, '127.0.0.1', () => {
      const headers = pairs(request.rawHeaders).map(([name, value]) => `${name}: ${value}`);
      onward.write([`GET ${request.url ?? '/'} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    this.track(onward);
    const end = (): void => {
      onward.destroy();
      socket.destroy();
    };
    for (const stream of [onward, socket]) {
      stream.on('error', end).on('close', end);
    }
  }

  /** Why a request may not pass, if it may not. */
  private refusalOf(request: http.IncomingMessage): string | undefined {
    const { host = '', origin } = request.headers;
    // A page of another site may have a name that resolves to this machine: it must not reach the demo by it.
    if (!LOOPBACK_NAMES.includes(host.replace(/:\d+$/, ''))) {
      return 'This demo answers only to the name of this machine itself.';
    }
    if (origin !== undefined && origin !== `http://${host}`) {
      return 'This demo answers only to its own pages.';
    }
    const given = [tokenInUrl(request), tokenInCookie(request)];
    return given.some((token) => token !== undefined && this.isToken(token))
      ? undefined
      : 'Open the whole address that npm run demo printed: it carries the token.';
  }

  private isToken(candidate: string): boolean {
    const [a, b] = [candidate, this.token].map((text) => crypto.createHash('sha256').update(text).digest());
    return a !== undefined && b !== undefined && crypto.timingSafeEqual(a, b);
  }

  private track(socket: Duplex): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }
}

function pathOf(request: http.IncomingMessage): string | undefined {
  return request.url?.split('?')[0];
}

function tokenInUrl(request: http.IncomingMessage): string | undefined {
  const query = request.url?.split('?')[1];
  return new URLSearchParams(query).get(TOKEN_PARAMETER) ?? undefined;
}

function tokenInCookie(request: http.IncomingMessage): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='));
  return cookies.find(([name]) => name === TOKEN_COOKIE)?.[1];
}

/** Splits a flat list of names and values, which keeps the order and the spelling that the client chose. */
function pairs(flat: readonly string[]): readonly (readonly [name: string, value: string])[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []));
}
