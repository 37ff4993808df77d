import { isRecord } from '../api/record';
import type { Plugin } from '../api/schemas';
import { hasSettingFields, settingFields, type Condition, type SettingField } from './fields';
import { harmlessText } from './harmlessText';
import { choiceSchema, defaultSchema, hasIcon } from './offeredValues';
import { shownJson } from './settingsJsonText';

/** A JSON Schema, with what VS Code's JSON support adds to it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Sentences for people, in their language. */
export interface SchemaTexts {
  readonly name: string;
  readonly description: string;
  readonly enabled: string;
  readonly settings: string;
  readonly required: string;
  readonly secret: string;
  readonly attachment: string;
  readonly json: string;
  readonly unknownType: string;
  readonly notDescribed: string;
  readonly withoutEffect: string;
}

export interface SchemaOptions {
  /** Whether this server has names and descriptions. */
  readonly hasName: boolean;
  /** Keys that the config has already: they are never called unknown. */
  readonly storedKeys: readonly string[];
  readonly texts: SchemaTexts;
}

const EMPTY = ['', null];

/**
 * The JSON Schema of a settings document, made from a plugin's settings form, in both of its forms. Servers enforce
 * nothing of it. Texts of the form are shown as plain text: no picture of it is loaded, no link of it runs.
 */
export function settingsSchema(plugin: Plugin | undefined, options: SchemaOptions): JsonSchema {
  const { texts, hasName } = options;
  const text = { type: ['string', 'null'] };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      $schema: { type: 'string', doNotSuggest: true },
      ...(hasName
        ? {
            name: { ...text, maxLength: 400, description: texts.name },
            description: { ...text, maxLength: 1000, description: texts.description },
          }
        : {}),
      enabled: { type: 'boolean', description: texts.enabled },
      settings: settingsPart(plugin, options),
    },
    required: ['settings'],
    additionalProperties: false,
  };
}

function settingsPart(plugin: Plugin | undefined, { storedKeys, texts }: SchemaOptions): JsonSchema {
  const fields = settingFields(plugin);
  const notes = markdownNotes(plugin);
  const described = new Set(fields.map(({ key }) => key));
  const stored = storedKeys
    .filter((key) => !described.has(key))
    .map((key) => [key, { description: texts.notDescribed, doNotSuggest: true }] as const);
  const rules = fields.flatMap((field) => conditionalRules(field, notes.of(field.key), texts));
  return {
    type: 'object',
    description: [texts.settings, ...notes.between].join('\n\n'),
    properties: Object.fromEntries([
      ...stored,
      ...fields.map((field) => [
        field.key,
        field.visibleIf.length === 0
          ? fieldSchema(field, notes.of(field.key), texts)
          : { ...valueSchema(field), doNotSuggest: true },
      ]),
    ]),
    required: fields
      .filter((field) => field.required && field.visibleIf.length === 0 && isEntered(field))
      .map(({ key }) => key),
    ...(rules.length > 0 ? { allOf: rules } : {}),
    // Where the plugin describes nothing, nobody can say that a key is wrong.
    additionalProperties: !hasSettingFields(plugin),
  };
}

function fieldSchema(field: SettingField, note: string | undefined, texts: SchemaTexts): JsonSchema {
  const sentences = [
    field.hint === undefined ? '' : harmlessText(field.hint),
    note ?? '',
    field.required ? texts.required : '',
    kindSentence(field, texts),
  ].filter(Boolean);
  return {
    ...valueSchema(field),
    ...(field.title ? { title: harmlessText(field.title) } : {}),
    ...(sentences.length > 0 ? { description: sentences.join('\n\n') } : {}),
    // The editor draws icons in the keys that it offers; this one is typed.
    ...(isEntered(field) && !hasIcon(field.key) ? {} : { doNotSuggest: true }),
    ...(field.default === undefined || field.default === null || !isEntered(field)
      ? {}
      : defaultSchema(field.type === 'json' ? shownJson(field.default) : field.default)),
  };
}

function valueSchema(field: SettingField): JsonSchema {
  if (field.secret) {
    return { type: ['string', 'null'] };
  }
  switch (field.type) {
    case 'string':
      return { type: ['string', 'null'], ...(field.required ? { minLength: 1 } : {}) };
    case 'choice':
      return field.choices.length > 0 ? choiceSchema(field.choices) : { type: ['string', 'null'] };
    case 'json':
    case 'attachment':
    case 'unknown':
      return {};
  }
}

function kindSentence(field: SettingField, texts: SchemaTexts): string {
  if (field.type === 'attachment') {
    return texts.attachment;
  }
  if (field.secret) {
    return texts.secret;
  }
  return field.type === 'json' ? texts.json : field.type === 'unknown' ? texts.unknownType : '';
}

/** Whether people type it into the document: secrets and files are given by commands. */
function isEntered(field: SettingField): boolean {
  return !field.secret && field.type !== 'attachment';
}

function conditionalRules(
  field: SettingField,
  note: string | undefined,
  texts: SchemaTexts,
): readonly JsonSchema[] {
  const { key, visibleIf, requiredIf } = field;
  const rules: JsonSchema[] = [];
  if (visibleIf.length > 0) {
    rules.push({
      if: allOf(visibleIf),
      then: {
        properties: { [key]: fieldSchema(field, note, texts) },
        ...(field.required && isEntered(field) ? { required: [key] } : {}),
      },
      else: { properties: { [key]: { description: texts.withoutEffect, doNotSuggest: true } } },
    });
  }
  if (requiredIf.length > 0 && isEntered(field)) {
    rules.push({
      if: allOf([...visibleIf, ...requiredIf]),
      then: { required: [key], properties: { [key]: { not: { enum: EMPTY } } } },
    });
  }
  return rules;
}

function allOf(conditions: readonly Condition[]): JsonSchema {
  return { allOf: conditions.map(conditionSchema) };
}

/** A setting that is not set counts as an empty text. */
function conditionSchema(condition: Condition): JsonSchema {
  const { key } = condition;
  if (!('value' in condition)) {
    return { required: [key], properties: { [key]: { not: { enum: EMPTY } } } };
  }
  const value = condition.value ?? '';
  return value === ''
    ? { anyOf: [{ not: { required: [key] } }, { properties: { [key]: { enum: EMPTY } } }] }
    : { required: [key], properties: { [key]: { const: value } } };
}

interface Notes {
  /** Those that stand between the fields. */
  readonly between: readonly string[];
  of(key: string): string | undefined;
}

/** What a form says in Markdown: in entries of its own, or beside a field. */
function markdownNotes(plugin: Plugin | undefined): Notes {
  const schema = plugin?.config_schema ?? [];
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(schema)
    ? schema.map((entry: unknown) => [isRecord(entry) ? entry.key : undefined, entry])
    : Object.entries(schema);
  const between: string[] = [];
  const byKey = new Map<string, string>();
  for (const [key, entry] of entries) {
    const markdown = isRecord(entry) && typeof entry.markdown === 'string' ? entry.markdown : '';
    const text = harmlessText(markdown);
    if (text && typeof key === 'string') {
      byKey.set(key, text);
    } else if (text) {
      between.push(text);
    }
  }
  return { between, of: (key) => byKey.get(key) };
}
