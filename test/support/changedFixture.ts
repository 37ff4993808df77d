import type { Fixture, FixtureConfig, FixturePlugin } from '../../src/demo/fixture';

/** The same with other properties of one plugin. */
export function withPlugin(fixture: Fixture, pluginId: number, changes: Partial<FixturePlugin>): Fixture {
  return {
    ...fixture,
    plugins: fixture.plugins.map((plugin) => (plugin.id === pluginId ? { ...plugin, ...changes } : plugin)),
  };
}

/** The same with other properties of one plugin config. */
export function withConfig(fixture: Fixture, configId: number, changes: Partial<FixtureConfig>): Fixture {
  return {
    ...fixture,
    configs: fixture.configs.map((config) => (config.id === configId ? { ...config, ...changes } : config)),
  };
}
