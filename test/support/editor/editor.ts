import type * as vscode from 'vscode';
import { Documents } from './documents';
import { Messages } from './messages';
import { Profile } from './profile';
import { QuickInputs } from './quickInputs';
import type { StatusItem } from './statusItem';
import { TreeView, type TreeViewOptions } from './tree';
import { Disposable, EventEmitter, type Uri } from './values';
import { WebviewPanel } from './webviews';

type Handler = (...args: unknown[]) => unknown;

/** One window of an editor that exists in memory only: what extensions ask of it, and what people see and do. */
export class Editor {
  readonly contexts = new Map<string, unknown>();
  readonly messages = new Messages();
  readonly quickInputs = new QuickInputs();
  readonly documents = new Documents(this.messages);
  readonly trees = new Map<string, TreeView>();
  readonly statusItems: StatusItem[] = [];
  readonly webviewPanels: WebviewPanel[] = [];
  readonly serializers = new Map<string, vscode.WebviewPanelSerializer>();
  /** The lines of all output channels. */
  readonly output: string[] = [];
  /** Titles of progress in the status bar or in a view that is under way. */
  readonly progress: string[] = [];
  /** Websites that were opened. */
  readonly websites: string[] = [];
  /** What the next file dialogs answer, in turn; one without an answer is cancelled. */
  readonly chosenFiles: Uri[] = [];
  /** What file dialogs were asked with. */
  readonly fileDialogs: (vscode.OpenDialogOptions | vscode.SaveDialogOptions)[] = [];
  /** Commands of the editor itself that were run, as far as they do nothing here. */
  readonly ran: string[] = [];
  readonly windowState = new EventEmitter<vscode.WindowState>();
  clipboard = '';
  focused = true;

  private readonly handlers = new Map<string, Handler>();

  constructor(readonly profile: Profile = new Profile()) {
    for (const [id, handler] of this.builtIn) {
      this.handlers.set(id, handler);
    }
  }

  register(id: string, handler: Handler): Disposable {
    if (this.handlers.has(id)) {
      throw new Error(`command '${id}' already exists`);
    }
    this.handlers.set(id, handler);
    return new Disposable(() => this.handlers.delete(id));
  }

  /** @throws Error where nobody has registered it */
  async run(id: string, ...args: readonly unknown[]): Promise<unknown> {
    const handler = this.handlers.get(id);
    if (!handler) {
      throw new Error(`command '${id}' not found`);
    }
    return await handler(...args);
  }

  createTreeView(id: string, options: TreeViewOptions): TreeView {
    const view = new TreeView(options);
    this.trees.set(id, view);
    this.handlers.set(`${id}.focus`, () => view.show());
    return view;
  }

  createWebviewPanel(viewType: string, title: string): WebviewPanel {
    this.webviewPanels.forEach((panel) => {
      if (!panel.disposed && panel.visible) {
        panel.setState(false);
      }
    });
    const panel = new WebviewPanel(viewType, title, this.documents);
    this.webviewPanels.push(panel);
    return panel;
  }

  /** Where the keyboard is: `when` clauses ask for it. */
  get context(): ReadonlyMap<string, unknown> {
    const panel = this.webviewPanels.find(({ active, disposed }) => active && !disposed);
    return new Map([...this.contexts, ...(panel ? [['activeWebviewPanelId', panel.viewType] as const] : [])]);
  }

  setFocused(focused: boolean): void {
    this.focused = focused;
    this.windowState.fire({ focused, active: focused });
  }

  /** The tree that the keyboard is in: there is one. */
  private get tree(): TreeView | undefined {
    return [...this.trees.values()][0];
  }

  private get builtIn(): readonly (readonly [string, Handler])[] {
    const note = (id: string): readonly [string, Handler] => [id, () => void this.ran.push(id)];
    return [
      ['setContext', (key, value) => void this.contexts.set(String(key), value)],
      ['vscode.open', (uri) => this.documents.show(uri as Uri)],
      ['vscode.diff', (left, right, title) => this.documents.diff(left as Uri, right as Uri, String(title))],
      ['notifications.clearAll', () => this.messages.clear()],
      ['list.toggleSelection', () => this.toggleSelection()],
      note('workbench.action.openSettings'),
      note('workbench.action.output.show'),
    ];
  }

  private toggleSelection(): void {
    const { tree } = this;
    if (tree?.focused !== undefined) {
      const { focused, selection } = tree;
      tree.select(
        selection.includes(focused)
          ? selection.filter((element) => element !== focused)
          : [...selection, focused],
      );
    }
  }
}
