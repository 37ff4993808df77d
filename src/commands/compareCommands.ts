import {
  commands,
  l10n,
  ProgressLocation,
  QuickPickItemKind,
  window,
  type QuickPickItem,
  type Uri,
} from 'vscode';

import type { Clock } from '../api/clock';
import { connectionLabel, type Connection } from '../connection/connection';
import type { Connections } from '../connection/connections';
import { plainText } from '../connection/plainText';
import type { Sessions } from '../connection/sessions';
import { documentUri, type PluginDocuments } from '../documents/pluginDocuments';
import type { ConfigRow } from '../model/configRow';
import { labelOf } from '../model/configWrites';
import { LONGEST_DETAIL, shownText } from '../model/oneLine';
import { PluginConfigs } from '../model/pluginConfigs';
import { configOf, type TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';
import type { Target, Targets } from './targets';

/** A config of any connection, the open one or not. */
interface Side {
  readonly connection: Connection;
  readonly row: ConfigRow;
}

interface RowItem extends QuickPickItem {
  readonly side?: Side;
  readonly connection?: Connection;
}

export interface CompareParts {
  readonly targets: Targets;
  readonly connections: Connections;
  readonly sessions: Sessions;
  readonly documents: PluginDocuments;
  readonly notifications: Notifications;
  readonly clock: Clock;
}

/** Compare with Another Config…: two configs side by side, of one project or of two, secrets masked. */
export class CompareCommands {
  constructor(private readonly parts: CompareParts) {}

  /** @param nodes what is selected: two configs are compared with each other, without a question */
  async compare(node?: TreeNode, nodes: readonly TreeNode[] = []): Promise<void> {
    const target = await this.parts.targets.choose(node, {
      placeHolder: l10n.t('Select the first plugin config to compare'),
    });
    if (!target) {
      return;
    }
    const left: Side = { connection: target.project.connection, row: target.row };
    try {
      const right = selectedBeside(target, nodes) ?? (await this.pickOther(target));
      if (right) {
        await this.show(left, right);
      }
    } catch (error) {
      this.parts.notifications.error(error);
    }
  }

  private async pickOther(target: Target): Promise<Side | undefined> {
    const { connection, configs } = target.project;
    const others = configs.rows.filter((row) => row.id !== target.row.id);
    const connections = this.parts.connections.all.filter(({ id }) => id !== connection.id);
    if (others.length === 0 && connections.length === 0) {
      this.parts.notifications.info(
        l10n.t('There is no other plugin config to compare {0} with.', labelOf(target.row)),
      );
      return undefined;
    }
    const items: readonly RowItem[] = [
      ...rowItems(connection, others),
      ...(connections.length > 0 ? [separator(l10n.t('other connections'))] : []),
      ...connections.map((other) => ({
        label: plainText(connectionLabel(other)),
        description: l10n.t('choose one of its configs'),
        connection: other,
      })),
    ];
    const chosen = await pick(items, connection, target.row);
    return chosen?.connection ? this.pickIn(chosen.connection, target.row) : chosen?.side;
  }

  private async pickIn(connection: Connection, first: ConfigRow): Promise<Side | undefined> {
    const rows = await this.rowsOf(connection);
    if (rows?.length === 0) {
      this.parts.notifications.info(l10n.t('{0} has no plugin configs.', connectionLabel(connection)));
    }
    if (!rows?.length) {
      return undefined;
    }
    return (await pick(rowItems(connection, rows), connection, first))?.side;
  }

  /**
   * The configs of a connection that is not open, read now and not kept.
   *
   * @returns undefined when the user gave up waiting
   * @throws ApiError
   */
  private async rowsOf(connection: Connection): Promise<readonly ConfigRow[] | undefined> {
    const title = l10n.t('Reading the plugin configs of {0}…', connectionLabel(connection));
    return window.withProgress(
      { location: ProgressLocation.Notification, title: plainText(title), cancellable: true },
      async (_progress, token) => {
        const client = await this.parts.sessions.get(connection);
        const configs = new PluginConfigs({
          client,
          projectId: connection.projectId,
          clock: this.parts.clock,
        });
        // Every read that is under way ends with the list that it is for.
        const cancelling = token.onCancellationRequested(() => configs.dispose());
        try {
          do {
            await (configs.rowsFrom === undefined ? configs.refresh() : configs.loadMore());
          } while (
            configs.nextOffset !== undefined &&
            configs.state.kind === 'ready' &&
            !token.isCancellationRequested
          );
          if ('error' in configs.state) {
            throw configs.state.error;
          }
          return token.isCancellationRequested ? undefined : configs.rows;
        } finally {
          cancelling.dispose();
          configs.dispose();
        }
      },
    );
  }

  private async show(left: Side, right: Side): Promise<void> {
    const uris = [uriOf(left), uriOf(right)] as const;
    // Read before they are opened, so that a failure is told in words and not as an editor that stays empty.
    await window.withProgress(
      { location: ProgressLocation.Window, title: l10n.t('Reading the plugin configs…') },
      () => Promise.all(uris.map((uri) => this.parts.documents.load(uri))),
    );
    await commands.executeCommand('vscode.diff', ...uris, l10n.t('{0} ↔ {1}', nameOf(left), nameOf(right)), {
      preview: true,
    });
  }
}

function pick(
  items: readonly RowItem[],
  connection: Connection,
  first: ConfigRow,
): Thenable<RowItem | undefined> {
  return window.showQuickPick(items, {
    title: connectionLabel(connection),
    placeHolder: l10n.t('Select what to compare {0} with', labelOf(first)),
    matchOnDescription: true,
    matchOnDetail: true,
  });
}

function rowItems(connection: Connection, rows: readonly ConfigRow[]): readonly RowItem[] {
  return rows.map((row) => ({
    label: plainText(labelOf(row)),
    description: row.enabled ? l10n.t('enabled') : l10n.t('disabled'),
    ...(row.description ? { detail: plainText(shownText(row.description, LONGEST_DETAIL)) } : {}),
    side: { connection, row },
  }));
}

/** The second of two selected configs. */
function selectedBeside({ project, row }: Target, nodes: readonly TreeNode[]): Side | undefined {
  const ids = new Set(nodes.map((node) => configOf(node)?.configId));
  ids.delete(row.id);
  const [id] = ids;
  const other = nodes.length === 2 && id !== undefined ? project.configs.row(id) : undefined;
  return other && { connection: project.connection, row: other };
}

function separator(label: string): RowItem {
  return { label, kind: QuickPickItemKind.Separator };
}

function uriOf({ connection, row }: Side): Uri {
  return documentUri(connection.id, row.id, labelOf(row), 'compared');
}

/** Servers of June 2021 answer for the project that the key's owner opened last, whatever the connection says. */
function nameOf({ connection, row }: Side): string {
  const where =
    row.teamId === connection.projectId
      ? connectionLabel(connection)
      : l10n.t('Project {0} — {1}', row.teamId, new URL(connection.origin).host);
  return l10n.t('{0} ({1})', labelOf(row), where);
}
