import { l10n, ProgressLocation, window, type QuickPickItem } from 'vscode';

import type { ActiveProject, OpenProject } from '../connection/activeProject';
import { connectionLabel } from '../connection/connection';
import type { ConfigRow } from '../model/configRow';
import { labelOf } from '../model/configWrites';
import type { PluginConfigs } from '../model/pluginConfigs';
import { plainText } from '../connection/plainText';
import { LONGEST_DETAIL, shownText } from '../model/oneLine';
import { configOf, type TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';

/** A plugin config that a command works on, in the project that was open when it was chosen. */
export interface Target {
  readonly project: OpenProject;
  readonly row: ConfigRow;
}

export interface Rows {
  readonly project: OpenProject;
  readonly rows: readonly ConfigRow[];
}

export interface PickOptions {
  readonly placeHolder: string;
  /** Which configs are offered, of those that there are; and what is said when none is left. */
  readonly filter?: (row: ConfigRow) => boolean;
  readonly none?: string;
}

/** Finds out which config a command is for: the row it was called on, else the one that the user picks. */
export class Targets {
  constructor(
    private readonly project: ActiveProject,
    private readonly notifications: Notifications,
  ) {}

  /** @returns undefined when there is nothing to choose from (which was said) or the user gave up */
  async choose(node: TreeNode | undefined, pick: PickOptions): Promise<Target | undefined> {
    const project = await this.openProject();
    if (!project) {
      return undefined;
    }
    const config = node && configOf(node);
    if (config) {
      // A menu that was opened before a switch must not act on a config of the same id in the other project.
      const row =
        config.connectionId === project.connection.id ? project.configs.row(config.configId) : undefined;
      if (!row) {
        this.notifications.info(l10n.t('This plugin config is no longer in the list.'));
      }
      return row && { project, row };
    }
    const row = await this.pickRow(project, pick);
    return row && { project, row };
  }

  /** Every config of the project, in execution order. @returns undefined where there is none, which was said */
  async rows(): Promise<Rows | undefined> {
    const project = await this.openProject();
    const rows = project && (await this.readRows(project));
    return rows && { project, rows };
  }

  /** The same project as it is open now: it is opened anew when its key is replaced. */
  current(project: OpenProject): OpenProject {
    const open = this.project.current;
    return open?.connection.id === project.connection.id ? open : project;
  }

  /**
   * What a change does, and under which path, differs between servers. Rows that are remembered from last time are on
   * screen before the server has answered, and a change of one has to wait for that.
   *
   * @returns false where the server cannot be asked, which was said
   */
  async knowServer({ project: { configs } }: Pick<Target, 'project'>): Promise<boolean> {
    if (!configs.traits) {
      await readList(configs);
    }
    if (!configs.traits && 'error' in configs.state) {
      this.notifications.error(configs.state.error);
    }
    return configs.traits !== undefined;
  }

  private async openProject(): Promise<OpenProject | undefined> {
    const project = await this.project.opened();
    if (!project) {
      this.notifications.info(l10n.t('Connect to a PostHog project first.'));
    }
    return project;
  }

  /** @returns at least one row; undefined where there is none, which was said */
  private async readRows({ configs, connection }: OpenProject): Promise<readonly ConfigRow[] | undefined> {
    if (configs.state.kind === 'loading' || configs.state.kind === 'failed') {
      await readList(configs);
    }
    // Read again: the state has changed meanwhile.
    const { state } = configs;
    if (state.kind === 'failed') {
      this.notifications.error(state.error);
      return undefined;
    }
    if (configs.rows.length === 0) {
      this.notifications.info(l10n.t('{0} has no plugin configs.', connectionLabel(connection)));
      return undefined;
    }
    return configs.rows;
  }

  private async pickRow(project: OpenProject, pick: PickOptions): Promise<ConfigRow | undefined> {
    const all = await this.readRows(project);
    const rows = all?.filter(pick.filter ?? (() => true)) ?? [];
    if (!all || rows.length === 0) {
      if (all && pick.none !== undefined) {
        this.notifications.info(pick.none);
      }
      return undefined;
    }
    const items = rows.map((row): QuickPickItem & { readonly row: ConfigRow } => ({
      label: plainText(labelOf(row)),
      description: `${all.indexOf(row) + 1} · ${row.enabled ? l10n.t('enabled') : l10n.t('disabled')}`,
      ...(row.description ? { detail: plainText(shownText(row.description, LONGEST_DETAIL)) } : {}),
      row,
    }));
    const chosen = await window.showQuickPick(items, {
      placeHolder: pick.placeHolder,
      title: connectionLabel(project.connection),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    return chosen?.row;
  }
}

/** A command may come from the palette, where no view shows that it is waiting. */
async function readList(configs: PluginConfigs): Promise<void> {
  await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Reading the plugin configs…') },
    () => configs.refresh(),
  );
}
