import { withoutIcons } from './harmlessText';
import type { JsonSchema } from './settingsSchema';

/**
 * The editor shows a value that it offers as the JSON text that it inserts, and draws icons in it. Where there would be
 * one, the value is offered as a snippet, whose label is a text of its own.
 */
export function choiceSchema(choices: readonly string[]): JsonSchema {
  const plain = choices.filter((choice) => !hasIcon(choice));
  const others = choices.filter(hasIcon);
  if (others.length === 0) {
    return { enum: choices };
  }
  return {
    anyOf: [
      ...(plain.length > 0 ? [{ enum: plain }] : []),
      // Accepted, and not offered: nothing is ever offered from within a negation.
      { not: { not: { enum: others } }, defaultSnippets: others.map(snippet) },
    ],
  };
}

/** What is offered for a setting, and filled in with its key where that is possible. */
export function defaultSchema(value: unknown): JsonSchema {
  return hasIcon(value) ? { defaultSnippets: [snippet(value)] } : { default: value };
}

/** Whether the editor would draw an icon where it shows a value or a key that it offers. */
export function hasIcon(value: unknown): boolean {
  const text = JSON.stringify(value);
  return text !== withoutIcons(text);
}

function snippet(value: unknown): JsonSchema {
  const text = JSON.stringify(value);
  return { label: withoutIcons(text), bodyText: text.replaceAll(/[\\$}]/g, '\\$&') };
}
