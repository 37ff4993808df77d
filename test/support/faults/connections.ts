import { once } from 'node:events';
import type net from 'node:net';
import tls from 'node:tls';
import { openSocket } from '../../../src/api/connect';
import { TEST_AUTHORITY } from './certificates';

/** What happens to whoever opens a connection. */
export type ConnectionFault =
  /** Nobody listens there. */
  | 'refused'
  /** There is no such name. */
  | 'noSuchHost'
  /** Nothing ever comes back. */
  | 'noAnswer';

/** Made once: one for each client would take longer than all that is done with it. */
const testAuthorityOnly = tls.createSecureContext({ ca: TEST_AUTHORITY });
const secureContext = (): tls.SecureContext => testAuthorityOnly;

const NOBODY = new URL('https://127.0.0.1:1');
const NO_SUCH_HOST = new URL('https://no-such-host.invalid');

/**
 * Opens the sockets of a client, real ones that trust the test authority, and knows them: they can be broken, and others
 * refused.
 */
export class Connections {
  /** Befalls every connection that is opened from here on. */
  failing: ConnectionFault | undefined;
  /** Where connections were asked for. */
  readonly origins: string[] = [];
  private opening = 0;
  private readonly sockets: net.Socket[] = [];

  readonly open: typeof openSocket = async (origin, options, signal) => {
    this.origins.push(origin.origin);
    if (this.failing === 'noAnswer') {
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('given up')), { once: true });
      });
    }
    this.opening++;
    try {
      const socket = await openSocket(this.target(origin), { ...options, secureContext }, signal);
      this.sockets.push(socket);
      return socket;
    } finally {
      this.opening--;
    }
  };

  get busy(): boolean {
    return this.opening > 0;
  }

  /** Changes with every byte, and with every connection. */
  get moved(): number {
    return this.sockets.reduce(
      (sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten,
      this.origins.length,
    );
  }

  /** Breaks every connection that is open, so that the next request needs another one. */
  async break(): Promise<void> {
    await Promise.all(
      this.sockets.map(async (socket) => {
        if (!socket.closed) {
          socket.destroy();
          await once(socket, 'close');
        }
      }),
    );
  }

  private target(origin: URL): URL {
    switch (this.failing) {
      case 'refused':
        return NOBODY;
      case 'noSuchHost':
        return NO_SUCH_HOST;
      default:
        return origin;
    }
  }
}
