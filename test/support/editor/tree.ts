import type * as vscode from 'vscode';
import { EventEmitter, TreeItemCollapsibleState, type TreeItem } from './values';

/** An element as it was read last. Like the editor, this reads again only what it is told to. */
interface Node {
  readonly element: unknown;
  readonly parent: Node | undefined;
  item: TreeItem;
  children: Node[] | undefined;
}

export interface TreeNode {
  readonly element: unknown;
  readonly item: TreeItem;
  /** 1 at the top. */
  readonly level: number;
  /** undefined for what has nothing below it. */
  readonly expanded: boolean | undefined;
}

type Maybe<T> = T | PromiseLike<T>;

/** What the extension gives to make a view of, as much of it as is used here. */
export interface TreeViewOptions {
  readonly treeDataProvider: {
    readonly onDidChangeTreeData?: (listener: (changed: unknown) => void) => vscode.Disposable;
    getChildren(element?: unknown): Maybe<readonly unknown[] | null | undefined>;
    getTreeItem(element: unknown): Maybe<TreeItem>;
  };
  readonly dragAndDropController?: Pick<
    vscode.TreeDragAndDropController<unknown>,
    'handleDrag' | 'handleDrop'
  >;
}

/** A view of the editor's side bar, as the extension sees it and as a person uses it. */
export class TreeView {
  message = '';
  title = '';
  description = '';
  badge: vscode.ViewBadge | undefined;
  selection: readonly unknown[] = [];
  visible = false;
  focused: unknown;
  /** Whether the extension has given it back. */
  disposed = false;

  private roots: Node[] | undefined;
  private readonly expandedIds = new Set<string>();
  private readonly visibility = new EventEmitter<{ readonly visible: boolean }>();
  private readonly selected = new EventEmitter<unknown>();
  private readonly subscription: vscode.Disposable | undefined;
  private reading: Promise<void> = Promise.resolve();

  readonly onDidChangeVisibility = this.visibility.event;
  readonly onDidChangeSelection = this.selected.event;

  constructor(private readonly options: TreeViewOptions) {
    this.subscription = this.provider.onDidChangeTreeData?.((changed: unknown) => {
      this.read(() => (changed === undefined || changed === null ? this.readAll() : this.readAgain(changed)));
    });
  }

  dispose(): void {
    this.disposed = true;
    this.subscription?.dispose();
  }

  show(visible = true): void {
    if (this.visible !== visible) {
      this.visible = visible;
      this.visibility.fire({ visible });
      if (visible) {
        this.read(() => this.readAll());
      }
    }
  }

  reveal(
    element: unknown,
    { select = true, focus = false }: { readonly select?: boolean; readonly focus?: boolean } = {},
  ): Promise<void> {
    if (select) {
      this.select([element]);
    }
    if (focus) {
      this.focused = element;
    }
    return Promise.resolve();
  }

  select(elements: readonly unknown[]): void {
    this.selection = elements;
    this.selected.fire({ selection: elements });
  }

  /** What is on screen, top to bottom. */
  get rows(): readonly TreeNode[] {
    return flat(this.roots ?? [], 1, this.expandedIds);
  }

  expand(element: unknown, expanded: boolean): void {
    const node = this.find(element);
    const id = node && idOf(node);
    if (node && id !== undefined) {
      this.expandedIds[expanded ? 'add' : 'delete'](id);
      if (expanded && !node.children) {
        this.read(() => this.readChildren(node));
      }
    }
  }

  /** Drags elements. @returns lets them go on another one, or on the empty area */
  async drag(source: readonly unknown[]): Promise<(target: unknown) => Promise<void>> {
    const data = new Map<string, vscode.DataTransferItem>();
    const transfer = {
      get: (type: string) => data.get(type),
      set: (type: string, item: vscode.DataTransferItem) => void data.set(type, item),
    };
    const { dragAndDropController } = this.options;
    const token = { isCancellationRequested: false, onCancellationRequested: new EventEmitter().event };
    await dragAndDropController?.handleDrag?.(source, transfer as never, token);
    return async (target) => dragAndDropController?.handleDrop?.(target, transfer as never, token);
  }

  private get provider(): TreeViewOptions['treeDataProvider'] {
    return this.options.treeDataProvider;
  }

  /** One reading after the other, as the editor does it. */
  private read(task: () => Promise<void>): void {
    this.reading = this.reading.then(() => (this.visible && !this.disposed ? task() : undefined));
  }

  private async readAll(): Promise<void> {
    this.roots = await this.childrenOf(undefined);
    for (const node of this.roots) {
      await this.readExpanded(node);
    }
    const elements = new Set(this.rows.map(({ element }) => element));
    this.selection = this.selection.filter((element) => elements.has(element));
    if (!elements.has(this.focused)) {
      this.focused = undefined;
    }
  }

  private async readAgain(element: unknown): Promise<void> {
    const node = this.find(element);
    if (node) {
      node.item = await this.itemOf(element);
      node.children = undefined;
      await this.readExpanded(node);
    }
  }

  private async readExpanded(node: Node): Promise<void> {
    if (isExpanded(node, this.expandedIds)) {
      await this.readChildren(node);
    }
  }

  private async readChildren(node: Node): Promise<void> {
    node.children = await this.childrenOf(node);
    for (const child of node.children) {
      await this.readExpanded(child);
    }
  }

  private async childrenOf(parent: Node | undefined): Promise<Node[]> {
    const elements = (await this.provider.getChildren(parent?.element)) ?? [];
    return Promise.all(
      elements.map(async (element) => ({
        element,
        parent,
        item: await this.itemOf(element),
        children: undefined,
      })),
    );
  }

  private async itemOf(element: unknown): Promise<TreeItem> {
    return this.provider.getTreeItem(element);
  }

  private find(element: unknown, among: readonly Node[] = this.roots ?? []): Node | undefined {
    for (const node of among) {
      const found = node.element === element ? node : this.find(element, node.children ?? []);
      if (found) {
        return found;
      }
    }
    return undefined;
  }
}

function flat(nodes: readonly Node[], level: number, expanded: ReadonlySet<string>): readonly TreeNode[] {
  return nodes.flatMap((node) => {
    const isOpen = isExpanded(node, expanded);
    const canOpen = node.item.collapsibleState !== TreeItemCollapsibleState.None;
    return [
      { element: node.element, item: node.item, level, expanded: canOpen ? isOpen : undefined },
      ...(isOpen ? flat(node.children ?? [], level + 1, expanded) : []),
    ];
  });
}

function isExpanded(node: Node, expanded: ReadonlySet<string>): boolean {
  return node.item.collapsibleState !== TreeItemCollapsibleState.None && expanded.has(idOf(node));
}

/** As the editor, which keeps what is expanded by the item's id, or by its label below its parent. */
function idOf(node: Node): string {
  return node.item.id ?? `${node.parent ? idOf(node.parent) : ''}/${node.item.label}`;
}
