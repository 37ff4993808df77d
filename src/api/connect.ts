import { readFileSync } from 'node:fs';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Client } from 'undici';
import { errorCode } from './redact';
import { portOf, type Proxy } from './proxy';
import { TransportError } from './transportError';

export interface TlsOptions {
  /** All certificates to trust; undefined for Node's own choice. */
  readonly ca: readonly string[] | undefined;
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
          ...(options.ca && { ca: [...options.ca] }),
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
 * Opens a socket to `origin` through a proxy, by its CONNECT method.
 *
 * @throws TransportError `proxy` when the proxy cannot be reached or refuses; the error of TLS to the origin itself
 */
export async function openTunnel(
  UndiciClient: typeof Client,
  origin: URL,
  proxy: Proxy,
  options: TlsOptions,
  signal: AbortSignal,
): Promise<net.Socket> {
  const socket = await openSocket(proxy.url, options, signal).catch((error: unknown) => {
    throw proxyError(errorCode(error) ?? 'cannot be reached', error);
  });
  const status = await requestTunnel(UndiciClient, origin, proxy, socket);
  if (status < 200 || status > 299) {
    socket.destroy();
    throw proxyError(status === 407 ? '407 Proxy Authentication Required' : `answered ${status}`);
  }
  return origin.protocol === 'https:' ? openSocket(origin, options, signal, socket) : socket;
}

/** Sends CONNECT on `socket` and gives the status of the answer; the socket is then the tunnel. */
function requestTunnel(
  UndiciClient: typeof Client,
  origin: URL,
  proxy: Proxy,
  socket: net.Socket,
): Promise<number> {
  const client = new UndiciClient(proxy.url, {
    // The client misses a connection that is there before it has finished asking for it.
    connect: (_options, callback) => queueMicrotask(() => callback(null, socket)),
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const target = `${origin.hostname}:${portOf(origin)}`;
  return new Promise<number>((resolve, reject) => {
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
        onRequestUpgrade: (_controller, status) => resolve(status),
        onResponseError: (_controller, error) => reject(proxyError('broke off', error)),
      },
    );
  }).finally(() => void client.destroy());
}

function proxyError(what: string, cause?: unknown): TransportError {
  return new TransportError('unsent', 'proxy', `proxy: ${what}`, { cause });
}

/**
 * Node's own certificates and `extra` ones. A `ca` option replaces Node's, so they have to be repeated: those it came
 * with, and those of `NODE_EXTRA_CA_CERTS`, which `tls.rootCertificates` leaves out.
 */
export function trustedCertificates(extra: readonly string[] = []): readonly string[] | undefined {
  return extra.length === 0 ? undefined : [...tls.rootCertificates, ...extraFromEnvironment(), ...extra];
}

function extraFromEnvironment(): readonly string[] {
  const file = process.env.NODE_EXTRA_CA_CERTS;
  try {
    return file ? [readFileSync(file, 'utf8')] : [];
  } catch {
    return []; // Node itself only warns about a file it cannot read.
  }
}
