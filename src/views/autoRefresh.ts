import { window, workspace, type TreeView } from 'vscode';

import type { Clock } from '../api/clock';
import type { ActiveProject } from '../connection/activeProject';
import type { Disposable } from '../connection/emitter';
import type { Outages } from '../connection/outages';
import { SETTINGS } from '../ids';
import { RefreshSchedule, type SeenList } from '../model/refreshSchedule';

/**
 * Keeps the list fresh while somebody can see it: reads it when the view is first seen and when another project is
 * opened, and from then on once a minute, while the view is visible and the window has the focus. After an outage it
 * is read as soon as anything of its server answers again.
 */
export class AutoRefresh implements Disposable {
  private readonly schedule: RefreshSchedule;
  private readonly subscriptions: readonly Disposable[];

  constructor(
    private readonly project: ActiveProject,
    private readonly view: TreeView<unknown>,
    clock: Clock,
    outages: Pick<Outages, 'onDidBegin' | 'onDidEnd'>,
    refresh: (priority: 'user' | 'background') => Promise<void>,
  ) {
    this.schedule = new RefreshSchedule({ clock, seen: () => this.seen(), refresh });
    const check = (): void => this.schedule.check();
    this.subscriptions = [
      view.onDidChangeVisibility(check),
      window.onDidChangeWindowState(check),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS.section}.${SETTINGS.autoRefresh}`)) {
          check();
        }
      }),
      project.onDidChange(check),
      outages.onDidBegin(({ origin }) => this.isOurs(origin) && this.schedule.doubted()),
      outages.onDidEnd((origin) => this.isOurs(origin) && this.schedule.recovered()),
    ];
    check();
  }

  dispose(): void {
    this.schedule.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private isOurs(origin: string): boolean {
    return origin === this.project.current?.connection.origin;
  }

  private seen(): SeenList | undefined {
    const list = this.project.current?.configs;
    const isOn = workspace.getConfiguration(SETTINGS.section).get<boolean>(SETTINGS.autoRefresh, true);
    return list && this.view.visible ? { list, repeats: window.state.focused && isOn } : undefined;
  }
}
