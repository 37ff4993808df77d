import { isDeepStrictEqual } from 'node:util';

import type { ApiError } from '../api/errors';
import type { PluginConfig } from '../api/schemas';
import type { Change, ConfigChange, ConfigState } from './changes';
import { plainSettings } from './completeSettings';
import type { CreationPlan, WantedNewConfig } from './creationPlan';

/** What a create has done. It is never sent a second time. */
export type CreationOutcome =
  | {
      readonly kind: 'created';
      readonly config: PluginConfig;
      readonly change: Change;
      /** It is stored, but not yet last, or enabled without having been asked for: putting that right failed. */
      readonly notSettled: ApiError | undefined;
    }
  /** The server changed a config of the plugin that was there already. */
  | {
      readonly kind: 'updatedExisting';
      readonly config: PluginConfig;
      readonly change: Change;
      /** One that was deleted before: nobody could see what it held. */
      readonly revived: boolean;
    }
  /** It became a function of PostHog's data pipelines; no plugin config is stored. */
  | { readonly kind: 'hogFunction' }
  /** Nothing is stored. */
  | { readonly kind: 'refused'; readonly error: ApiError }
  /** Nothing was sent: the list is no longer what was agreed on. */
  | { readonly kind: 'planChanged'; readonly plan: CreationPlan }
  /** The server stored it in another project: that of its key's owner changed meanwhile. */
  | { readonly kind: 'wrongProject'; readonly found: number; readonly id: number }
  | {
      readonly kind: 'unknown';
      readonly error: ApiError;
      /** What the list shows now. `unreadable`: a new row that the server itself cannot read. */
      readonly seen: 'nothing' | 'several' | 'unreadable' | 'notRead';
    };

/** A config that was not there, or not to be seen: taking it back hides it again where this server can, else disables it. */
export function createdChange(config: PluginConfig, label: string): Change {
  const canHide = 'deleted' in config;
  return {
    what: 'created',
    configs: [
      {
        id: config.id,
        label,
        before: canHide ? { deleted: true, enabled: false } : config.enabled ? { enabled: false } : {},
        after: canHide ? { deleted: false, enabled: config.enabled } : { enabled: config.enabled },
      },
    ],
    cannotRestore: [],
  };
}

/** A config that was changed in the place of a new one: only what differs, and no secrets. */
export function updatedChange(
  former: PluginConfig,
  config: PluginConfig,
  label: string,
  { plugin, secrets }: WantedNewConfig,
): Change {
  const before: ConfigState = editableState(former, plugin);
  const after: ConfigState = editableState(config, plugin);
  const differing = (state: ConfigState): ConfigState =>
    Object.fromEntries(
      Object.entries(state).filter(
        ([key]) => !isDeepStrictEqual(before[key as keyof ConfigState], after[key as keyof ConfigState]),
      ),
    );
  const change: ConfigChange = { id: config.id, label, before: differing(before), after: differing(after) };
  return { what: 'edited', configs: [change], cannotRestore: Object.keys(secrets) };
}

function editableState(config: PluginConfig, plugin: WantedNewConfig['plugin']): ConfigState {
  return {
    enabled: config.enabled,
    order: config.order,
    ...(config.name === undefined ? {} : { name: config.name }),
    ...(config.description === undefined ? {} : { description: config.description }),
    settings: plainSettings(config, plugin),
  };
}
