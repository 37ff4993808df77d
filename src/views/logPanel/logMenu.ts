import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { LogDisplay } from '../../logs/protocol';
import type { LogPanelActions } from './logPanelActions';

interface MenuItem extends QuickPickItem {
  readonly run?: () => unknown;
}

/** The editor's own menu of what a log panel can do besides what its toolbar offers. */
export async function showLogMenu(
  actions: LogPanelActions,
  state: { readonly bounded: boolean },
): Promise<void> {
  const items: MenuItem[] = [
    separator(l10n.t('Times')),
    ...timeItems(actions),
    separator(l10n.t('Columns')),
    toggle(actions, 'source', l10n.t('Source')),
    toggle(actions, 'instance', l10n.t('Instance')),
    toggle(actions, 'wrap', l10n.t('Wrap Lines')),
    separator(l10n.t('Go To')),
    { label: l10n.t('Go to Time…'), run: () => actions.goToTime() },
    ...(state.bounded ? [{ label: l10n.t('Show All Times'), run: () => actions.showAllTimes() }] : []),
    { label: l10n.t('Search History on Server'), run: () => actions.searchServer() },
    separator(l10n.t('Take Away')),
    { label: l10n.t('Export Logs…'), run: () => actions.exportLogs() },
    { label: l10n.t('Open Logs as Document'), run: () => actions.openAsDocument() },
  ];
  const chosen = await window.showQuickPick(items, { placeHolder: l10n.t('Select what to do with the log') });
  await chosen?.run?.();
}

/** Lets the user choose how times are shown. */
export async function chooseTimeFormat(actions: LogPanelActions): Promise<void> {
  const chosen = await window.showQuickPick(timeItems(actions), {
    placeHolder: l10n.t('Select how times are shown'),
  });
  chosen?.run?.();
}

function timeItems(actions: LogPanelActions): readonly MenuItem[] {
  const { time, relative } = actions.display;
  const choices: readonly (readonly [label: string, change: Partial<LogDisplay>, isOn: boolean])[] = [
    [l10n.t('Local Time'), { time: 'local', relative: false }, time === 'local' && !relative],
    [l10n.t('UTC'), { time: 'utc', relative: false }, time === 'utc' && !relative],
    [l10n.t('Relative Time'), { relative: true }, relative],
  ];
  return choices.map(([label, change, isOn]) => ({
    label: checked(label, isOn),
    run: () => actions.changeDisplay(change),
  }));
}

function toggle(actions: LogPanelActions, name: 'source' | 'instance' | 'wrap', label: string): MenuItem {
  const isOn = actions.display[name];
  return { label: checked(label, isOn), run: () => actions.changeDisplay({ [name]: !isOn }) };
}

function checked(label: string, isOn: boolean): string {
  return isOn ? `$(check) ${label}` : label;
}

function separator(label: string): MenuItem {
  return { label, kind: QuickPickItemKind.Separator };
}
