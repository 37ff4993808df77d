import { l10n } from 'vscode';

import type { OpenProject } from '../connection/activeProject';
import type { ConfigRow } from '../model/configRow';
import type { Notifications } from '../views/notifications';
import { configOf, type OfConfig, type TreeNode } from '../views/nodes';
import type { Targets } from './targets';

/** What a keybinding of the tree hands to its command, since the editor tells a command neither focus nor selection. */
export interface FromKeyboard {
  readonly kind: 'focused';
}

/** The rows that the tree has selected. */
export interface TreeSelection {
  /** Empty while the tree is not visible. */
  readonly selection: readonly TreeNode[];
  /** The selected rows if the focused row is one of them, else the focused row alone. */
  focusedOrSelected(): Promise<readonly TreeNode[]>;
}

/** What a command is for: one config, which may have to be picked first, or several. */
export type Chosen =
  | { readonly kind: 'one'; readonly node: TreeNode | undefined }
  | { readonly kind: 'several'; readonly project: OpenProject; readonly rows: readonly ConfigRow[] };

/** Finds out whether a command is for one config or for several. */
export class BulkTargets {
  constructor(
    private readonly targets: Pick<Targets, 'rows'>,
    private readonly view: TreeSelection,
    private readonly notifications: Pick<Notifications, 'info'>,
  ) {}

  /**
   * @param node the row that the command was called on, if any
   * @param nodes all selected rows, which the editor hands on only where `node` is one of them
   * @returns undefined where none of the selected is left, which was said
   */
  async choose(
    node: TreeNode | FromKeyboard | undefined,
    nodes: readonly TreeNode[] | undefined,
  ): Promise<Chosen | undefined> {
    const chosen = await this.nodes(node, nodes);
    const configs = distinctConfigs(chosen);
    if (configs.length < 2) {
      return { kind: 'one', node: chosen.find((found) => configOf(found)) };
    }
    const found = await this.targets.rows();
    if (!found) {
      return undefined;
    }
    const { project, rows } = found;
    // A menu that was opened before a switch must not act on configs of the same ids in the other project.
    const ids = new Set(
      configs
        .filter(({ connectionId }) => connectionId === project.connection.id)
        .map(({ configId }) => configId),
    );
    const left = rows.filter(({ id }) => ids.has(id));
    if (left.length === 0) {
      this.notifications.info(l10n.t('These plugin configs are no longer in the list.'));
      return undefined;
    }
    return { kind: 'several', project, rows: left };
  }

  private async nodes(
    node: TreeNode | FromKeyboard | undefined,
    nodes: readonly TreeNode[] | undefined,
  ): Promise<readonly TreeNode[]> {
    if (node?.kind === 'focused') {
      return this.view.focusedOrSelected();
    }
    if (node) {
      return nodes?.includes(node) ? nodes : [node];
    }
    const { selection } = this.view;
    return distinctConfigs(selection).length > 1 ? selection : [];
  }
}

/** The configs that rows belong to, each once: a row below a config counts as the config. */
export function distinctConfigs(nodes: readonly TreeNode[]): readonly OfConfig[] {
  const found = new Map<string, OfConfig>();
  for (const config of nodes.flatMap((node) => configOf(node) ?? [])) {
    found.set(`${config.connectionId}/${config.configId}`, config);
  }
  return [...found.values()];
}
