import { startDemoServer, type DemoServer, type DemoServerOptions } from '../../src/demo/server';
import { connectOwnServer } from './connectOwnServer';
import { openWorkbench } from './openWorkbench';
import { LogPanelPage } from './page/logPanel';
import { ServerLog } from './serverLog';
import type { Workbench, WorkbenchOptions } from './workbench';

/** The demo project's name. */
export const PROJECT = 'Web shop';

/** A window with the log panel of one config of the demo project open, on a server whose log only the test writes. */
export class LogWorkbench {
  private constructor(
    readonly server: DemoServer,
    readonly workbench: Workbench,
    readonly log: ServerLog,
    /** Paths with query of all log requests, in order. */
    readonly requests: readonly string[],
    public panel: LogPanelPage,
  ) {}

  /** @param fill puts entries into the log before the panel opens */
  static async open(
    options: WorkbenchOptions & { readonly server?: Partial<DemoServerOptions> },
    fill: (log: ServerLog, server: DemoServer) => void,
  ): Promise<LogWorkbench> {
    const requests: string[] = [];
    const server = await startDemoServer({
      profile: '2023-12',
      logs: false,
      onRequest: ({ path }) => {
        if (path.includes('/logs')) {
          requests.push(path);
        }
      },
      ...options.server,
    });
    const log = new ServerLog(server, 'GeoIP');
    fill(log, server);
    const workbench = await openWorkbench(options);
    await connectOwnServer(workbench, server, PROJECT);
    await workbench.tree.row('GeoIP').chooseInContextMenu('Show Logs');
    const panel = await LogPanelPage.open(workbench);
    await panel.waitForState(/^Live/);
    return new LogWorkbench(server, workbench, log, requests, panel);
  }

  /** Finds the panel's page anew, after it was hidden or the window reloaded. */
  async find(): Promise<LogPanelPage> {
    this.panel = await LogPanelPage.open(this.workbench);
    return this.panel;
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await this.server.close();
  }
}
