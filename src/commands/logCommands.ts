import { l10n } from 'vscode';
import { COMMANDS } from '../ids';
import { chooseTimeFormat } from '../views/logPanel/logMenu';
import type { LogPanelActions } from '../views/logPanel/logPanelActions';
import type { Notifications } from '../views/notifications';

/** The log panel that commands work on. */
export interface ActiveLogPanel {
  readonly active: LogPanelActions | undefined;
}

type Action = (panel: LogPanelActions, key: string | undefined) => unknown;

/** The commands of the log panel that has the focus. A context menu says which row it was opened on. */
export class LogCommands {
  /** By command id. */
  readonly handlers: ReadonlyMap<string, (row?: unknown) => Promise<void>>;

  constructor(
    private readonly panels: ActiveLogPanel,
    private readonly notifications: Pick<Notifications, 'info' | 'error'>,
  ) {
    const toggle = (name: 'wrap' | 'source' | 'instance'): Action => {
      return (panel) => panel.changeDisplay({ [name]: !panel.display[name] });
    };
    const actions: readonly (readonly [string, Action])[] = [
      [COMMANDS.logsExport, (panel) => panel.exportLogs()],
      [COMMANDS.logsOpenAsDocument, (panel) => panel.openAsDocument()],
      [COMMANDS.logsCopy, (panel, key) => panel.copy(key, 'text')],
      [COMMANDS.logsCopyJson, (panel, key) => panel.copy(key, 'json')],
      [COMMANDS.logsFromHere, (panel, key) => panel.showFrom(key)],
      [COMMANDS.logsOnlySince, (panel, key) => panel.showSinceJob(key)],
      [COMMANDS.logsShowAll, (panel) => panel.showAllTimes()],
      [COMMANDS.logsGoToTime, (panel) => panel.goToTime()],
      [COMMANDS.logsSearchServer, (panel) => panel.searchServer()],
      [COMMANDS.logsShowInLog, (panel, key) => panel.showInLog(key)],
      [COMMANDS.logsFind, (panel) => panel.focusFilter()],
      [COMMANDS.logsFindNext, (panel) => panel.find('next')],
      [COMMANDS.logsFindPrevious, (panel) => panel.find('previous')],
      [COMMANDS.logsToggleWrap, toggle('wrap')],
      [COMMANDS.logsToggleSource, toggle('source')],
      [COMMANDS.logsToggleInstance, toggle('instance')],
      [COMMANDS.logsTimeFormat, (panel) => chooseTimeFormat(panel)],
      [COMMANDS.logsPause, (panel) => panel.setPaused(!panel.paused)],
      [COMMANDS.logsClear, (panel) => panel.clear()],
    ];
    this.handlers = new Map(actions.map(([id, action]) => [id, (row) => this.run(action, row)]));
  }

  private async run(action: Action, row: unknown): Promise<void> {
    const { active } = this.panels;
    if (!active) {
      this.notifications.info(l10n.t('Open the logs of a plugin config first, and click into them.'));
      return;
    }
    try {
      await action(active, keyOf(row));
    } catch (error) {
      this.notifications.error(error);
    }
  }
}

/** A webview's menus hand on what the page wrote beside the row; everything else that calls hands on something else. */
function keyOf(row: unknown): string | undefined {
  return typeof row === 'object' && row !== null && 'logKey' in row && typeof row.logKey === 'string'
    ? row.logKey
    : undefined;
}
