import type { ServerTraits } from '../api/generation';
import type { Plugin } from '../api/schemas';
import { wantedSettings } from '../documents/settingsChanges';
import { newContentOf, type SettingsContent } from '../documents/settingsDocument';
import type { WantedNewConfig } from '../model/creationPlan';
import { settingFields } from '../model/fields';

/** What the document says, and what it was offered with. A name that was only offered is not sent: it is the plugin's. */
export function wantedNewConfig(
  traits: ServerTraits | undefined,
  plugin: Plugin,
  content: SettingsContent,
  secrets: Readonly<Record<string, string>>,
): WantedNewConfig {
  const offered = newContentOf(plugin, traits);
  const { name, description } = content;
  return {
    plugin,
    enabled: content.enabled ?? false,
    ...(typeof name === 'string' && name !== offered.name ? { name } : {}),
    ...(typeof description === 'string' && description !== offered.description ? { description } : {}),
    settings: content.settings,
    offered: {
      enabled: offered.enabled ?? false,
      settings: wantedSettings(offered, undefined, undefined, settingFields(plugin)),
    },
    secrets,
  };
}
