import type { Fixture } from '../../src/demo/fixture';
import type { Json } from '../../src/demo/pyValue';
import { withKey } from './goldenFixture';
import { seedOf } from './projectHarness';

/** The name of the config that is called after the request header of whoever lists it, as it may be shown. */
export const ECHO_LABEL = 'Authorization: Bearer «key»';

/** The seed of 2023-12 with a key that its first user has, and that is quoted wherever a server has texts. */
export function echoingFixture(key: string): Fixture {
  const quote = `Authorization: Bearer ${key}`;
  const base64 = Buffer.from(quote).toString('base64');
  const seed = withKey(seedOf('2023-12'), 1, { key });
  return {
    ...seed,
    plugins: seed.plugins.map((plugin) => ({
      ...plugin,
      description: `${quote} ${base64}`,
      ...(plugin.name === 'Warehouse Export' && {
        frontend: { status: 'TRANSPILED', transpiled: `// ${quote}\nexport const key = '${key}';\n` },
      }),
      ...(Array.isArray(plugin.config_schema) && {
        config_schema: [
          ...(plugin.config_schema as readonly Json[]),
          { key: 'echo', name: quote, hint: quote, type: 'string', default: quote, required: false },
        ],
      }),
    })),
    configs: seed.configs.map((config) => ({
      ...config,
      description: quote,
      ...(config.id === 2 && { config: { ...recordOf(config.config), siteId: quote, list: [key] } }),
      ...(config.id === 3 && { name: quote }),
    })),
    organizations: seed.organizations.map((organization) => ({ ...organization, name: quote })),
  };
}

function recordOf(value: unknown): Record<string, never> {
  return Object(value) as Record<string, never>;
}
