import { commands, env, l10n, window } from 'vscode';

import type { Era } from '../api/generation';
import type { ActiveProject } from '../connection/activeProject';
import { connectionLabel } from '../connection/connection';
import { plainText } from '../connection/plainText';
import type { Dialogs } from '../connection/dialogs';
import { documentUri, type DocumentKind, type PluginDocuments } from '../documents/pluginDocuments';
import { VIEWS } from '../ids';
import { labelOf } from '../model/configWrites';
import type { LogPanels } from '../views/logPanel/logPanels';
import type { TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';
import type { Target, Targets } from './targets';

/** Commands that only show something. */
export class ShowCommands {
  constructor(
    private readonly project: ActiveProject,
    private readonly targets: Targets,
    private readonly notifications: Notifications,
    private readonly dialogs: Dialogs,
    private readonly panels: LogPanels,
    private readonly documents: PluginDocuments,
  ) {}

  async logs(node?: TreeNode): Promise<void> {
    const target = await this.targets.choose(node, {
      placeHolder: l10n.t('Select a plugin config to show the logs of'),
    });
    if (target) {
      await this.panels.show({ connectionId: target.project.connection.id, configId: target.row.id });
    }
  }

  async json(node?: TreeNode): Promise<void> {
    const target = await this.targets.choose(node, {
      placeHolder: l10n.t('Select a plugin config to show as JSON'),
    });
    if (target) {
      await this.open(target, 'json');
    }
  }

  async frontend(node?: TreeNode): Promise<void> {
    const target = await this.targets.choose(node, {
      placeHolder: l10n.t('Select a plugin config to show the front end of'),
    });
    if (!target) {
      return;
    }
    const where = connectionLabel(target.project.connection);
    switch (target.project.configs.traits?.frontend) {
      case 'no':
        this.notifications.info(l10n.t('{0} runs a PostHog version without plugin front ends.', where));
        return;
      case 'keysNotSupported':
        this.notifications.info(
          l10n.t(
            '{0} does not let personal API keys read front ends; they can only be seen in the browser.',
            where,
          ),
        );
        return;
      default:
        await this.open(target, 'frontend');
    }
  }

  async copyId(node?: TreeNode): Promise<void> {
    const target = await this.targets.choose(node, {
      placeHolder: l10n.t('Select a plugin config to copy the id of'),
    });
    if (target) {
      await env.clipboard.writeText(String(target.row.id));
      window.setStatusBarMessage(
        plainText(l10n.t('Copied id {0} of {1}', target.row.id, labelOf(target.row))),
        5_000,
      );
    }
  }

  /** Opens the page on which this generation of PostHog lists the project's plugins. */
  async inPostHog(): Promise<void> {
    const open = await this.project.opened();
    if (!open) {
      this.notifications.info(l10n.t('Connect to a PostHog project first.'));
    } else if (open.connection.demo) {
      this.notifications.info(l10n.t('The demo project runs inside the editor; it has no web page.'));
    } else {
      const { origin, projectId } = open.connection;
      await this.dialogs.openExternal(`${origin}${pagePath(open.configs.traits?.era, projectId)}`);
    }
  }

  async loadMore(): Promise<void> {
    const open = await this.project.opened();
    if (open) {
      await window.withProgress({ location: { viewId: VIEWS.configs } }, () => open.configs.loadMore());
    }
  }

  private async open({ project, row }: Target, kind: Exclude<DocumentKind, 'compared'>): Promise<void> {
    const uri = documentUri(project.connection.id, row.id, labelOf(row), kind);
    try {
      await window.withProgress({ location: { viewId: VIEWS.configs } }, () => this.documents.load(uri));
      await commands.executeCommand('vscode.open', uri, { preview: true });
    } catch (error) {
      this.notifications.error(error);
    }
  }
}

function pagePath(era: Era | 'between' | undefined, projectId: number): string {
  switch (era) {
    case '2021-06':
    case '2021-12':
      return '/project/plugins';
    case '2023-11':
    case '2023-12':
      return `/project/${projectId}/apps`;
    default:
      return `/project/${projectId}/pipeline/overview`;
  }
}
