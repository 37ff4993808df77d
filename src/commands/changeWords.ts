import { l10n } from 'vscode';

import type { Change, ConfigChange, ConfigState } from '../model/changes';
import { includesState, partsIn, type StatePart } from '../model/configState';
import { escapedJson, shortened, shownName, shownValue } from '../model/oneLine';

/** How much of a list goes into one line, and how much of a value. */
const MOST_CONFIGS = 3;
const MOST_VALUE = 60;
const MOST_LINE = 200;

/** What was done to what, in a few words. */
export function changeTitle({ what, configs }: Change): string {
  const subject = configs.length === 1 ? (configs[0]?.label ?? '') : configCount(configs.length);
  switch (what) {
    case 'created':
      return l10n.t('Created {0}', subject);
    case 'enabled':
      return l10n.t('Enabled {0}', subject);
    case 'disabled':
      return l10n.t('Disabled {0}', subject);
    case 'deleted':
      return l10n.t('Deleted {0}', subject);
    case 'moved':
      return l10n.t('Moved {0}', subject);
    case 'edited':
      return l10n.t('Edited {0}', subject);
  }
}

export function configCount(count: number): string {
  return l10n.t('{0} plugin configs', count);
}

/** From what to what, in one line. */
export function changeFromTo(change: Change): string {
  const lines = change.configs.slice(0, MOST_CONFIGS).map((config) => {
    const parts = fromTo(change, config).join(', ');
    return change.configs.length === 1 ? parts : `${config.label}: ${parts}`;
  });
  if (change.configs.length > MOST_CONFIGS) {
    lines.push(l10n.t('and {0} more', change.configs.length - MOST_CONFIGS));
  }
  if (change.cannotRestore.length > 0) {
    lines.push(l10n.t('former values not kept: {0}', change.cannotRestore.map(shownName).join(', ')));
  }
  return shortened(lines.filter(Boolean).join('; '), MOST_LINE);
}

function fromTo({ what }: Change, { before, after }: ConfigChange): readonly string[] {
  const to = stateWord({ ...before, ...after });
  if (what === 'created') {
    return [l10n.t('not there → {0}', to)];
  }
  const from = stateWord(before);
  const state = concernsState(before) && from !== to ? [`${from} → ${to}`] : [];
  return [...state, ...differences(before, after).map(({ name, from, to }) => `${name} ${from} → ${to}`)];
}

/** Being enabled and being deleted are one state to people. */
function concernsState({ enabled, deleted }: ConfigState): boolean {
  return enabled !== undefined || deleted !== undefined;
}

function stateWord({ enabled, deleted }: ConfigState): string {
  if (deleted) {
    return l10n.t('deleted');
  }
  return enabled ? l10n.t('enabled') : l10n.t('disabled');
}

export interface Difference {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What differs of the parts that both have, the state aside. Each setting is one of its own. */
export function differences(a: ConfigState, b: ConfigState): readonly Difference[] {
  return partsIn(a)
    .filter((part) => part in b && !includesState(a, { [part]: b[part] }))
    .flatMap((part) => partDifferences(part, a, b));
}

function partDifferences(part: StatePart, a: ConfigState, b: ConfigState): readonly Difference[] {
  switch (part) {
    case 'enabled':
    case 'deleted':
      return [];
    case 'order':
      return [{ name: l10n.t('order'), from: String(a.order), to: String(b.order) }];
    case 'name':
      return [{ name: l10n.t('name'), from: valueText(a.name), to: valueText(b.name) }];
    case 'description':
      return [{ name: l10n.t('description'), from: valueText(a.description), to: valueText(b.description) }];
    case 'settings':
      return settingDifferences(a.settings ?? {}, b.settings ?? {});
  }
}

function settingDifferences(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): readonly Difference[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .map((key) => ({ name: shownName(key), from: settingText(a, key), to: settingText(b, key) }))
    .filter(({ from, to }) => from !== to)
    .map(({ name, from, to }) => ({
      name,
      from: shortened(from, MOST_VALUE),
      to: shortened(to, MOST_VALUE),
    }));
}

function settingText(settings: Readonly<Record<string, unknown>>, key: string): string {
  return Object.hasOwn(settings, key) ? escapedJson(settings[key]) : l10n.t('not set');
}

function valueText(value: string | null | undefined): string {
  return value === null || value === undefined ? l10n.t('none') : shownValue(value, MOST_VALUE);
}

/** What a config has now and what it had, where they differ: one line each. */
export function nowAndFormer(now: ConfigState, former: ConfigState): readonly string[] {
  const word = stateWord({ ...former, ...now });
  const formerWord = stateWord(former);
  const state =
    concernsState(former) && word !== formerWord
      ? [l10n.t('{0}: now {1}, before the change {2}', l10n.t('state'), word, formerWord)]
      : [];
  return [
    ...state,
    ...differences(now, former).map(({ name, from, to }) =>
      l10n.t('{0}: now {1}, before the change {2}', name, from, to),
    ),
  ];
}
