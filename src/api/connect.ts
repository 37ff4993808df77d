import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Client } from 'undici';
import { portOf } from './noProxy';
import type { Proxy } from './proxy';
import { blameProxy, credentialsRefused, ProxyError } from './proxyError';
import { errorCode } from './redact';
import { TransportError, transportError } from './transportError';

export interface TlsOptions {
  /** What is trusted, see `trust`. */
  readonly secureContext: () => tls.SecureContext;
  readonly rejectUnauthorized: boolean;
}

/**
 * Opens a socket to `origin`, with TLS where its scheme says so. The socket lives until `signal` is aborted, also
 * while it is still being connected.
 *
 * @param through an established tunnel to use instead of a connection of our own
 * @throws the system's or OpenSSL's error
 */
export function openSocket(
  origin: URL,
  options: TlsOptions,
  signal: AbortSignal,
  through?: Duplex,
): Promise<net.Socket> {
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  const port = Number(portOf(origin));
  const secure = origin.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const socket = secure
      ? tls.connect({
          host,
          port,
          // A server name must not be an address (RFC 6066); the certificate is checked against `host` either way.
          ...(net.isIP(host) === 0 && { servername: host }),
          ALPNProtocols: ['http/1.1'],
          rejectUnauthorized: options.rejectUnauthorized,
          secureContext: options.secureContext(),
          ...(through && { socket: through }),
        })
      : net.connect({ host, port });
    const onAbort = (): void => {
      socket.destroy();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.once(secure ? 'secureConnect' : 'connect', () => resolve(socket));
    // Stays for the socket's life: an error between two requests must not be an uncaught one.
    socket.on('error', reject);
    socket.once('close', () => {
      signal.removeEventListener('abort', onAbort);
      reject(new Error('The connection was closed before it was ready.'));
    });
    if (signal.aborted) {
      onAbort();
    }
  });
}

/**
 * Opens a socket to a proxy itself.
 *
 * @throws ProxyError
 */
export async function openProxy(proxy: Proxy, options: TlsOptions, signal: AbortSignal): Promise<net.Socket> {
  try {
    return await openSocket(proxy.url, options, signal);
  } catch (cause) {
    const error = transportError(cause, 'unsent');
    const detail = errorCode(cause) ?? error.detail;
    throw error.reason === 'tls'
      ? new ProxyError('certificate', proxy, detail, { cause })
      : blameProxy(new TransportError('unsent', error.reason, detail, { cause }), proxy);
  }
}

/**
 * Opens a socket to `origin` through a proxy, by its CONNECT method.
 *
 * @throws ProxyError when the proxy cannot be reached or refuses; the error of TLS to the origin itself
 */
export async function openTunnel(
  UndiciClient: typeof Client,
  origin: URL,
  proxy: Proxy,
  options: TlsOptions,
  signal: AbortSignal,
): Promise<net.Socket> {
  const socket = await openProxy(proxy, options, signal);
  const { status, authenticate } = await requestTunnel(UndiciClient, origin, proxy, socket);
  if (status < 200 || status > 299) {
    socket.destroy();
    throw status === 407
      ? credentialsRefused(proxy, authenticate)
      : new ProxyError('refused', proxy, `status ${status}`);
  }
  return openSocket(origin, options, signal, socket);
}

interface TunnelAnswer {
  readonly status: number;
  /** The header `Proxy-Authenticate`. */
  readonly authenticate: string;
}

/** Sends CONNECT on `socket` and gives the answer; the socket is then the tunnel. */
function requestTunnel(
  UndiciClient: typeof Client,
  origin: URL,
  proxy: Proxy,
  socket: net.Socket,
): Promise<TunnelAnswer> {
  const client = new UndiciClient(proxy.url, {
    // The client misses a connection that is there before it has finished asking for it.
    connect: (_options, callback) => queueMicrotask(() => callback(null, socket)),
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const target = `${origin.hostname}:${portOf(origin)}`;
  return new Promise<TunnelAnswer>((resolve, reject) => {
    client.dispatch(
      {
        method: 'CONNECT',
        path: target,
        headers: {
          host: target,
          ...(proxy.authorization !== undefined && { 'proxy-authorization': proxy.authorization }),
        },
      },
      {
        onRequestStart: () => undefined,
        onRequestUpgrade: (_controller, status, headers) =>
          resolve({ status, authenticate: String(headers['proxy-authenticate'] ?? '') }),
        onResponseError: (_controller, cause) => {
          const isHttp = transportError(cause, 'unsent').reason !== 'notJson';
          reject(
            new ProxyError('broken', proxy, isHttp ? 'it hung up' : 'it does not speak HTTP', { cause }),
          );
        },
      },
    );
  }).finally(() => void client.destroy());
}
