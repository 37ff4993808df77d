import type { Client } from 'undici';
import type { Clock } from './clock';
import { openProxy, openSocket, openTunnel, type TlsOptions } from './connect';
import { exchange, type OutgoingRequest, type RawReply } from './exchange';
import { proxyFor, type Proxy, type ProxyOptions } from './proxy';
import { credentialsRefused } from './proxyError';
import { TransportError } from './transportError';
import { trust } from './trust';
import { abortReason, type Priority, WaitingLine } from './waitingLine';

/** How to get out of this machine. */
export interface NetworkOptions extends ProxyOptions {
  /** False to accept any certificate. */
  readonly strictSSL?: boolean;
  /** Certificates (PEM) to trust in addition to Node's own. */
  readonly ca?: readonly string[];
  /** What opens sockets to the origin where there is no proxy; for tests. */
  readonly openSocket?: typeof openSocket;
}

/** Requests under way at the same time; more wait their turn. */
const CONCURRENCY = 6;
/** An idle connection is closed after this time, or earlier where the server says so. */
const KEEP_ALIVE = 30_000;

/**
 * The connections to one origin: loads undici when the first request is made, keeps idle connections for the next
 * request, and closes a connection whose request did not end well.
 */
export class Dispatcher {
  private readonly idle: Connection[] = [];
  private readonly open = new Set<Connection>();
  private readonly line = new WaitingLine();
  private running = 0;
  private undici: Promise<{ readonly default: typeof Client }> | undefined;
  private readonly tls: TlsOptions;
  private disposed = false;

  constructor(
    private readonly origin: URL,
    private readonly network: NetworkOptions,
    private readonly clock: Clock,
  ) {
    this.tls = { secureContext: trust(network.ca), rejectUnauthorized: network.strictSSL ?? true };
  }

  /**
   * Sends one request and reads the whole answer.
   *
   * @throws TransportError
   */
  async send(
    request: OutgoingRequest,
    options: { readonly priority: Priority; readonly signal: AbortSignal },
  ): Promise<RawReply> {
    await this.enter(options.priority, options.signal);
    try {
      const connection = (request.fresh ? undefined : this.idle.pop()) ?? (await this.connection());
      return await this.exchangeOn(connection, request, options.signal);
    } finally {
      this.leave();
    }
  }

  /** Closes every connection, also those in use. */
  async dispose(): Promise<void> {
    this.disposed = true;
    this.idle.length = 0;
    this.line.rejectAll(new Error('disposed'));
    await Promise.all([...this.open].map((connection) => this.close(connection)));
  }

  private async exchangeOn(
    connection: Connection,
    request: OutgoingRequest,
    signal: AbortSignal,
  ): Promise<RawReply> {
    let reusable = false;
    try {
      const { clock } = this;
      const reply = await exchange(connection.client, connection.adapt(request), {
        clock,
        signal,
        proxy: connection.proxy,
      });
      if (connection.forwarding && reply.status === 407) {
        throw credentialsRefused(connection.forwarding, reply.headers.get('proxy-authenticate') ?? '');
      }
      reusable = !request.fresh && !reply.cut && !this.disposed;
      return reply;
    } finally {
      if (reusable) {
        this.idle.push(connection);
      } else {
        void this.close(connection);
      }
    }
  }

  private async enter(priority: Priority, signal: AbortSignal): Promise<void> {
    try {
      if (signal.aborted) {
        throw abortReason(signal);
      }
      if (this.running >= CONCURRENCY) {
        await this.line.join(priority, signal, () => undefined);
      } else {
        this.running++;
      }
    } catch (error) {
      throw new TransportError('unsent', 'timeout', 'too many requests at once', { cause: error });
    }
  }

  /** Hands the place on to whoever waits, or gives it back. */
  private leave(): void {
    if (this.line.next() === undefined) {
      this.running--;
    } else {
      this.line.admit();
    }
  }

  private async connection(): Promise<Connection> {
    this.undici ??= import('undici/lib/dispatcher/client.js');
    const { default: UndiciClient } = await this.undici;
    if (this.disposed) {
      throw new TransportError('unsent', undefined, 'disposed');
    }
    const proxy = proxyFor(this.origin, this.network);
    const { openSocket: open = openSocket } = this.network;
    const connection = new Connection(UndiciClient, this.origin, proxy, this.tls, open);
    this.open.add(connection);
    return connection;
  }

  private async close(connection: Connection): Promise<void> {
    await connection.close();
    this.open.delete(connection);
  }
}

/** One connection: to the origin, through a tunnel to it, or, for plain http, to the proxy that forwards to it. */
class Connection {
  readonly client: Client;
  /** For plain http, the proxy that is given the request itself. */
  readonly forwarding: Proxy | undefined;
  private readonly lifetime = new AbortController();

  constructor(
    UndiciClient: typeof Client,
    private readonly origin: URL,
    readonly proxy: Proxy | undefined,
    tls: TlsOptions,
    open: typeof openSocket,
  ) {
    const { signal } = this.lifetime;
    const forwarding = origin.protocol === 'http:' ? proxy : undefined;
    this.forwarding = forwarding;
    const connect = (): ReturnType<typeof openSocket> => {
      if (forwarding) {
        return openProxy(forwarding, tls, signal);
      }
      return proxy ? openTunnel(UndiciClient, origin, proxy, tls, signal) : open(origin, tls, signal);
    };
    this.client = new UndiciClient(forwarding?.url ?? origin, {
      connect: (_options, callback) => {
        connect().then(
          (socket) => callback(null, socket),
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
        );
      },
      // Every deadline is ours, by the injected clock.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE,
    });
  }

  /** The request as this connection needs it: a forwarding proxy wants the whole address, and its own credentials. */
  adapt(request: OutgoingRequest): OutgoingRequest {
    const { forwarding } = this;
    if (!forwarding) {
      return request;
    }
    return {
      ...request,
      path: this.origin.origin + request.path,
      headers: {
        ...request.headers,
        host: this.origin.host,
        ...(forwarding.authorization !== undefined && { 'proxy-authorization': forwarding.authorization }),
      },
    };
  }

  async close(): Promise<void> {
    this.lifetime.abort();
    await this.client.destroy();
  }
}
