import type { Connection } from './connection';
import type { Connections } from './connections';
import type { Disposable } from './emitter';

/**
 * Asks for a new key when the server refuses the stored one: once per connection and window, however many polls and
 * actions are refused meanwhile. A key that is replaced, here or in another window, may be asked about again.
 */
export class KeyProblems implements Disposable {
  private readonly asked = new Map<string, string>();
  private readonly subscription: Disposable;

  /** @param ask shows the question; not waited for */
  constructor(
    connections: Connections,
    private readonly ask: (connection: Connection) => void,
  ) {
    this.subscription = connections.onDidChange((change) => {
      if (change.kind === 'key') {
        this.forget(change.keyId);
      }
    });
  }

  /** The server answered 401 to the key as it is stored now. */
  refused(connection: Connection): void {
    if (!connection.demo && !this.asked.has(connection.id)) {
      this.asked.set(connection.id, connection.keyId);
      this.ask(connection);
    }
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private forget(keyId: string): void {
    for (const [connectionId, askedKeyId] of this.asked) {
      if (askedKeyId === keyId) {
        this.asked.delete(connectionId);
      }
    }
  }
}
