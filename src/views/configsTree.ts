import { EventEmitter, l10n, type TreeDataProvider, type TreeItem } from 'vscode';

import type { Clock, Timer } from '../api/clock';
import { isApiError } from '../api/errors';
import type { ActiveProject, OpenProject } from '../connection/activeProject';
import { attachmentIn } from '../model/attachments';
import type { ConfigRow } from '../model/configRow';
import { publicJobs } from '../model/fields';
import { attachmentSettings, secretSettings } from '../model/protectedSettings';
import { maskedSettings } from '../model/secrets';
import { childItem, unavailable } from './childItems';
import { configItem } from './configItem';
import { fileText } from './fileText';
import { reasonSentence } from './messages';
import { configOf, type ConfigNode, type OfConfig, type TreeNode } from './nodes';
import type { TreeFilters } from './treeFilters';

/** Long values are cut on the row; *Show JSON* has them whole. */
const LONGEST_VALUE = 200;

/**
 * After a refresh the editor gives the tree the focus back that it had before. What a command asks as soon as it has
 * read a config would lose the focus to it, and close: what reading brings, which stands in tooltips and below the row at
 * most, comes this later.
 */
const DETAILS_DELAY_MS = 150;
const DETAILS: ReadonlySet<keyof ConfigRow> = new Set<keyof ConfigRow>(['config', 'plugin']);

