import manifest from '../../../package.json';
import nls from '../../../package.nls.json';
import { holds, type Context } from './whenClause';

/** A command that the palette or a menu offers. */
export interface Offer {
  readonly command: string;
  readonly title: string;
  readonly enabled: boolean;
}

interface Contributed {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

export type MenuPlace = keyof typeof manifest.contributes.menus;

const texts: Readonly<Record<string, string>> = nls;
const commands: readonly {
  readonly command: string;
  readonly title: string;
  readonly enablement?: string;
}[] = manifest.contributes.commands;
const welcomes: readonly { readonly contents: string; readonly when: string }[] =
  manifest.contributes.viewsWelcome;
const settings: Readonly<Record<string, { readonly default: unknown }>> =
  manifest.contributes.configuration.properties;

/** What a menu offers where these context keys hold, in the menu's order; greyed-out entries too. */
export function menuOffers(place: MenuPlace, context: Context): readonly (Offer & { group: string })[] {
  const entries: readonly Contributed[] = manifest.contributes.menus[place];
  return entries
    .filter(({ when }) => holds(when, context))
    .map(({ command, group = '' }) => ({ ...offerOf(command, context), group }))
    .sort((a, b) => rank(a.group).localeCompare(rank(b.group)));
}

/** The editor puts `navigation` before all other groups, and within a group goes by the number behind the `@`. */
function rank(group: string): string {
  const [name = '', order = '0'] = group.split('@');
  return `${name === 'navigation' ? '' : name}@${order.padStart(3, '0')}`;
}

/** What the command palette offers. */
export function paletteOffers(context: Context): readonly Offer[] {
  const conditions = new Map<string, string | undefined>(
    manifest.contributes.menus.commandPalette.map(({ command, when }) => [command, when]),
  );
  return commands
    .filter(({ command }) => holds(conditions.get(command), context))
    .map(({ command }) => offerOf(command, context))
    .filter(({ enabled }) => enabled);
}

/** The welcome text of an empty view: its text, and the commands behind its links by their titles. */
export function welcomeOf(
  context: Context,
): { readonly text: string; readonly links: ReadonlyMap<string, string> } | undefined {
  const found = welcomes.find(({ when }) => holds(when, context));
  const contents = found && localized(found.contents);
  return contents === undefined
    ? undefined
    : {
        text: contents.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'),
        links: new Map(
          [...contents.matchAll(/\[([^\]]*)\]\(command:([^)]*)\)/g)].map(([, title = '', id = '']) => [
            title,
            id,
          ]),
        ),
      };
}

/** The command that a key runs, with its arguments. @param key as in package.json, such as `alt+up` */
export function keyBinding(
  key: string,
  context: Context,
): { readonly command: string; readonly args: readonly unknown[] } | undefined {
  const bindings: readonly { command: string; key: string; args?: unknown; when: string }[] =
    manifest.contributes.keybindings;
  const found = bindings.find((binding) => binding.key === key && holds(binding.when, context));
  return found && { command: found.command, args: found.args === undefined ? [] : [found.args] };
}

export function defaultSetting(name: string): unknown {
  return settings[name]?.default;
}

function offerOf(id: string, context: Context): Offer {
  const command = commands.find((candidate) => candidate.command === id);
  return {
    command: id,
    title: localized(command?.title ?? id),
    enabled: holds(command?.enablement, context),
  };
}

function localized(text: string): string {
  return text.replace(/^%(.*)%$/, (whole, key: string) => texts[key] ?? whole);
}
