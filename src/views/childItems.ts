import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';

import type { ServerTraits, Support } from '../api/generation';
import { COMMANDS } from '../ids';
import { escapedJson, oneLine, shownName } from '../model/oneLine';
import { jobFieldsText } from './jobFieldsText';
import { nodeId, type SettingNode, type TreeNode } from './nodes';
import { textMarkdown } from './textMarkdown';

const SETTING_ICONS: Readonly<Record<SettingNode['holds'], string>> = {
  secret: 'key',
  file: 'file',
  value: 'symbol-key',
};

/** The rows below a plugin config, and those that say something in the place of one. */
export function childItem(
  node: Exclude<TreeNode, { readonly kind: 'config' }>,
  traits: ServerTraits | undefined,
): TreeItem {
  const item = makeItem(node, traits);
  item.id = nodeId(node);
  return item;
}

function makeItem(
  node: Exclude<TreeNode, { readonly kind: 'config' }>,
  traits: ServerTraits | undefined,
): TreeItem {
  switch (node.kind) {
    case 'jobs':
      return jobsItem(traits);
    case 'job': {
      const item = new TreeItem(node.job ? shownName(node.job.name) : l10n.t('Run a Job by Name…'));
      item.iconPath = new ThemeIcon('run');
      item.contextValue = 'job';
      item.description = node.job ? jobFieldsText(node.job) : '';
      item.command = { command: COMMANDS.runJob, title: l10n.t('Run Job…'), arguments: [node] };
      return item;
    }
    case 'logs': {
      const item = new TreeItem(l10n.t('Logs'));
      item.iconPath = new ThemeIcon('list-flat');
      item.contextValue = 'logs';
      item.command = { command: COMMANDS.showLogs, title: l10n.t('Show Logs'), arguments: [node] };
      return item;
    }
    case 'frontend': {
      const item = new TreeItem(l10n.t('Front End'));
      item.iconPath = new ThemeIcon('file-code');
      item.contextValue = 'frontend';
      const reason = unavailable(traits?.frontend);
      if (reason) {
        item.description = reason;
      } else {
        item.command = { command: COMMANDS.showFrontend, title: l10n.t('Show Front End'), arguments: [node] };
      }
      return item;
    }
    case 'settings': {
      const item = new TreeItem(l10n.t('Settings'), TreeItemCollapsibleState.Collapsed);
      item.iconPath = new ThemeIcon('settings-gear');
      item.contextValue = 'settings';
      return item;
    }
    case 'setting': {
      // A key may have nothing in it that can be seen.
      const key = shownName(node.key) || escapedJson(node.key);
      const item = new TreeItem(key);
      item.description = oneLine(node.value);
      item.tooltip = textMarkdown(`${node.key}: ${node.value}`);
      item.iconPath = new ThemeIcon(SETTING_ICONS[node.holds]);
      item.contextValue = `${node.holds} setting`;
      item.accessibilityInformation = { label: `${key}, ${oneLine(node.value)}` };
      return item;
    }
    case 'more': {
      const item = new TreeItem(l10n.t('Load More…'));
      item.iconPath = new ThemeIcon('ellipsis');
      item.contextValue = 'more';
      item.command = { command: COMMANDS.loadMore, title: l10n.t('Load More') };
      return item;
    }
    case 'note': {
      const item = new TreeItem(node.text);
      item.iconPath =
        node.severity === 'warning'
          ? new ThemeIcon('warning', new ThemeColor('list.warningForeground'))
          : new ThemeIcon('info');
      item.tooltip = textMarkdown(node.tooltip ?? node.text);
      item.contextValue = 'note';
      return item;
    }
  }
}

function jobsItem(traits: ServerTraits | undefined): TreeItem {
  const reason = unavailable(traits?.jobs);
  const item = new TreeItem(
    l10n.t('Jobs'),
    reason ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed,
  );
  item.iconPath = new ThemeIcon('run-all');
  item.contextValue = 'jobs';
  item.description = reason ?? '';
  return item;
}

/** Why something cannot be done here; undefined where it can, or where nobody knows yet. */
export function unavailable(support: Support | undefined): string | undefined {
  switch (support) {
    case 'no':
      return l10n.t('not on this server');
    case 'keysNotSupported':
      return l10n.t('this server refuses API keys here');
    case 'yes':
    case 'unknown':
    case undefined:
      return undefined;
  }
}
