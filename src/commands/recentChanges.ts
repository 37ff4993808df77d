import { l10n, QuickPickItemKind, ThemeIcon, window, type QuickPickItem } from 'vscode';

import type { OpenProject } from '../connection/activeProject';
import { connectionLabel, type Connection } from '../connection/connection';
import { plainText } from '../connection/plainText';
import type { Change } from '../model/changes';
import { includesState, partsIn, stateIn } from '../model/configState';
import type { PluginConfigs } from '../model/pluginConfigs';
import type { RecentChange } from '../model/storedChanges';
import { canUndo } from '../model/undo';
import { changeFromTo, changeTitle } from './changeWords';

/** A recent change with the connection that it was made in. */
export interface ListedChange {
  readonly connection: Connection;
  readonly recent: RecentChange;
}

interface ChangeItem extends QuickPickItem {
  readonly listed?: ListedChange;
}

/**
 * Shows changes, newest first, with what became of them since.
 *
 * @param open the project that is open: only its changes can be undone
 * @returns the one that is to be undone; undefined when the user gave up
 */
export async function pickRecentChange(
  changes: readonly ListedChange[],
  open: OpenProject | undefined,
): Promise<ListedChange | undefined> {
  const pick = window.createQuickPick<ChangeItem>();
  pick.title = l10n.t('Recent Changes');
  pick.placeholder = l10n.t('Select a change to undo it');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = changes.map((listed) => itemOf(listed, open));
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => resolve(pick.activeItems[0]?.listed));
      pick.onDidTriggerItemButton(({ item }) => resolve(item.listed));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

function itemOf(listed: ListedChange, open: OpenProject | undefined): ChangeItem {
  const { connection, recent } = listed;
  const state = stateText(listed, open);
  return {
    kind: QuickPickItemKind.Default,
    label: plainText(changeTitle(recent.change)),
    iconPath: new ThemeIcon(ICONS[recent.change.what]),
    description: plainText(
      [new Date(recent.at).toLocaleString(), ...(state.text ? [state.text] : [])].join(' · '),
    ),
    detail: plainText([changeFromTo(recent.change), connectionLabel(connection)].filter(Boolean).join(' · ')),
    buttons: state.canUndo ? [{ iconPath: new ThemeIcon('discard'), tooltip: l10n.t('Undo') }] : [],
    listed,
  };
}

const ICONS: Readonly<Record<Change['what'], string>> = {
  created: 'add',
  enabled: 'play-circle',
  disabled: 'circle-slash',
  deleted: 'trash',
  moved: 'arrow-both',
  edited: 'edit',
};

function stateText(
  { connection, recent }: ListedChange,
  open: OpenProject | undefined,
): { readonly text?: string; readonly canUndo: boolean } {
  if (recent.ended) {
    return {
      text: recent.ended === 'undone' ? l10n.t('undone') : l10n.t('deleted since'),
      canUndo: false,
    };
  }
  if (!canUndo(recent.change)) {
    return { text: l10n.t('cannot be undone'), canUndo: false };
  }
  if (open?.connection.id !== connection.id) {
    return { text: l10n.t('in another connection'), canUndo: false };
  }
  return movedOn(recent.change, open.configs)
    ? { text: l10n.t('changed since'), canUndo: true }
    : { canUndo: true };
}

/** As far as the list shows it. The server is asked when the change is to be undone. */
function movedOn(change: Change, configs: PluginConfigs): boolean {
  return change.configs.some(({ id, after }) => {
    const row = configs.row(id);
    if (!row) {
      return configs.state.kind === 'ready' && configs.nextOffset === undefined && after.deleted !== true;
    }
    return row.config !== undefined && !includesState(stateIn(row.config, row.plugin, partsIn(after)), after);
  });
}
