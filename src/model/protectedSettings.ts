import { SERVER_MASK } from '../api/forms';
import type { Plugin, PluginConfig } from '../api/schemas';
import { attachmentIn, type StoredAttachment } from './attachments';
import { settingOf } from './completeSettings';
import { settingFields } from './fields';
import { shownName } from './oneLine';
import { secretKeys } from './secrets';

/** A secret of a config, without its value. */
export interface SecretSetting {
  readonly key: string;
  /** As the plugin's form calls it, else its key; fit to show. */
  readonly title: string;
  readonly isSet: boolean;
  readonly required: boolean;
}

/** A setting of a config that holds a file. */
export interface AttachmentSetting {
  readonly key: string;
  readonly title: string;
  /** Undefined where none is stored. */
  readonly stored: StoredAttachment | undefined;
  readonly required: boolean;
}

/**
 * The secrets that a config has or may have: those of its plugin's form, and whatever else the server masks. Where the
 * form is not known, keys that look like secrets count.
 */
export function secretSettings(config: PluginConfig, plugin: Plugin | undefined): readonly SecretSetting[] {
  const isSecret = secretKeys(plugin);
  const fields = settingFields(plugin).filter(({ secret, type }) => secret && type !== 'attachment');
  const known = new Set(settingFields(plugin).map(({ key }) => key));
  const others = Object.entries(config.config ?? {})
    .filter(([key, value]) => value === SERVER_MASK || (isSecret(key) && !attachmentIn(value)))
    .filter(([key]) => !known.has(key))
    .map(([key]) => ({ key, title: undefined, required: false }));
  return [...fields, ...others].map(({ key, title, required }) => ({
    key,
    title: shownName(title?.trim() ? title : key),
    isSet: Boolean(settingOf(config, key)),
    required,
  }));
}

/** The settings that hold a file or may hold one: those of the plugin's form, and whatever else the server tells of. */
export function attachmentSettings(
  config: PluginConfig,
  plugin: Plugin | undefined,
): readonly AttachmentSetting[] {
  const fields = settingFields(plugin).filter(({ type }) => type === 'attachment');
  const known = new Set(fields.map(({ key }) => key));
  const others = Object.entries(config.config ?? {})
    .filter(([key, value]) => attachmentIn(value) && !known.has(key))
    .map(([key]) => ({ key, title: undefined, required: false }));
  return [...fields, ...others].map(({ key, title, required }) => ({
    key,
    title: shownName(title?.trim() ? title : key),
    stored: attachmentIn(settingOf(config, key)),
    required,
  }));
}
