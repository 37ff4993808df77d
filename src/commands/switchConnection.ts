import { l10n, QuickPickItemKind, ThemeIcon, window, type QuickPickItem } from 'vscode';
import type { Connection } from '../connection/connection';
import type { Connections } from '../connection/connections';
import { DEMO_CONNECTION } from '../connection/demoProject';
import { plainText } from '../connection/plainText';

interface Item extends QuickPickItem {
  readonly value?: Connection | 'add';
}

/**
 * Lets the user choose among the connections and the demo, or add one.
 *
 * @param remove asks and removes; must not throw
 */
export function switchConnection(
  connections: Connections,
  remove: (connection: Connection) => Promise<void>,
): Promise<Connection | 'add' | undefined> {
  const pick = window.createQuickPick<Item>();
  pick.title = l10n.t('Switch Connection');
  pick.placeholder = l10n.t('Choose a project');
  pick.matchOnDescription = true;
  // The question before a removal takes the focus.
  pick.ignoreFocusOut = true;
  const show = (): void => {
    pick.items = itemsFor(connections);
    pick.activeItems = pick.items.filter(({ value }) => isActive(connections, value));
  };
  show();
  return new Promise((resolve) => {
    const finish = (chosen: Connection | 'add' | undefined): void => {
      resolve(chosen);
      for (const subscription of subscriptions) {
        subscription.dispose();
      }
      pick.dispose();
    };
    const subscriptions = [
      pick.onDidAccept(() => {
        const value = pick.selectedItems[0]?.value;
        if (value) {
          finish(value);
        }
      }),
      pick.onDidTriggerItemButton(({ item }) => {
        if (item.value && item.value !== 'add') {
          void remove(item.value).then(show);
        }
      }),
      pick.onDidHide(() => finish(undefined)),
    ];
    pick.show();
  });
}

function itemsFor(connections: Connections): Item[] {
  const stored = [...connections.all].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const shown = connections.active?.demo ? [...stored, DEMO_CONNECTION] : stored;
  return [
    ...shown.map((connection) => itemFor(connection, isActive(connections, connection))),
    { label: '', kind: QuickPickItemKind.Separator },
    { label: l10n.t('$(add) Add Connection…'), value: 'add', alwaysShow: true },
    ...(connections.active?.demo
      ? []
      : [{ label: l10n.t('$(beaker) Try the Demo Project'), value: DEMO_CONNECTION }]),
  ];
}

function itemFor(connection: Connection, active: boolean): Item {
  const where = connection.demo ? l10n.t('inside the editor') : connection.origin;
  return {
    label: plainText(nameOf(connection)),
    description: active ? l10n.t('{0}, active', where) : where,
    iconPath: new ThemeIcon(active ? 'check' : connection.insecure ? 'warning' : 'blank'),
    buttons: [
      { iconPath: new ThemeIcon('trash'), tooltip: l10n.t('Disconnect from {0}', nameOf(connection)) },
    ],
    value: connection,
  };
}

function nameOf(connection: Connection): string {
  return connection.projectName ?? l10n.t('Project {0}', connection.projectId);
}

function isActive(connections: Connections, value: Connection | 'add' | undefined): boolean {
  return value !== undefined && value !== 'add' && value.id === connections.active?.id;
}
