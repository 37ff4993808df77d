import * as v from 'valibot';
import type { Operation } from '../../../src/api/errors';
import { type Plugin, type PluginConfig, pluginConfigSchema } from '../../../src/api/schemas';
import type { Corpus } from './corpus';
import { mutated } from './mutate';
import type { Random } from './random';
import { DEEPEST, depthOf, isConfig } from './reading';
import { writeJson } from './wire';

/** A plugin config with its plugin as a server might tell it: what of it was changed is still a config by its types. */
export function oddConfig(
  corpus: Corpus,
  random: Random,
): { readonly config: PluginConfig; readonly plugin: Plugin | undefined } {
  for (;;) {
    const told = random.pick(goodBodies(corpus, 'retrievePluginConfig'));
    // Settings and forms are where everything is allowed, so most changes go there.
    const value: unknown = JSON.parse(
      writeJson(random.chance(0.7) ? insideChanged(told, random) : mutated(told, random)),
    );
    if (isConfig(value) && depthOf(value) <= DEEPEST && v.is(pluginConfigSchema, value)) {
      return { config: value, plugin: value.plugin_info ?? undefined };
    }
  }
}

function insideChanged(told: unknown, random: Random): unknown {
  const copy = { ...(told as Record<string, unknown>) };
  const plugin = copy.plugin_info as Record<string, unknown> | null | undefined;
  if (plugin && random.chance(0.7)) {
    const part = random.pick(['config_schema', 'public_jobs', 'capabilities'] as const);
    copy.plugin_info = { ...plugin, [part]: mutated(plugin[part] ?? {}, random) };
  }
  return random.chance(0.7) ? { ...copy, config: mutated(copy.config ?? {}, random) } : copy;
}

/** The bodies of all good answers to an operation. */
export function goodBodies(corpus: Corpus, operation: Operation): readonly unknown[] {
  return (corpus.get(operation) ?? [])
    .filter(({ status, body }) => status < 300 && typeof body === 'object' && body !== null)
    .map(({ body }) => body);
}
