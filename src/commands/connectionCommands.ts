import { commands, l10n, window } from 'vscode';
import { connectionLabel, type Connection } from '../connection/connection';
import { ConnectFlow, type ConnectFlowOptions } from '../connection/connectFlow';
import { DEMO_CONNECTION, DEMO_ID, type DemoProject } from '../connection/demoProject';
import { askKey } from '../connection/keyStep';
import { plainText } from '../connection/plainText';
import { attemptProject } from '../connection/projectStep';
import { storeOrKeep } from '../connection/storeOrKeep';
import { COMMANDS, VIEWS } from '../ids';
import type { Notifications } from '../views/notifications';
import { disconnectQuestion } from './disconnectQuestion';
import { switchConnection } from './switchConnection';

export interface ConnectionCommandsOptions extends ConnectFlowOptions {
  readonly demo: DemoProject;
  readonly notifications: Pick<Notifications, 'info' | 'error'>;
  readonly output: { show(): void };
}

/** The commands that make, choose, mend and end connections. */
export class ConnectionCommands {
  /** By command id. *Replace Key…* takes the id of a connection, and is for the active one without. */
  readonly handlers: ReadonlyMap<string, (connectionId?: unknown) => Promise<void>> = new Map([
    [COMMANDS.connect, () => this.connect()],
    [COMMANDS.switchConnection, () => this.switchConnection()],
    [COMMANDS.replaceKey, (connectionId?: unknown) => this.replaceKeyOf(connectionId)],
    [COMMANDS.disconnect, () => this.disconnectActive()],
    [COMMANDS.tryDemo, () => this.tryDemo()],
    [COMMANDS.showOutput, () => this.showOutput()],
  ]);

  constructor(private readonly options: ConnectionCommandsOptions) {}

  /** Says that the server refuses the key of this connection, or that none is stored, and offers to replace it. */
  async offerNewKey(connection: Connection): Promise<void> {
    const { connections, notifications } = this.options;
    const button = l10n.t('Replace Key…');
    const stored = await connections.readKey(connection).catch(() => undefined);
    const where = connectionLabel(connection);
    const text =
      stored === undefined
        ? l10n.t('The stored key of {0} is missing or damaged. Enter it again.', where)
        : l10n.t('The key of {0} is no longer accepted. It may have been deleted or rolled.', where);
    const chosen = await window.showErrorMessage(plainText(text), button);
    const now = connections.find(connection.id);
    if (chosen === button && now) {
      await this.replaceKey(now).catch((error: unknown) => notifications.error(error));
    }
  }

  private async connect(): Promise<void> {
    const connection = await new ConnectFlow(this.options).run();
    if (connection) {
      this.options.notifications.info(l10n.t('Connected to {0}.', connectionLabel(connection)));
      await showConfigs();
    }
  }

  private async switchConnection(): Promise<void> {
    const { connections } = this.options;
    if (connections.all.length === 0 && !connections.active) {
      await this.connect();
      return;
    }
    const chosen = await switchConnection(connections, (connection) =>
      this.disconnect(connection).catch((error: unknown) => this.options.notifications.error(error)),
    );
    if (chosen === 'add') {
      await this.connect();
    } else if (chosen === DEMO_CONNECTION) {
      await this.tryDemo();
    } else if (chosen) {
      await connections.setActive(chosen.id);
      await showConfigs();
    }
  }

  private async replaceKeyOf(connectionId: unknown): Promise<void> {
    const { connections, notifications } = this.options;
    const connection = typeof connectionId === 'string' ? connections.find(connectionId) : connections.active;
    if (!connection) {
      await this.connect();
    } else if (connection.demo) {
      notifications.info(l10n.t('The demo project makes its own key each time it starts.'));
    } else {
      await this.replaceKey(connection);
    }
  }

  private async replaceKey(connection: Connection): Promise<void> {
    const { connections, dialogs, notifications } = this.options;
    const place = {
      title: l10n.t('Replace the Key of {0}', connectionLabel(connection)),
      step: 1,
      totalSteps: 1,
      canGoBack: false,
    };
    const answer = await askKey<string>({
      place,
      origin: connection.origin,
      dialogs,
      tryKey: (text, signal) => this.tryKey(connection, text, signal),
    });
    if (answer.kind !== 'done') {
      return;
    }
    const done = await storeOrKeep(dialogs, { text: answer.value }, async (key) => {
      await connections.replaceKey(connection, key);
      return true;
    });
    if (done) {
      const users = connections.keysFor(connection.origin).get(connection.keyId) ?? [connection];
      notifications.info(l10n.t('Replaced the key of {0}.', users.map(connectionLabel).join(', ')));
    }
  }

  /** A key for this connection must read the plugin configs of its project. */
  private async tryKey(
    connection: Connection,
    text: string,
    signal: AbortSignal,
  ): Promise<{ readonly value: string } | { readonly problem: string }> {
    const client = this.options.sessions.open(connection.origin, text);
    try {
      const { projectId, projectName } = connection;
      const project = { projectId, ...(projectName !== undefined && { name: projectName }) };
      const attempt = await attemptProject(client, project, this.options.explain, signal);
      return 'problem' in attempt ? { problem: attempt.problem } : { value: text };
    } finally {
      await client.dispose();
    }
  }

  private async disconnectActive(): Promise<void> {
    const { active } = this.options.connections;
    if (active) {
      await this.disconnect(active);
    }
  }

  private async disconnect(connection: Connection): Promise<void> {
    const { connections, demo, dialogs, notifications } = this.options;
    if (connection.demo) {
      await connections.setActive(undefined);
      await demo.stop();
    } else if (await dialogs.confirm(disconnectQuestion(connection, connections.isLastUser(connection)))) {
      await connections.remove(connection.id);
      notifications.info(l10n.t('Disconnected from {0}.', connectionLabel(connection)));
    }
  }

  private async tryDemo(): Promise<void> {
    await this.options.demo.server();
    await this.options.connections.setActive(DEMO_ID);
    await showConfigs();
  }

  private showOutput(): Promise<void> {
    this.options.output.show();
    return Promise.resolve();
  }
}

async function showConfigs(): Promise<void> {
  await commands.executeCommand(`${VIEWS.configs}.focus`);
}
