import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';

import { COMMANDS } from '../ids';
import { isFailing, type ConfigRow, type Pending } from '../model/configRow';
import { labelOf } from '../model/configWrites';
import { oneLine } from '../model/oneLine';
import { reasonSentence } from './messages';
import { nodeId, type ConfigNode } from './nodes';
import { appendAsText } from './textMarkdown';

/** The row of one plugin config. `position` counts from 1, in execution order, of `total`. */
export function configItem(node: ConfigNode, row: ConfigRow, position: number, total: number): TreeItem {
  const item = new TreeItem(labelOf(row), TreeItemCollapsibleState.Collapsed);
  item.id = nodeId(node);
  item.description = [`${position}`, ...states(row)].join(' · ');
  item.iconPath = icon(row);
  item.tooltip = tooltip(row, position, total);
  item.contextValue = contextValue(row);
  item.accessibilityInformation = {
    label: [
      labelOf(row),
      l10n.t('position {0} of {1}', position, total),
      ...(row.pending || !row.enabled ? [] : [l10n.t('enabled')]),
      ...states(row),
    ].join(', '),
  };
  item.command = { command: COMMANDS.showLogs, title: l10n.t('Show Logs'), arguments: [node] };
  return item;
}

/** What is worth reading on the row itself. Being enabled is the usual state, and the icon tells it. */
function states(row: ConfigRow): readonly string[] {
  const parts: string[] = [];
  if (row.pending) {
    parts.push(pendingText(row.pending));
  } else if (!row.enabled) {
    parts.push(l10n.t('disabled'));
  }
  if (row.error !== undefined) {
    parts.push(l10n.t('failing'));
  }
  if (row.deliveryRate !== undefined) {
    parts.push(l10n.t('{0} delivered', percent(row.deliveryRate)));
  }
  if (row.failure && !row.pending) {
    parts.push(l10n.t('last change failed'));
  }
  return parts;
}

function pendingText(pending: Pending): string {
  switch (pending) {
    case 'enabling':
      return l10n.t('Enabling…');
    case 'disabling':
      return l10n.t('Disabling…');
    case 'deleting':
      return l10n.t('Deleting…');
    case 'restoring':
      return l10n.t('Restoring…');
    case 'moving':
      return l10n.t('Moving…');
    case 'saving':
      return l10n.t('Saving…');
  }
}

function icon(row: ConfigRow): ThemeIcon {
  if (row.pending) {
    return new ThemeIcon('loading~spin');
  }
  if (row.failure) {
    return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  }
  if (isFailing(row)) {
    return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  }
  return row.enabled
    ? new ThemeIcon('circle-filled', new ThemeColor('charts.blue'))
    : new ThemeIcon('circle-outline', new ThemeColor('disabledForeground'));
}

/** Words that menus test: sorted, so that equal states give equal text. */
function contextValue(row: ConfigRow): string {
  const flags = ['pluginConfig'];
  if (row.pending) {
    flags.push('busy');
  } else {
    flags.push(row.enabled ? 'enabled' : 'disabled');
  }
  if (isFailing(row)) {
    flags.push('failing');
  }
  return flags.sort().join(' ');
}

/** Everything from the server goes through `appendAsText`, so that none of it is read as Markdown. */
function tooltip(row: ConfigRow, position: number, total: number): MarkdownString {
  const markdown = new MarkdownString();
  markdown.appendMarkdown('**');
  appendAsText(markdown, row.name ?? labelOf(row)).appendMarkdown('**\n\n');
  if (row.description) {
    appendAsText(markdown, row.description).appendMarkdown('\n\n');
  }
  for (const [name, value] of facts(row, position, total)) {
    markdown.appendMarkdown('- ');
    // On one line each: none can look like another.
    appendAsText(markdown, `${name}: ${oneLine(value)}`).appendMarkdown('\n');
  }
  return markdown;
}

function facts(row: ConfigRow, position: number, total: number): readonly (readonly [string, string])[] {
  const { config, plugin } = row;
  const found: (readonly [string, string])[] = [
    [l10n.t('State'), row.enabled ? l10n.t('enabled') : l10n.t('disabled')],
    [l10n.t('Position'), l10n.t('{0} of {1} (order {2})', position, total, row.order)],
  ];
  const version = plugin?.tag ? ` ${plugin.tag}` : '';
  found.push([l10n.t('Plugin'), `${row.pluginName ?? l10n.t('unknown')}${version}`]);
  found.push([
    l10n.t('Ids'),
    l10n.t('config {0}, plugin {1}, project {2}', row.id, row.pluginId, row.teamId),
  ]);
  if (row.deliveryRate !== undefined) {
    found.push([l10n.t('Delivered in 24 hours'), percent(row.deliveryRate)]);
  }
  if (config?.created_at) {
    found.push([l10n.t('Created'), config.created_at]);
  }
  if (config?.updated_at) {
    found.push([l10n.t('Updated'), config.updated_at]);
  }
  if (row.error !== undefined) {
    found.push([l10n.t('Last error'), row.error]);
  }
  if (row.failure) {
    found.push([l10n.t('Last change failed'), reasonSentence(row.failure)]);
  }
  return found;
}

/** One digit after the point, and never rounded up to 100 % while something failed. */
function percent(rate: number): string {
  const tenths = Math.floor(rate * 1000) / 10;
  return `${tenths} %`;
}
