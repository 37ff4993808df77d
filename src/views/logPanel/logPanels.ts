import {
  commands,
  ConfigurationTarget,
  l10n,
  Uri,
  ViewColumn,
  window,
  workspace,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import type { Clock } from '../../api/clock';
import type { Disposable, Event } from '../../connection/emitter';
import { CONTEXTS, SETTINGS, VIEWS } from '../../ids';
import { PollSchedule } from '../../logs/feed/pollSchedule';
import type { LogDisplay, LogFilter } from '../../logs/protocol';
import type { ContextKeys } from '../contextKeys';
import { LogPanel } from './logPanel';
import type { LogPanelActions } from './logPanelActions';
import { defaultDisplay, defaultFilter } from './logPanelDefaults';
import { LogPanelHtml } from './logPanelHtml';
import { readLogPanelState, type LogPanelState } from './logPanelState';
import type { LogPanelTools } from './logPanelTools';
import type { LogSource, LogTarget } from './logSources';
import { MOST_ENTRIES, type PanelTarget } from './panelModel';

const DEFAULT_CAP = 100_000;
const LEAST_ENTRIES = 1_000;

export interface LogPanelsOptions {
  readonly extensionUri: Uri;
  readonly clock: Clock;
  readonly sources: { open(target: LogTarget): LogSource };
  /** A connection was added, removed or given another key: panels that could not go on try again. */
  readonly onDidChangeConnections: Event<unknown>;
  /** A server answers again that could not be reached. */
  readonly onDidReach: Event<unknown>;
  readonly tools: LogPanelTools;
  readonly contexts: Pick<ContextKeys, 'set'>;
}

export interface ShowOptions {
  /** Label of a marker to put after the newest entry. */
  readonly marker?: string;
  readonly preserveFocus?: boolean;
}

/** The log panels of this window: one per plugin config or choice of several, restored after a reload. */
export class LogPanels implements Disposable, WebviewPanelSerializer {
  private readonly open = new Map<string, LogPanel>();
  private readonly webviewPanels = new Map<WebviewPanel, LogPanel>();
  private readonly schedule: PollSchedule;
  private readonly html: LogPanelHtml;
  private readonly subscriptions: readonly Disposable[];

  constructor(private readonly options: LogPanelsOptions) {
    this.schedule = new PollSchedule(options.clock);
    this.html = new LogPanelHtml(options.extensionUri);
    this.subscriptions = [
      window.registerWebviewPanelSerializer(VIEWS.logs, this),
      options.onDidChangeConnections(() => {
        for (const panel of this.open.values()) {
          panel.connectionsChanged();
        }
      }),
      options.onDidReach(() => this.open.forEach((panel) => panel.reached())),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS.section}.${SETTINGS.maxLogEntries}`)) {
          const cap = configuredCap();
          this.open.forEach((panel) => panel.setCap(cap));
        }
      }),
    ];
  }

  /** What can be done with the panel that has the focus; undefined where none has. */
  get active(): LogPanelActions | undefined {
    return this.activePanel?.actions;
  }

  /** Shows the log of a config, in the panel that it has already or in a new one. */
  async show(
    { connectionId, configId }: LogTarget,
    { marker, preserveFocus = false }: ShowOptions = {},
  ): Promise<void> {
    const panel = this.showPanel({ connectionId, configIds: [configId] }, preserveFocus);
    if (marker !== undefined) {
      await panel.mark(marker);
    }
  }

  /** Shows the logs of several configs together. */
  showSeveral({ connectionId, configIds }: PanelTarget): void {
    this.showPanel({ connectionId, configIds: [...new Set(configIds)].sort((a, b) => a - b) }, false);
  }

  /** Called by the editor for each panel of the former window, when it is first shown. */
  deserializeWebviewPanel(panel: WebviewPanel, stored: unknown): Promise<void> {
    const { state, damaged } = readLogPanelState(stored, configuredLook());
    if (state && !this.open.has(keyOf(state))) {
      this.adopt(panel, { connectionId: state.connectionId, configIds: state.configIds }, state);
    } else {
      panel.dispose();
    }
    if (damaged) {
      this.options.tools.notifications.warn(
        state
          ? l10n.t('Some of what a log panel looked like was damaged and is as in a new one.')
          : l10n.t(
              'A log panel could not be restored: what was kept of it is damaged or missing. Open it anew.',
            ),
      );
    }
    return Promise.resolve();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    for (const panel of [...this.webviewPanels.keys()]) {
      panel.dispose();
    }
  }

  private get activePanel(): LogPanel | undefined {
    return [...this.webviewPanels].find(([{ active }]) => active)?.[1];
  }

  private setContexts(): void {
    const { contexts } = this.options;
    contexts.set(CONTEXTS.logsSearching, this.activePanel?.searching ?? false);
    contexts.set(CONTEXTS.logsBounded, this.activePanel?.bounded ?? false);
  }

  private showPanel(target: PanelTarget, preserveFocus: boolean): LogPanel {
    const panel = this.open.get(keyOf(target));
    if (panel) {
      panel.reveal(preserveFocus);
      return panel;
    }
    const webviewPanel = window.createWebviewPanel(VIEWS.logs, '', {
      viewColumn: ViewColumn.Active,
      preserveFocus,
    });
    return this.adopt(webviewPanel, target, undefined);
  }

  private adopt(panel: WebviewPanel, target: PanelTarget, state: LogPanelState | undefined): LogPanel {
    const { extensionUri, clock, sources, tools } = this.options;
    const { connectionId } = target;
    const key = keyOf(target);
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    panel.iconPath = {
      light: Uri.joinPath(extensionUri, 'media', 'logs-light.svg'),
      dark: Uri.joinPath(extensionUri, 'media', 'logs-dark.svg'),
    };
    const { filter, display } = configuredLook();
    const logPanel = new LogPanel(panel, {
      target,
      open: (configId) => sources.open({ connectionId, configId }),
      clock,
      schedule: this.schedule,
      cap: configuredCap(),
      filter,
      display,
      state,
      onError: (error) => tools.notifications.error(error),
      keepMore: (entries) =>
        void workspace
          .getConfiguration(SETTINGS.section)
          .update(SETTINGS.maxLogEntries, entries, ConfigurationTarget.Global),
      tools,
      onDidChangeState: () => this.setContexts(),
      runCommand: (command) => void commands.executeCommand(command, connectionId),
    });
    this.open.set(key, logPanel);
    this.webviewPanels.set(panel, logPanel);
    panel.onDidDispose(() => {
      logPanel.dispose();
      this.open.delete(key);
      this.webviewPanels.delete(panel);
      this.setContexts();
    });
    panel.webview.html = this.html.page();
    return logPanel;
  }
}

function keyOf({ connectionId, configIds }: PanelTarget): string {
  return `${connectionId} ${configIds.join(',')}`;
}

function configuredLook(): { readonly filter: LogFilter; readonly display: LogDisplay } {
  const settings = workspace.getConfiguration(SETTINGS.section);
  return {
    filter: defaultFilter(settings.get(SETTINGS.defaultLogLevels)),
    display: defaultDisplay(settings.get(SETTINGS.logTimeFormat)),
  };
}

/** What settings files hold is not checked by the editor. */
function configuredCap(): number {
  const set = workspace.getConfiguration(SETTINGS.section).get<unknown>(SETTINGS.maxLogEntries);
  return typeof set === 'number' && Number.isInteger(set)
    ? Math.max(LEAST_ENTRIES, Math.min(set, MOST_ENTRIES))
    : DEFAULT_CAP;
}
