import { l10n, StatusBarAlignment, window, type StatusBarItem } from 'vscode';
import type { Connection } from '../connection/connection';
import type { Connections } from '../connection/connections';
import type { Disposable } from '../connection/emitter';
import { plainText } from '../connection/plainText';
import { COMMANDS } from '../ids';
import { textMarkdown } from './textMarkdown';

/** Names the active project, and warns for as long as its key travels unencrypted. */
export class ConnectionStatusBar implements Disposable {
  private readonly item: StatusBarItem;
  private readonly subscription: Disposable;

  constructor(private readonly connections: Connections) {
    this.item = window.createStatusBarItem('posthogPlugins.connection', StatusBarAlignment.Left, 0);
    this.item.name = l10n.t('PostHog Connection');
    this.item.command = COMMANDS.switchConnection;
    this.subscription = connections.onDidChange(() => this.render());
    this.render();
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  private render(): void {
    const { active } = this.connections;
    if (!active) {
      this.item.hide();
      return;
    }
    const project = active.projectName ?? l10n.t('Project {0}', active.projectId);
    const sentences = [whereSentence(active), ...(active.insecure ? [insecureSentence()] : [])];
    this.item.text = active.insecure
      ? l10n.t('$(plug) {0} $(warning) not encrypted', plainText(project))
      : `$(plug) ${plainText(project)}`;
    this.item.tooltip = textMarkdown([project, ...sentences].join('\n'));
    this.item.accessibilityInformation = {
      label: l10n.t('PostHog project {0}. {1}', project, sentences.join(' ')),
      role: 'button',
    };
    this.item.show();
  }
}

function whereSentence(connection: Connection): string {
  return connection.demo
    ? l10n.t('It runs inside the editor.')
    : l10n.t('Project {0} on {1}.', connection.projectId, connection.origin);
}

function insecureSentence(): string {
  return l10n.t('The key travels unencrypted: anyone on the way can read it.');
}
