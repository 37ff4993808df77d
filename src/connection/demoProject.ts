import type { Connection } from './connection';
import { Emitter, type Disposable, type Event } from './emitter';

/** What the demo bundle gives for a running server. Its key is made anew with every start and never stored. */
export interface DemoServer {
  readonly url: string;
  readonly key: string;
  readonly projectId: number;
  close(): Promise<void>;
}

/** The id by which a window remembers that it shows the demo project. */
export const DEMO_ID = 'demo';

/**
 * Stands for the demo project wherever a connection is wanted, whether its server runs or not. The origin is that of
 * no server: the real one changes with every start, and only `DemoProject.server` knows it.
 */
export const DEMO_CONNECTION: Connection = {
  id: DEMO_ID,
  origin: 'http://127.0.0.1',
  projectId: 1,
  projectName: 'Demo Project',
  keyId: DEMO_ID,
  demo: true,
};

/** The demo server, started when it is first needed; always with the same data. */
export class DemoProject implements Disposable {
  private running: Promise<DemoServer> | undefined;
  private readonly stopped = new Emitter();
  private wasStopped = false;

  /** The server is gone, and with it its address and key. */
  readonly onDidStop: Event<void> = this.stopped.event;

  /** @param start loads the demo bundle and starts its server */
  constructor(private readonly start: () => Promise<DemoServer>) {}

  /** The user ended it. It is started again by *Try the Demo Project*, and by no panel that is still open. */
  get isStopped(): boolean {
    return this.wasStopped;
  }

  /** Starts the server, or gives the one that runs. After a failure the next call tries again. */
  server(): Promise<DemoServer> {
    this.wasStopped = false;
    this.running ??= this.startOnce();
    return this.running;
  }

  /** Ends the server; its data starts afresh the next time. */
  async stop(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    this.wasStopped = true;
    this.stopped.fire();
    const server = await running?.catch(() => undefined);
    await server?.close();
  }

  dispose(): void {
    this.stopped.dispose();
    void this.stop();
  }

  private async startOnce(): Promise<DemoServer> {
    try {
      const server = await this.start();
      if (server.projectId !== DEMO_CONNECTION.projectId) {
        await server.close();
        throw new Error(`The demo server has project ${server.projectId}, not ${DEMO_CONNECTION.projectId}.`);
      }
      return server;
    } catch (error) {
      this.running = undefined;
      throw error;
    }
  }
}
