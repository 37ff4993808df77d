import { Budget } from '../../src/api/budget';
import { ApiClient } from '../../src/api/client';
import { systemClock } from '../../src/api/clock';
import type { Fixture } from '../../src/demo/fixture';
import type { ProfileName } from '../../src/demo/profiles';
import { ConfigWrites } from '../../src/model/configWrites';
import { PluginConfigs, type Remembered } from '../../src/model/pluginConfigs';
import { DemoServerHarness } from './demoServer';
import { startFaultProxy, type FaultProxy } from './faults/faultProxy';
import { goldenFixture } from './goldenFixture';

/** The recorded seed that fits a profile: profiles without recordings use that of the nearest one. */
export function seedOf(profile: ProfileName): Fixture {
  switch (profile) {
    case '2021-06':
      return goldenFixture('2021-06');
    case '2021-12':
      return withPublicJobs(goldenFixture('2021-06'));
    case '2023-11':
      return goldenFixture('2023-11');
    case '2023-12':
    case '2026':
    case 'gone':
      return goldenFixture('2023-12');
  }
}

/** Servers tell since autumn 2021 which jobs a plugin has for people: these are as they were recorded later. */
function withPublicJobs(seed: Fixture): Fixture {
  const later = new Map(goldenFixture('2023-11').plugins.map((plugin) => [plugin.id, plugin]));
  return {
    ...seed,
    plugins: seed.plugins.map((plugin) => ({ ...plugin, public_jobs: later.get(plugin.id)?.public_jobs })),
  };
}

export interface ProjectHarnessOptions {
  readonly profile: ProfileName;
  readonly fixture?: Fixture;
  readonly projectId?: number;
  readonly key?: string;
  readonly remembered?: Remembered;
  /** Whether a proxy stands in front of the server that can misbehave. */
  readonly behindProxy?: true;
}

/** The model of one project against a demo server with the recorded seed. */
export class ProjectHarness {
  private constructor(
    readonly demo: DemoServerHarness,
    readonly client: ApiClient,
    readonly configs: PluginConfigs,
    readonly writes: ConfigWrites,
    private readonly budget: Budget,
    private readonly inFront: FaultProxy | undefined,
  ) {}

  static async start(options: ProjectHarnessOptions): Promise<ProjectHarness> {
    const demo = new DemoServerHarness({
      profile: options.profile,
      fixture: options.fixture ?? seedOf(options.profile),
    });
    const { url, key } = await demo.start();
    const inFront = options.behindProxy ? await startFaultProxy(url) : undefined;
    const budget = new Budget(systemClock);
    const client = new ApiClient({
      origin: inFront?.url ?? url,
      key: { read: () => Promise.resolve(options.key ?? key) },
      budget,
      clock: systemClock,
      random: () => 0,
    });
    const configs = new PluginConfigs({
      client,
      projectId: options.projectId ?? 1,
      clock: systemClock,
      remembered: options.remembered,
    });
    return new ProjectHarness(demo, client, configs, new ConfigWrites(configs), budget, inFront);
  }

  /** What stands in front of the server. @throws Error unless it was asked for */
  get proxy(): FaultProxy {
    if (!this.inFront) {
      throw new Error('This project was opened without a proxy');
    }
    return this.inFront;
  }

  async stop(): Promise<void> {
    this.configs.dispose();
    this.budget.dispose();
    await this.client.dispose();
    await this.inFront?.close();
    await this.demo.stop();
  }
}
