import type { ServerTraits } from '../api/generation';
import { isRecord } from '../api/record';
import type { Plugin, PluginConfig } from '../api/schemas';
import { attachmentIn } from '../model/attachments';
import { settingFields, type SettingField } from '../model/fields';
import { escapedJson } from '../model/oneLine';
import { MASK, maskedSettings } from '../model/secrets';
import { shownJson } from '../model/settingsJsonText';

/** What a settings document says, without its `$schema`. */
export interface SettingsContent {
  /** Where the server has it. */
  readonly name?: string | null;
  /** Where the server has it. */
  readonly description?: string | null;
  readonly enabled?: boolean;
  /** Secrets are masked, attachments are told by `file`, `size` and `type`, JSON that is stored as text is unfolded. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * The document of a stored config. Keys that the server does not send are left out, and `null`, `""` and absent stay
 * what they are.
 */
export function contentOf(config: PluginConfig, plugin: Plugin | undefined): SettingsContent {
  const known = plugin ?? config.plugin_info ?? undefined;
  const fields = new Map(settingFields(known).map((field) => [field.key, field]));
  return {
    ...(config.name === undefined ? {} : { name: config.name }),
    ...(config.description === undefined ? {} : { description: config.description }),
    enabled: config.enabled,
    settings: Object.fromEntries(
      Object.entries(maskedSettings(config, known)).map(([key, value]) => [
        key,
        shown(value, fields.get(key)),
      ]),
    ),
  };
}

/**
 * The document of a config that is not there yet: the defaults of its plugin. Defaults of secrets are left out, and
 * so is what only a file can fill.
 *
 * @param traits undefined while the server has not answered: then it is not known to have names
 */
export function newContentOf(
  plugin: Plugin,
  traits: Pick<ServerTraits, 'editableName'> | undefined,
): SettingsContent {
  const defaults = settingFields(plugin)
    .filter(({ secret, type }) => !secret && type !== 'attachment')
    .flatMap((field) =>
      field.default === undefined || field.default === null
        ? []
        : [[field.key, shown(field.default, field)] as const],
    );
  return {
    ...(traits?.editableName ? { name: plugin.name ?? '', description: plugin.description ?? '' } : {}),
    enabled: false,
    settings: Object.fromEntries(defaults),
  };
}

/** @param schema the address of the JSON Schema, which a save leaves out */
export function textOf(content: SettingsContent, schema: string): string {
  return `${escapedJson({ $schema: schema, ...content }, 2)}\n`;
}

/** What a text of ours says. @returns undefined where it is no such text */
export function contentIn(text: string): SettingsContent | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || !isRecord(value.settings)) {
      return undefined;
    }
    const { name, description, enabled, settings } = value;
    return {
      ...(isName(name) ? { name } : {}),
      ...(isName(description) ? { description } : {}),
      ...(typeof enabled === 'boolean' ? { enabled } : {}),
      settings,
    };
  } catch {
    return undefined;
  }
}

/** Servers tell `null` where a name was never given. */
export function isName(value: unknown): value is string | null {
  return typeof value === 'string' || value === null;
}

/** Whether a key holds a file rather than a value. @param value as the document shows it */
export function holdsAttachment(field: SettingField | undefined, value: unknown): boolean {
  return field ? field.type === 'attachment' : isShownAttachment(value);
}

function isShownAttachment(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).join() === 'file,size,type';
}

function shown(value: unknown, field: SettingField | undefined): unknown {
  if (value === MASK) {
    return value;
  }
  const attachment = attachmentIn(value);
  if (attachment) {
    const { name, size, contentType } = attachment;
    return { file: name ?? MASK, size: size ?? null, type: contentType ?? null };
  }
  return field?.type === 'json' ? shownJson(value) : value;
}
