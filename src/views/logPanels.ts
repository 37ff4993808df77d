import {
  commands,
  Uri,
  ViewColumn,
  window,
  workspace,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import type { Clock } from '../api/clock';
import type { Disposable, Event } from '../connection/emitter';
import { SETTINGS, VIEWS } from '../ids';
import { LogPanel } from './logPanel';
import { logPanelHtml, webviewRoot } from './logPanelHtml';
import { readLogPanelState, type LogPanelState } from './logPanelState';
import type { LogSource, LogTarget } from './logSources';

const DEFAULT_CAP = 100_000;

export interface LogPanelsOptions {
  readonly extensionUri: Uri;
  readonly clock: Clock;
  readonly sources: { open(target: LogTarget): LogSource };
  /** A connection was added, removed or given another key: panels that could not go on try again. */
  readonly onDidChangeConnections: Event<unknown>;
}

export interface ShowOptions {
  /** Label of a marker to put after the newest entry. */
  readonly marker?: string;
  readonly preserveFocus?: boolean;
}

/** The log panels of this window: one per plugin config, restored after a reload. */
export class LogPanels implements Disposable, WebviewPanelSerializer {
  private readonly open = new Map<string, LogPanel>();
  private readonly webviewPanels = new Set<WebviewPanel>();
  private readonly subscriptions: readonly Disposable[];

  constructor(private readonly options: LogPanelsOptions) {
    this.subscriptions = [
      window.registerWebviewPanelSerializer(VIEWS.logs, this),
      options.onDidChangeConnections(() => {
        for (const panel of this.open.values()) {
          panel.connectionsChanged();
        }
      }),
    ];
  }

  /** Shows the log of a config, in the panel that it has already or in a new one. */
  async show(target: LogTarget, { marker, preserveFocus = false }: ShowOptions = {}): Promise<void> {
    let panel = this.open.get(keyOf(target));
    if (panel) {
      panel.reveal(preserveFocus);
    } else {
      const webviewPanel = window.createWebviewPanel(VIEWS.logs, '', {
        viewColumn: ViewColumn.Active,
        preserveFocus,
      });
      panel = this.adopt(webviewPanel, target, undefined);
    }
    if (marker !== undefined) {
      await panel.mark(marker);
    }
  }

  /** Called by the editor for each panel of the former window, when it is first shown. */
  deserializeWebviewPanel(panel: WebviewPanel, stored: unknown): Promise<void> {
    const state = readLogPanelState(stored);
    if (state && !this.open.has(keyOf(state))) {
      this.adopt(panel, { connectionId: state.connectionId, configId: state.configId }, state);
    } else {
      panel.dispose();
    }
    return Promise.resolve();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    for (const panel of [...this.webviewPanels]) {
      panel.dispose();
    }
  }

  private adopt(panel: WebviewPanel, target: LogTarget, state: LogPanelState | undefined): LogPanel {
    const { extensionUri, clock, sources } = this.options;
    const key = keyOf(target);
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(extensionUri)] };
    panel.iconPath = {
      light: Uri.joinPath(extensionUri, 'media', 'logs-light.svg'),
      dark: Uri.joinPath(extensionUri, 'media', 'logs-dark.svg'),
    };
    const logPanel = new LogPanel(panel, {
      target,
      open: () => sources.open(target),
      clock,
      cap: workspace.getConfiguration(SETTINGS.section).get(SETTINGS.maxLogEntries, DEFAULT_CAP),
      runCommand: (command) => void commands.executeCommand(command, target.connectionId),
      state,
    });
    this.open.set(key, logPanel);
    this.webviewPanels.add(panel);
    panel.onDidDispose(() => {
      logPanel.dispose();
      this.open.delete(key);
      this.webviewPanels.delete(panel);
    });
    panel.webview.html = logPanelHtml(panel.webview, extensionUri);
    return logPanel;
  }
}

function keyOf({ connectionId, configId }: LogTarget): string {
  return `${connectionId} ${String(configId)}`;
}
