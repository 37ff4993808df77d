import type { PluginConfig } from '../api/schemas';
import { attachmentIn } from '../model/attachments';
import type { SettingField } from '../model/fields';
import { MASK } from '../model/secrets';
import type { SettingsContent } from './settingsDocument';
import { sameJson, storedJson } from '../model/settingsJsonText';

/** One difference between two documents of a config. */
export interface ContentChange {
  readonly part: 'name' | 'description' | 'enabled' | 'setting';
  /** The setting's key; the part's name for the others. */
  readonly key: string;
  /** Undefined where it is not there. Secrets are never told: their places hold the mask. */
  readonly from: unknown;
  readonly to: unknown;
  readonly secret: boolean;
}

const PARTS = ['name', 'description', 'enabled'] as const;

/**
 * What differs between two documents. What the second one leaves out of name, description and enabled is taken as left
 * alone; a setting that it leaves out is removed.
 */
export function changesBetween(
  from: SettingsContent,
  to: SettingsContent,
  fields: readonly SettingField[],
): readonly ContentChange[] {
  const changes: ContentChange[] = PARTS.filter(
    (part) => to[part] !== undefined && to[part] !== from[part],
  ).map((part) => ({ part, key: part, from: from[part], to: to[part], secret: false }));
  const secrets = new Set(fields.filter(({ secret }) => secret).map(({ key }) => key));
  for (const key of new Set([...Object.keys(from.settings), ...Object.keys(to.settings)])) {
    const former = own(from.settings, key);
    const value = own(to.settings, key);
    if (!sameJson(former, value)) {
      const secret = secrets.has(key) || former === MASK || value === MASK;
      const told = (each: unknown): unknown => (secret && isText(each) ? MASK : each);
      changes.push({ part: 'setting', key, from: told(former), to: told(value), secret });
    }
  }
  return changes;
}

/**
 * What one person changed in a document, put on top of what the server has meanwhile: of what both changed, the
 * person's stays; of what only one changed, that.
 */
export function merged(
  base: SettingsContent,
  mine: SettingsContent,
  theirs: SettingsContent,
): SettingsContent {
  const parts = Object.fromEntries(
    PARTS.flatMap((part) => {
      const value = mine[part] === undefined || mine[part] === base[part] ? theirs[part] : mine[part];
      return value === undefined ? [] : [[part, value]];
    }),
  );
  const keys = new Set([...Object.keys(theirs.settings), ...Object.keys(mine.settings)]);
  const settings = [...keys].flatMap((key) => {
    const untouched = sameJson(own(base.settings, key), own(mine.settings, key));
    const source = untouched ? theirs.settings : mine.settings;
    return Object.hasOwn(source, key) ? [[key, source[key]] as const] : [];
  });
  return { ...parts, settings: Object.fromEntries(settings) };
}

/**
 * The settings as they are to be stored: without secrets and attachments, which are not the document's, and with JSON
 * in the form that it was stored in.
 *
 * @param config what the server has; undefined for a config that is not there yet
 */
export function wantedSettings(
  content: SettingsContent,
  config: Pick<PluginConfig, 'config'> | undefined,
  former: SettingsContent | undefined,
  fields: readonly SettingField[],
): Readonly<Record<string, unknown>> {
  const described = new Map(fields.map((field) => [field.key, field]));
  return Object.fromEntries(
    Object.entries(content.settings).flatMap(([key, value]) => {
      const field = described.get(key);
      const before = former && own(former.settings, key);
      const stored = own(config?.config ?? {}, key);
      // A value that stands where the form wants a file is kept like any other.
      const isFile =
        attachmentIn(stored) !== undefined || (stored === undefined && field?.type === 'attachment');
      const isMasked = before === MASK && stored !== MASK; // which somebody may have stored as a value
      if (field?.secret === true || isMasked || isFile) {
        return [];
      }
      return [[key, field?.type === 'json' ? storedJson(value, stored) : value]];
    }),
  );
}

function own(values: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
