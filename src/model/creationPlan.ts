import { isDeepStrictEqual } from 'node:util';

import type { ServerTraits } from '../api/generation';
import type { NewPluginConfig } from '../api/pluginConfigs';
import type { Plugin, PluginConfig } from '../api/schemas';
import { completeSettings, plainSettings } from './completeSettings';

/** What a create is going to do on this server, as far as its answers have shown it. */
export type CreationEffect =
  | 'creates'
  /** Servers of 2021 and 2026 keep several configs of one plugin. */
  | 'createsAnother'
  /** Servers of 2023 change the plugin's first config in the place of making one. */
  | 'updatesExisting'
  /** One or the other: servers that do either look alike. */
  | 'mayUpdateExisting'
  /** Servers from 2025 on make a hog function of plugins that they have a template for, and store no config. */
  | 'becomesHogFunction'
  | 'mayBecomeHogFunction';

/** What is known just before a create. */
export interface CreationPlan {
  readonly effect: CreationEffect;
  /** The config that may be changed in the place of a new one: the plugin's first. */
  readonly existing: PluginConfig | undefined;
  /** How many configs of the plugin the list has. */
  readonly count: number;
  /** The order that puts it last, in 32 bits. */
  readonly order: number;
  /** Whether it does: not where the last config has the highest order that there is. */
  readonly isLast: boolean;
  /** A config of the plugin that was deleted would be brought back in the place of a new one; lists do not tell. */
  readonly mayRevive: boolean;
  /** All configs of the list, and how many of them the server could not read. */
  readonly known: readonly PluginConfig[];
  readonly unreadable: number;
}

/** What a new config is to be. */
export interface WantedNewConfig {
  readonly plugin: Plugin;
  readonly enabled: boolean;
  /** Where the server has it. */
  readonly name?: string;
  /** Where the server has it. */
  readonly description?: string;
  /** Neither secrets nor attachments. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Those that it was offered with: what still equals them was not chosen by anybody. */
  readonly offered: {
    readonly enabled: boolean;
    readonly settings: Readonly<Record<string, unknown>>;
  };
  readonly secrets: Readonly<Record<string, string>>;
}

const HIGHEST_ORDER = 2_147_483_647;

/** @param known all configs of the project that lists show */
export function planCreation(
  plugin: Plugin,
  known: readonly PluginConfig[],
  traits: Pick<ServerTraits, 'era' | 'softDelete'>,
  unreadable = 0,
): CreationPlan {
  const same = known.filter((config) => config.plugin === plugin.id).sort((a, b) => a.id - b.id);
  const effect = effectOf(plugin, same.length > 0, traits.era);
  const last = known.reduce((highest, { order }) => Math.max(highest, order), 0);
  const isFull = last >= HIGHEST_ORDER;
  return {
    effect,
    existing: effect === 'updatesExisting' || effect === 'mayUpdateExisting' ? same[0] : undefined,
    count: same.length,
    order: isFull ? HIGHEST_ORDER : last + 1,
    // Of equal orders the higher plugin id comes last.
    isLast: !isFull || known.every(({ order, plugin: id }) => order < HIGHEST_ORDER || id <= plugin.id),
    mayRevive: effect === 'creates' && traits.softDelete && MERGES[traits.era] !== 'no',
    known,
    unreadable,
  };
}

/** Whether a create of a plugin that has a config changes that one. Merging came in 2022 and went in 2024 or 2025. */
const MERGES: Readonly<Record<ServerTraits['era'], 'yes' | 'no' | 'maybe'>> = {
  '2021-06': 'no',
  '2021-12': 'maybe',
  '2023-11': 'yes',
  '2023-12': 'maybe',
  between: 'maybe',
  '2026': 'no',
  unknown: 'maybe',
};

function effectOf(plugin: Plugin, isConfigured: boolean, era: ServerTraits['era']): CreationEffect {
  if (era === '2026') {
    const migrates = plugin.hog_function_migration_available ?? plugin.custom_function_migration_available;
    if (typeof migrates !== 'boolean') {
      return 'mayBecomeHogFunction';
    }
    if (migrates) {
      return 'becomesHogFunction';
    }
  }
  if (!isConfigured) {
    return 'creates';
  }
  return ({ no: 'createsAnother', yes: 'updatesExisting', maybe: 'mayUpdateExisting' } as const)[MERGES[era]];
}

/** Whether what was agreed on still holds. */
export function isSamePlan(a: CreationPlan, b: CreationPlan): boolean {
  return (
    a.effect === b.effect &&
    a.count === b.count &&
    a.isLast === b.isLast &&
    a.existing?.enabled === b.existing?.enabled
  );
}

/** Whether the config that comes of it runs: an existing one stays as it is unless that was changed. */
export function willBeEnabled({ existing }: CreationPlan, wanted: WantedNewConfig): boolean {
  return existing && wanted.enabled === wanted.offered.enabled ? existing.enabled : wanted.enabled;
}

/**
 * What to send. Where a config may be changed in the place of a new one, everything of it that nobody changed goes back
 * as it is: the server replaces its settings as a whole, and takes what a form leaves out of its state for false.
 */
export function newConfigFields(
  plan: CreationPlan,
  wanted: WantedNewConfig,
  softDelete: boolean,
): NewPluginConfig {
  const { plugin, offered, secrets } = wanted;
  const { existing } = plan;
  return {
    plugin: plugin.id,
    order: existing?.order ?? plan.order,
    enabled: willBeEnabled(plan, wanted),
    ...(wanted.name === undefined ? {} : { name: wanted.name }),
    ...(wanted.description === undefined ? {} : { description: wanted.description }),
    ...(softDelete ? { deleted: false } : {}),
    config: existing
      ? completeSettings(existing, plugin, {
          settings: {
            ...plainSettings(existing, plugin),
            ...changedSettings(wanted.settings, offered.settings),
          },
          secrets,
        }).form.config
      : { ...wanted.settings, ...secrets },
  };
}

function changedSettings(
  settings: Readonly<Record<string, unknown>>,
  offered: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(settings).filter(([key, value]) => !isDeepStrictEqual(value, offered[key])),
  );
}
