import { l10n, QuickPickItemKind, ThemeIcon, window, type QuickPickItem } from 'vscode';

import type { Plugin } from '../api/schemas';
import { plainText } from '../connection/plainText';
import { inputStep } from '../connection/steps';
import type { AvailablePlugin, AvailablePlugins } from '../model/availablePlugins';
import { LONGEST_DETAIL, shownName, shownText } from '../model/oneLine';
import { reasonSentence } from '../views/messages';

interface Item extends QuickPickItem {
  /** Undefined where an id is to be typed. */
  readonly plugin?: Plugin;
}

/** Ids of plugins are 32-bit integers. */
const HIGHEST_ID = 2_147_483_647;

/**
 * Asks which plugin a new config is to be of. Pictures of plugins are never loaded: their addresses are anybody's.
 *
 * @param where the project, as it is named to people
 * @returns with nothing but its id where the server did not tell of it; undefined when the user gave up
 */
export async function pickPlugin(where: string, available: AvailablePlugins): Promise<Plugin | undefined> {
  const { plugins, refused } = available;
  const placeHolder = refused
    ? plainText(l10n.t('The organization’s plugins cannot be listed: {0}', reasonSentence(refused)))
    : l10n.t('Select the plugin to add a config of');
  const items: readonly Item[] = [
    ...plugins.map(itemOf),
    { label: '', kind: QuickPickItemKind.Separator },
    {
      label: l10n.t('Type a Plugin Id…'),
      ...(refused ? { detail: placeHolder } : {}),
      iconPath: new ThemeIcon('edit'),
      alwaysShow: true,
    },
  ];
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Add a Plugin Config to {0}', where),
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen && !chosen.plugin ? typePlugin(where, plugins) : chosen?.plugin;
}

/** What a plugin is called where nothing else is known of it. */
export function pluginLabel({ id, name }: Plugin): string {
  return shownName(name ?? '') || l10n.t('Plugin {0}', id);
}

function itemOf({ plugin, configs }: AvailablePlugin): Item {
  const detail = shownText(plugin.description ?? '', LONGEST_DETAIL);
  return {
    label: plainText(pluginLabel(plugin)),
    description: configuredText({ plugin, configs }),
    ...(detail ? { detail: plainText(detail) } : {}),
    iconPath: new ThemeIcon(configs.length > 0 ? 'pass' : 'extensions'),
    plugin,
  };
}

function configuredText({ configs }: AvailablePlugin): string {
  const [only] = configs;
  if (!only) {
    return l10n.t('not configured');
  }
  if (configs.length > 1) {
    return l10n.t('configured {0} times', configs.length);
  }
  return only.enabled ? l10n.t('configured, enabled') : l10n.t('configured, disabled');
}

async function typePlugin(where: string, known: readonly AvailablePlugin[]): Promise<Plugin | undefined> {
  const answer = await inputStep({
    title: l10n.t('Add a Plugin Config to {0}', where),
    step: 1,
    totalSteps: 1,
    canGoBack: false,
    prompt: l10n.t('Id of the plugin, a number. It is part of the plugin’s address in PostHog.'),
    submit: (text) => {
      const id = Number(text.trim());
      return Promise.resolve(
        /^\d+$/.test(text.trim()) && id > 0 && id <= HIGHEST_ID
          ? { value: id }
          : { problem: l10n.t('Enter a whole number, such as {0}.', 12) },
      );
    },
  });
  if (answer.kind !== 'done') {
    return undefined;
  }
  return known.find(({ plugin }) => plugin.id === answer.value)?.plugin ?? { id: answer.value };
}
