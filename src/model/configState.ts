import { isDeepStrictEqual } from 'node:util';

import type { Plugin, PluginConfig } from '../api/schemas';
import type { ConfigState } from './changes';
import { plainSettings } from './completeSettings';

export type StatePart = keyof ConfigState;

/** The parts of a config that a state has. */
export function partsIn(...states: readonly ConfigState[]): readonly StatePart[] {
  return [...new Set(states.flatMap((state) => Object.keys(state) as StatePart[]))];
}

/** Some parts of a config as a server told them. A blank name or description is something else than none. */
export function stateIn(
  config: PluginConfig,
  plugin: Plugin | undefined,
  parts: readonly StatePart[],
): ConfigState {
  const all: Required<ConfigState> = {
    enabled: config.enabled,
    order: config.order,
    name: config.name ?? null,
    description: config.description ?? null,
    deleted: config.deleted === true,
    settings: plainSettings(config, config.plugin_info ?? plugin),
  };
  return Object.fromEntries(parts.map((part) => [part, all[part]]));
}

/** Whether a state has everything that another one says, and the same. */
export function includesState(state: ConfigState, wanted: ConfigState): boolean {
  return partsIn(wanted).every((part) => isDeepStrictEqual(state[part], wanted[part]));
}
