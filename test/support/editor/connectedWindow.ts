import type { DemoServerOptions } from '../../../src/demo/server';
import { connectOwnServer } from '../connectOwnServer';
import { DemoServerHarness } from '../demoServer';
import { startFaultProxy, type FaultProxy, type FaultProxyOptions } from '../faults/faultProxy';
import { seedOf } from '../projectHarness';
import { EditorWindow, type EditorWindowOptions } from './editorWindow';

export interface ConnectedOptions extends EditorWindowOptions {
  /** Of the recorded seed for its profile, unless another fixture is given. */
  readonly server: DemoServerOptions;
  /** The project's name there. */
  readonly project?: string;
  readonly proxy?: FaultProxyOptions;
}

/** A window that is connected to a demo server of its own, with a proxy between them that can misbehave. */
export class ConnectedWindow {
  private constructor(
    readonly window: EditorWindow,
    readonly demo: DemoServerHarness,
    readonly proxy: FaultProxy,
  ) {}

  static async open({
    server,
    project = 'Main',
    proxy: proxyOptions,
    ...options
  }: ConnectedOptions): Promise<ConnectedWindow> {
    const demo = new DemoServerHarness({ fixture: seedOf(server.profile), ...server });
    const { url, key } = await demo.start();
    const proxy = await startFaultProxy(url, proxyOptions);
    const window = EditorWindow.open(options);
    await connectOwnServer(window, { url: proxy.url, key }, project);
    return new ConnectedWindow(window, demo, proxy);
  }

  /** Each request that may have changed something, as `METHOD path body`, the path without what all have in common. */
  get writes(): readonly string[] {
    return this.demo.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, body }) => `${method} ${path.replace(COLLECTION, '')} ${body}`.trim());
  }

  /** A config as the server has it, or undefined. */
  stored(id: number): ReturnType<DemoServerHarness['server']['state']['storedConfig']> {
    return this.demo.server.state.storedConfig(id);
  }

  async close(): Promise<void> {
    this.window.close();
    await this.proxy.close();
    await this.demo.stop();
  }
}

const COLLECTION = /^\/api\/(?:projects|organizations)\/[^/]+\/plugin[-_]configs?\//;
