import { l10n, window, type Disposable, type QuickPickItem } from 'vscode';
import { connectionLabel } from '../connection/connection';
import { plainText } from '../connection/plainText';
import type { ConfigRow } from '../model/configRow';
import { labelOf } from '../model/configWrites';
import { distinctConfigs, type TreeSelection } from './bulkTargets';
import type { Targets } from './targets';

/** How many logs one panel follows at most: each has a feed, and all share the server's patience. */
export const MOST_LOGS = 20;

/** Where logs are shown: the log panels. */
export interface SeveralLogsViewer {
  show(target: { readonly connectionId: string; readonly configId: number }): Promise<void>;
  showSeveral(target: { readonly connectionId: string; readonly configIds: readonly number[] }): void;
}

/** Show Logs of Several Configs…: asks for the configs and shows their logs in one panel. */
export class SeveralLogs {
  constructor(
    private readonly targets: Pick<Targets, 'rows'>,
    private readonly panels: SeveralLogsViewer,
    private readonly view: Pick<TreeSelection, 'selection'>,
  ) {}

  async run(): Promise<void> {
    const found = await this.targets.rows();
    if (!found) {
      return;
    }
    const { connection } = found.project;
    const chosen = await pickSeveral(connectionLabel(connection), found.rows, this.preselected(found.rows));
    await this.show(connection.id, chosen ?? []);
  }

  /** The rows that the tree has selected, where those are several, else the enabled ones unless they are too many. */
  private preselected(rows: readonly ConfigRow[]): ReadonlySet<ConfigRow> {
    const ids = new Set(distinctConfigs(this.view.selection).map(({ configId }) => configId));
    const selected = rows.filter(({ id }) => ids.has(id));
    const enabled = rows.filter((row) => row.enabled);
    return new Set(selected.length > 1 ? selected : enabled.length <= MOST_LOGS ? enabled : []);
  }

  /** Shows the logs of as many as one panel follows. @returns those left out */
  async show(connectionId: string, rows: readonly ConfigRow[]): Promise<readonly ConfigRow[]> {
    const [first, second] = rows;
    if (second) {
      const configIds = rows.slice(0, MOST_LOGS).map(({ id }) => id);
      this.panels.showSeveral({ connectionId, configIds });
    } else if (first) {
      await this.panels.show({ connectionId, configId: first.id });
    }
    return rows.slice(MOST_LOGS);
  }
}

interface Item extends QuickPickItem {
  readonly row: ConfigRow;
}

/** @returns undefined when the user gave up */
function pickSeveral(
  where: string,
  rows: readonly ConfigRow[],
  preselected: ReadonlySet<ConfigRow>,
): Promise<readonly ConfigRow[] | undefined> {
  const pick = window.createQuickPick<Item>();
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.placeholder = l10n.t('Select up to {0} plugin configs, then press Enter', MOST_LOGS);
  pick.items = rows.map((row, index) => ({
    label: plainText(labelOf(row)),
    description: `${index + 1} · ${row.enabled ? l10n.t('enabled') : l10n.t('disabled')}`,
    row,
  }));
  pick.selectedItems = pick.items.filter(({ row }) => preselected.has(row));
  const showCount = (count: number): void => {
    pick.title =
      count > MOST_LOGS
        ? l10n.t('{0}: at most {1}, {2} are selected', where, MOST_LOGS, count)
        : l10n.t('{0}: {1} of at most {2} selected', where, count, MOST_LOGS);
  };
  showCount(pick.selectedItems.length);
  return new Promise((resolve) => {
    const finish = (chosen: readonly ConfigRow[] | undefined): void => {
      resolve(chosen);
      for (const subscription of subscriptions) {
        subscription.dispose();
      }
      pick.dispose();
    };
    const subscriptions: readonly Disposable[] = [
      pick.onDidChangeSelection((selected) => showCount(selected.length)),
      pick.onDidAccept(() => {
        if (pick.selectedItems.length <= MOST_LOGS) {
          finish(pick.selectedItems.map(({ row }) => row));
        } else {
          pick.placeholder = l10n.t('Too many: one panel follows at most {0} logs', MOST_LOGS);
        }
      }),
      pick.onDidHide(() => finish(undefined)),
    ];
    pick.show();
  });
}
