import { Budget } from '../../../src/api/budget';
import { ApiClient } from '../../../src/api/client';
import { systemClock } from '../../../src/api/clock';
import type { ProjectApi } from '../../../src/api/pluginConfigs';
import { demoFixture } from '../../../src/demo/demoFixture';
import type { Fixture } from '../../../src/demo/fixture';
import type { ProfileName } from '../../../src/demo/profiles';
import {
  type DemoServer,
  type DemoServerOptions,
  type ReceivedRequest,
  startDemoServer,
} from '../../../src/demo/server';
import { PLANTED_KEY } from './clientHarness';

/** The API of the demo project, on a demo server of one generation, with a record of what the server got. */
export class DemoApi {
  readonly client: ApiClient;
  readonly api: ProjectApi;
  private readonly budget = new Budget(systemClock);

  private constructor(
    readonly server: DemoServer,
    readonly requests: readonly ReceivedRequest[],
    profile: ProfileName,
  ) {
    this.client = new ApiClient({
      origin: server.url,
      key: { read: () => Promise.resolve(PLANTED_KEY) },
      budget: this.budget,
      clock: systemClock,
    });
    const collection = profile === '2021-06' ? 'plugin-configs' : 'plugin_configs';
    this.api = { client: this.client, projectId: 1, collection };
  }

  static async start(
    profile: ProfileName,
    seed: (fixture: Fixture) => Fixture = (fixture) => fixture,
    options: Partial<DemoServerOptions> = {},
  ): Promise<DemoApi> {
    const requests: ReceivedRequest[] = [];
    const server = await startDemoServer({
      profile,
      fixture: seed(demoFixture(PLANTED_KEY, Date.now())),
      logs: false,
      onRequest: (request) => requests.push(request),
      ...options,
    });
    return new DemoApi(server, requests, profile);
  }

  get lastRequest(): ReceivedRequest | undefined {
    return this.requests.at(-1);
  }

  async close(): Promise<void> {
    this.budget.dispose();
    await this.client.dispose();
    await this.server.close();
  }
}

/** The same data in an organisation with another access level: 0 none, 3 config, 6 install, 9 root. */
export function withAccessLevel(level: number): (fixture: Fixture) => Fixture {
  return (fixture) => ({
    ...fixture,
    organizations: fixture.organizations.map((organization) => ({
      ...organization,
      plugins_access_level: level,
    })),
  });
}

/** The same data with a key that may do less. */
export function withKey(limits: {
  readonly scopes?: readonly string[];
  readonly scoped_teams?: readonly number[];
}): (fixture: Fixture) => Fixture {
  return (fixture) => ({ ...fixture, users: fixture.users.map((user) => ({ ...user, ...limits })) });
}
