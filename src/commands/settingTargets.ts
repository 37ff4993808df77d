import { l10n, ProgressLocation, window, type QuickPickItem } from 'vscode';

import { isApiError } from '../api/errors';
import type { PluginConfig } from '../api/schemas';
import type { OpenProject } from '../connection/activeProject';
import { connectionLabel } from '../connection/connection';
import { plainText } from '../connection/plainText';
import type { ConfigRow } from '../model/configRow';
import { labelOf } from '../model/configWrites';
import { shownName } from '../model/oneLine';
import { SettingsWrites, type SaveOutcome, type WantedConfig } from '../model/settingsWrites';
import type { TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';
import { mayWrite } from './mayWrite';
import { projectText, serverText } from './placeText';
import type { Targets } from './targets';

/** A config as it was read a moment ago, to change a setting of. */
export interface SettingTarget {
  readonly project: OpenProject;
  readonly row: ConfigRow;
  readonly config: PluginConfig;
  /** The setting that the command was called on. */
  readonly key: string | undefined;
}

/** Finds the config, and the setting in it, that a command changes; and sends the change. */
export class SettingTargets {
  constructor(
    private readonly targets: Targets,
    private readonly notifications: Notifications,
  ) {}

  /** @returns undefined when nothing was chosen or it cannot be changed, which was said */
  async choose(node: TreeNode | undefined, placeHolder: string): Promise<SettingTarget | undefined> {
    const target = await this.targets.choose(node, { placeHolder });
    if (
      !target ||
      !mayWrite(target.project, this.notifications) ||
      !(await this.targets.knowServer(target))
    ) {
      return undefined;
    }
    const { project } = target;
    try {
      // Lists do not carry the plugin, and a setting may have changed since.
      const row = await window.withProgress(
        { location: ProgressLocation.Window, title: l10n.t('Reading the settings…') },
        () => project.configs.retrieve(target.row.id),
      );
      const key = node?.kind === 'setting' ? node.key : undefined;
      return row.config && { project, row, config: row.config, key };
    } catch (error) {
      this.notifications.error(error);
      return undefined;
    }
  }

  /** The setting that the command was called on, the only one that there is, or the one that the user picks. */
  async pick<T extends { readonly key: string; readonly title: string }>(
    target: SettingTarget,
    settings: readonly T[],
    placeHolder: string,
    state: (setting: T) => string,
  ): Promise<T | undefined> {
    const named = settings.find(({ key }) => key === target.key);
    if (named || settings.length === 1) {
      return named ?? settings[0];
    }
    const items = settings.map((setting): QuickPickItem & { readonly setting: T } => ({
      label: plainText(setting.title),
      description: plainText(
        setting.title === shownName(setting.key)
          ? state(setting)
          : `${shownName(setting.key)} · ${state(setting)}`,
      ),
      setting,
    }));
    const chosen = await window.showQuickPick(items, {
      placeHolder,
      title: plainText(titleOf(target)),
      matchOnDescription: true,
    });
    return chosen?.setting;
  }

  /** @returns undefined where nothing was saved, which was said */
  async save({ project, row }: SettingTarget, wanted: WantedConfig): Promise<SaveOutcome | undefined> {
    const current = this.targets.current(project);
    try {
      return await new SettingsWrites(current.configs, current.writes).save(row, wanted);
    } catch (error) {
      if (isApiError(error, 'cancelled')) {
        const where = connectionLabel(project.connection);
        this.notifications.warn(l10n.t('Nothing was saved: {0} is no longer connected.', where));
      } else {
        this.notifications.error(error);
      }
      return undefined;
    }
  }
}

/** The config and where it is, as the title of a box. */
export function titleOf({ project, row }: SettingTarget): string {
  return `${labelOf(row)} — ${connectionLabel(project.connection)}`;
}

/** Which config a question is about, and where it is. */
export function placeOf({ project: { connection }, row }: SettingTarget): string {
  return l10n.t(
    'Plugin config {0}, project {1}, on {2}.',
    row.id,
    projectText(connection),
    serverText(connection),
  );
}
