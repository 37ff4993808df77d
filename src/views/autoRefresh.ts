import { window, workspace, type TreeView } from 'vscode';

import type { Clock, Timer } from '../api/clock';
import type { ActiveProject } from '../connection/activeProject';
import type { Disposable } from '../connection/emitter';
import { SETTINGS } from '../ids';
import type { ListState } from '../model/pluginConfigs';

/** How old a shown list may get, in milliseconds. */
const INTERVAL = 60_000;

/**
 * Keeps the list fresh while somebody can see it: reads it when the view is first seen and when another project is
 * opened, and from then on once a minute, while the view is visible and the window has the focus.
 */
export class AutoRefresh implements Disposable {
  private readonly subscriptions: readonly Disposable[];
  private timer: Timer | undefined;
  private seen: object | undefined;
  private lastStart = 0;

  constructor(
    private readonly project: ActiveProject,
    private readonly view: TreeView<unknown>,
    private readonly clock: Clock,
    private readonly refresh: (priority: 'user' | 'background') => Promise<void>,
  ) {
    this.subscriptions = [
      view.onDidChangeVisibility(() => this.check()),
      window.onDidChangeWindowState(() => this.check()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS.section}.${SETTINGS.autoRefresh}`)) {
          this.check();
        }
      }),
      project.onDidChange(() => this.check()),
    ];
    this.check();
  }

  dispose(): void {
    this.timer?.cancel();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private check(): void {
    const configs = this.project.current?.configs;
    if (!configs || !this.view.visible) {
      this.timer?.cancel();
      this.timer = undefined;
      return;
    }
    if (configs !== this.seen) {
      this.seen = configs;
      this.start('user');
      return;
    }
    const wanted =
      window.state.focused &&
      workspace.getConfiguration(SETTINGS.section).get<boolean>(SETTINGS.autoRefresh, true) &&
      mayRecover(configs.state);
    if (!wanted) {
      this.timer?.cancel();
      this.timer = undefined;
    } else {
      this.timer ??= this.clock.after(Math.max(0, this.lastStart + INTERVAL - this.clock.now()), () =>
        this.start('background'),
      );
    }
  }

  /** Somebody waits for the first list; the later ones give way to what people do. */
  private start(priority: 'user' | 'background'): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.lastStart = this.clock.now();
    void this.refresh(priority).then(() => this.check());
  }
}

/** Asking again cannot help before somebody replaces the key, or moves to another server. */
function mayRecover(state: ListState): boolean {
  return !('error' in state) || (state.error.kind !== 'auth' && state.error.kind !== 'gone');
}
