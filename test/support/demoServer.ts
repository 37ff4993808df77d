import {
  startDemoServer,
  type DemoServer,
  type DemoServerOptions,
  type ReceivedRequest,
} from '../../src/demo/server';

/** What a request looked like when it reached the server. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: ReceivedRequest['headers'];
  readonly body: string;
  readonly status: number;
}

/**
 * A demo server for a mocha suite: `const demo = useDemoServer({ profile: '2023-12' })` inside of a `describe` starts a
 * fresh one before each test and closes it afterwards.
 */
export class DemoServerHarness {
  private running: DemoServer | undefined;
  private seen: SeenRequest[] = [];

  constructor(private readonly options: DemoServerOptions) {}

  /** @throws Error outside of a test */
  get server(): DemoServer {
    if (!this.running) {
      throw new Error('The demo server runs only during a test');
    }
    return this.running;
  }

  /** All requests since the start, oldest first. */
  get requests(): readonly SeenRequest[] {
    return this.seen;
  }

  /** The requests of one method and path (without query). */
  requestsTo(method: string, path: string): readonly SeenRequest[] {
    return this.seen.filter((request) => request.method === method && request.path.split('?')[0] === path);
  }

  forgetRequests(): void {
    this.seen = [];
  }

  async start(): Promise<DemoServer> {
    this.seen = [];
    this.running = await startDemoServer({
      logs: false,
      ...this.options,
      onRequest: (request) => {
        this.seen.push({ ...request, body: request.body.toString('utf8') });
        this.options.onRequest?.(request);
      },
    });
    return this.running;
  }

  async stop(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }
}

/** Registers the hooks. Log entries are made only when the options ask for them. */
export function useDemoServer(options: DemoServerOptions): DemoServerHarness {
  const harness = new DemoServerHarness(options);
  beforeEach(() => harness.start());
  afterEach(() => harness.stop());
  return harness;
}
