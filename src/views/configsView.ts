import { l10n, window, type TreeDragAndDropController, type TreeView } from 'vscode';

import type { ApiError } from '../api/errors';
import { connectionLabel } from '../connection/connection';
import type { ActiveProject, OpenProject } from '../connection/activeProject';
import type { Disposable } from '../connection/emitter';
import { CONTEXTS, VIEWS } from '../ids';
import { SerialTasks } from '../model/serial';
import type { ConfigsTree } from './configsTree';
import type { ContextKeys } from './contextKeys';
import { filterText } from './filterText';
import { reasonSentence } from './messages';
import type { TreeNode } from './nodes';
import { focusedOrSelected } from './treeFocus';
import type { TreeFilters } from './treeFilters';

/** Which welcome text an empty view shows; package.json has one for each but `loading` and `ready`. */
type ViewState =
  | 'loading'
  | 'ready'
  | 'notConnected'
  | 'keyRefused'
  | 'forbidden'
  | 'unreachable'
  | 'notAllowed'
  | 'empty'
  /** There are rows, but the filter lets none of them through. */
  | 'filtered'
  | 'gone'
  | 'projectNotFound'
  | 'notPostHog'
  | 'failed';

/** The view around the tree: its title, what it says above the rows, and what it shows when there are none. */
export class ConfigsView implements Disposable {
  readonly treeView: TreeView<TreeNode>;
  private readonly focusLooks = new SerialTasks();
  private readonly subscriptions: readonly Disposable[];

  constructor(
    private readonly project: ActiveProject,
    private readonly contexts: ContextKeys,
    private readonly tree: ConfigsTree,
    private readonly filters: TreeFilters,
    dragAndDropController: TreeDragAndDropController<TreeNode>,
  ) {
    this.treeView = window.createTreeView(VIEWS.configs, {
      treeDataProvider: tree,
      canSelectMany: true,
      dragAndDropController,
    });
    this.subscriptions = [
      this.treeView,
      project.onDidChange(() => this.render()),
      filters.onDidChange(() => this.render()),
    ];
    this.render();
  }

  /** The selected rows; empty while the view is not visible. */
  get selection(): readonly TreeNode[] {
    return this.treeView.visible ? this.treeView.selection : [];
  }

  /** What a key that was pressed in the tree is for: the focused row, and the other selected ones if it is selected. */
  focusedOrSelected(): Promise<readonly TreeNode[]> {
    // Two at once, as with a key that is held down, would see each other's changes of the selection.
    return this.focusLooks.run(0, () => focusedOrSelected(this.treeView));
  }

  /** Reads the list again, with the view's progress bar while it takes. */
  async refresh(priority: 'user' | 'background' = 'user'): Promise<void> {
    const open = await this.project.opened();
    if (open) {
      await window.withProgress({ location: { viewId: VIEWS.configs } }, () =>
        open.configs.refresh({ priority }),
      );
    }
  }

  /** Shows and selects the row of a config, unless another project is shown or the filter hides the row. */
  async reveal(connectionId: string, configId: number): Promise<void> {
    const isShown =
      this.project.current?.connection.id === connectionId &&
      this.filters.rows.some(({ id }) => id === configId);
    if (isShown) {
      await this.treeView.reveal(this.tree.nodeOf({ connectionId, configId }), {
        select: true,
        focus: false,
      });
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private render(): void {
    const open = this.project.current;
    const lines = open ? linesFor(open, this.filters) : [];
    const isBlank = open !== undefined && hidesEverything(open, this.filters);
    // Any message would hide the welcome text, which has the way out: the number goes onto the view's icon then.
    this.treeView.message = isBlank ? '' : lines.join(' ');
    this.treeView.badge = isBlank
      ? {
          value: this.filters.hidden,
          tooltip: l10n.t('{0} plugin configs hidden by the filter', this.filters.hidden),
        }
      : undefined;
    this.treeView.description = open
      ? [connectionLabel(open.connection), ...(isBlank ? lines : [])].join(' · ')
      : '';
    const closed = this.project.isOpening ? 'loading' : 'notConnected';
    const state = open ? viewState(open) : closed;
    this.contexts.set(CONTEXTS.view, isBlank ? 'filtered' : state);
    this.contexts.set(CONTEXTS.filtered, this.filters.isFiltering);
    this.contexts.set(CONTEXTS.connected, open !== undefined);
    this.contexts.set(CONTEXTS.demo, open?.connection.demo === true);
    this.contexts.set(CONTEXTS.jobs, open?.configs.traits?.jobs ?? 'unknown');
    this.contexts.set(CONTEXTS.frontend, open?.configs.traits?.frontend ?? 'unknown');
    this.contexts.set(CONTEXTS.readOnly, open?.configs.readOnly ?? false);
  }
}

function viewState({ configs }: OpenProject): ViewState {
  switch (configs.state.kind) {
    case 'loading':
      return 'loading';
    case 'failed':
      return failedState(configs.state.error);
    case 'ready':
    case 'stale':
      if (configs.rows.length > 0 || configs.unreadable.length > 0) {
        return 'ready';
      }
      return configs.notAllowed ? 'notAllowed' : 'empty';
  }
}

function failedState(error: ApiError): ViewState {
  switch (error.kind) {
    case 'auth':
      return 'keyRefused';
    case 'forbidden':
      if (error.reason === 'methodNotAllowed') {
        return 'notPostHog';
      }
      return error.reason === 'pluginsNotAllowed' ? 'notAllowed' : 'forbidden';
    case 'notFound':
      return 'projectNotFound';
    case 'gone':
      return 'gone';
    case 'network':
      return 'unreachable';
    case 'protocol':
      return error.reason === 'drifted' || error.reason === 'tooLarge' ? 'failed' : 'notPostHog';
    case 'invalid':
    case 'rateLimited':
    case 'server':
    case 'cancelled':
      return 'failed';
  }
}

/** What must be known before the rows are believed; empty when they are as fresh as they look. */
function linesFor({ configs, connection }: OpenProject, filters: TreeFilters): readonly string[] {
  if (configs.rows.length === 0) {
    return []; // any text would hide the welcome text
  }
  const lines: string[] = [];
  if (filters.isFiltering) {
    lines.push(`${filterText(filters.current, filters.hidden)}.`);
  }
  const since = configs.rowsFrom === undefined ? '' : new Date(configs.rowsFrom).toLocaleString();
  if (configs.state.kind === 'loading') {
    lines.push(l10n.t('As of {0}. Refreshing…', since));
  } else if (configs.state.kind === 'stale') {
    lines.push(l10n.t('As of {0}. {1}', since, reasonSentence(configs.state.error)));
  }
  const other = configs.rows.find((row) => row.teamId !== connection.projectId);
  if (other) {
    lines.push(
      l10n.t(
        'This server shows project {0}, which the key’s owner last opened in the browser, not project {1}. Changes are refused.',
        other.teamId,
        connection.projectId,
      ),
    );
  }
  if (configs.readOnly) {
    lines.push(l10n.t('This key may only read: changes are switched off. Replace Key… in the view’s menu.'));
  }
  if (connection.insecure) {
    lines.push(l10n.t('Not encrypted: the key travels in the clear.'));
  }
  return lines;
}

/** Whether the filter leaves no row at all, of those that there are. */
function hidesEverything({ configs }: OpenProject, filters: TreeFilters): boolean {
  const others = configs.unreadable.length > 0 || configs.nextOffset !== undefined;
  return configs.rows.length > 0 && filters.rows.length === 0 && !others;
}