/** Maps the open project to tree items; it renders what the model says and nothing else. */
export class ConfigsTree implements TreeDataProvider<TreeNode> {
  private readonly changed = new EventEmitter<TreeNode | undefined>();
  private readonly nodes = new Map<number, ConfigNode>();
  private readonly subscriptions: readonly { dispose(): void }[];
  /** Configs that were read, and are not refreshed yet. */
  private readonly read = new Set<ConfigNode>();
  private detailsTimer: Timer | undefined;
  private shown: ReadonlyMap<number, ConfigRow> = new Map();
  private shownAround: readonly unknown[] = [];

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly project: Pick<ActiveProject, 'current' | 'onDidChange'>,
    private readonly filters: Pick<TreeFilters, 'rows' | 'onDidChange'>,
    private readonly clock: Clock,
  ) {
    this.subscriptions = [project.onDidChange(() => this.update()), filters.onDidChange(() => this.update())];
  }

  getTreeItem(node: TreeNode): TreeItem {
    const configs = this.project.current?.configs;
    if (node.kind !== 'config') {
      return childItem(node, configs?.traits);
    }
    const rows = configs?.rows ?? [];
    const index = rows.findIndex((row) => row.id === node.configId);
    const row = rows[index];
    // A row that went away between two refreshes is asked for once more before the tree notices.
    return row
      ? configItem(node, row, index + 1, rows.length)
      : childItem({ kind: 'note', id: `gone/${node.configId}`, text: '', severity: 'info' }, configs?.traits);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const project = this.project.current;
    if (!project) {
      return [];
    }
    switch (node?.kind) {
      case undefined:
        return this.roots(project);
      case 'config':
        return (['jobs', 'logs', 'frontend', 'settings'] as const).map((kind) => ({
          kind,
          connectionId: node.connectionId,
          configId: node.configId,
        }));
      case 'jobs':
        return this.whenRead(node, () => this.jobs(project, node));
      case 'settings':
        return this.whenRead(node, () => this.settings(project, node));
      default:
        return [];
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const config = configOf(node);
    return config === undefined || node.kind === 'config' ? undefined : this.nodeOf(config);
  }

  /** The node of a config, one and the same for as long as its connection is shown. */
  nodeOf({ connectionId, configId }: OfConfig): ConfigNode {
    const known = this.nodes.get(configId);
    const node =
      known?.connectionId === connectionId ? known : { kind: 'config' as const, connectionId, configId };
    this.nodes.set(configId, node);
    return node;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.forgetDetails();
    this.changed.dispose();
  }

  private roots({ configs, connection }: OpenProject): TreeNode[] {
    const rows: TreeNode[] = this.filters.rows.map((row) =>
      this.nodeOf({ connectionId: connection.id, configId: row.id }),
    );
    for (const { position } of configs.unreadable) {
      rows.push({
        kind: 'note',
        id: `unreadable/${position}`,
        text: l10n.t('Row {0} cannot be read', position + 1),
        severity: 'warning',
        tooltip: l10n.t(
          'The server fails with status 500 whenever row {0} of the list is part of the answer. Its stored settings are probably broken and must be repaired on the server. All other rows are shown.',
          position + 1,
        ),
      });
    }
    if (configs.nextOffset !== undefined) {
      rows.push({ kind: 'more' });
    }
    return rows;
  }

  private async jobs({ configs }: OpenProject, { connectionId, configId }: OfConfig): Promise<TreeNode[]> {
    const listed = configs.row(configId);
    const row = listed?.plugin?.public_jobs === undefined ? await configs.retrieve(configId) : listed;
    const support = await configs.findJobs(configId);
    const reason = unavailable(support);
    if (reason) {
      return [{ kind: 'note', id: `${configId}/jobs/none`, text: reason, severity: 'info' }];
    }
    const jobs = publicJobs(row.plugin);
    if (jobs?.length === 0) {
      return [
        {
          kind: 'note',
          id: `${configId}/jobs/none`,
          text: l10n.t('This plugin has no jobs'),
          severity: 'info',
        },
      ];
    }
    return jobs
      ? jobs.map((job) => ({ kind: 'job', connectionId, configId, job }))
      : [{ kind: 'job', connectionId, configId, job: undefined }];
  }

  private async settings(
    { configs }: OpenProject,
    { connectionId, configId }: OfConfig,
  ): Promise<TreeNode[]> {
    const listed = configs.row(configId);
    const row = listed?.plugin && listed.config ? listed : await configs.retrieve(configId);
    const entries = row.config ? Object.entries(maskedSettings(row.config, row.plugin)) : [];
    const keysOf = (settings: readonly { readonly key: string }[]) => new Set(settings.map(({ key }) => key));
    const secrets = keysOf(row.config ? secretSettings(row.config, row.plugin) : []);
    const files = keysOf(row.config ? attachmentSettings(row.config, row.plugin) : []);
    return entries.length === 0
      ? [{ kind: 'note', id: `${configId}/settings/none`, text: l10n.t('No settings'), severity: 'info' }]
      : entries.map(([key, value]) => ({
          kind: 'setting',
          connectionId,
          configId,
          key,
          value: display(value),
          holds: secrets.has(key) ? 'secret' : files.has(key) ? 'file' : 'value',
        }));
  }

  /** Children that have to be read first: a failure becomes a row that says so. */
  private async whenRead(
    { kind, configId }: TreeNode & OfConfig,
    read: () => Promise<TreeNode[]>,
  ): Promise<TreeNode[]> {
    try {
      return await read();
    } catch (error) {
      if (!isApiError(error)) {
        throw error;
      }
      const text = reasonSentence(error);
      return [{ kind: 'note', id: `${configId}/${kind}/failed`, text, severity: 'warning' }];
    }
  }

  /** Refreshes the smallest part of the tree that changed. */
  private update(): void {
    const open = this.project.current;
    const configs = open?.configs;
    const before = this.shown;
    const rows = configs?.rows ?? [];
    this.shown = new Map(rows.map((row) => [row.id, row]));
    const seen = this.filters.rows.map(({ id }) => id).join();
    const around = [configs, configs?.traits, configs?.nextOffset, configs?.unreadable.length, seen];
    const sameRows =
      around.every((value, index) => value === this.shownAround[index]) &&
      rows.length === before.size &&
      [...before.keys()].every((id, index) => rows[index]?.id === id);
    this.shownAround = around;
    if (!sameRows || !open) {
      this.forgetDetails();
      this.changed.fire(undefined);
      return;
    }
    for (const row of rows) {
      const former = before.get(row.id);
      const changed = former ? changedFields(former, row) : [];
      if (changed.length === 0) {
        continue;
      }
      const node = this.nodeOf({ connectionId: open.connection.id, configId: row.id });
      if (changed.some((field) => !DETAILS.has(field))) {
        this.changed.fire(node);
      } else {
        this.read.add(node);
        this.detailsTimer ??= this.clock.after(DETAILS_DELAY_MS, () => this.refreshDetails());
      }
    }
  }

  private refreshDetails(): void {
    const nodes = [...this.read];
    this.forgetDetails();
    for (const node of nodes) {
      this.changed.fire(node);
    }
  }

  private forgetDetails(): void {
    this.detailsTimer?.cancel();
    this.detailsTimer = undefined;
    this.read.clear();
  }
}

function changedFields(a: ConfigRow, b: ConfigRow): readonly (keyof ConfigRow)[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as ReadonlySet<keyof ConfigRow>;
  return [...keys].filter((key) => a[key] !== b[key]);
}

function display(value: unknown): string {
  if (value === null || value === undefined) {
    return l10n.t('not set');
  }
  const file = attachmentIn(value);
  if (file) {
    return fileText(file);
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
