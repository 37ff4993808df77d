import assert from 'node:assert/strict';
import path from 'node:path';
import type * as vscode from 'vscode';
import { activate } from '../../../src/extension';
import { PROJECT_ROOT } from '../../../scripts/projectRoot';
import type { Document } from './documents';
import { Editor } from './editor';
import { extensionFolder } from './extensionFolder';
import { paletteOffers, type Offer } from './manifest';
import { ModalPage, ToastsPage } from './page/messagePages';
import { QuickInputPage } from './page/quickInputPage';
import { shown } from './page/shown';
import { StatusBarPage } from './page/statusBarPage';
import { TreePage } from './page/treePage';
import { Profile } from './profile';
import { TabInputText, TextDocumentSaveReason, Uri } from './values';
import { setCurrentEditor } from './vscode';
import type { WebviewPanel } from './webviews';

export interface EditorWindowOptions {
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What an earlier window has left behind. */
  readonly profile?: Profile;
}

/**
 * A window of an editor in memory with the whole extension in it: what a UI test does with the mouse and the keyboard, a
 * unit test does here within milliseconds. Menus, keys and welcome texts are those of package.json, with its conditions.
 * How things look, and what only the real editor does, is for test/ui.
 */
export class EditorWindow {
  editor: Editor;
  tree!: TreePage;
  quickInput!: QuickInputPage;
  toasts!: ToastsPage;
  modal!: ModalPage;
  statusBar!: StatusBarPage;
  private context!: { readonly subscriptions: { dispose(): unknown }[] };

  private constructor(readonly profile: Profile) {
    this.editor = new Editor(profile);
  }

  /** Opens a window and activates the extension. Close it in the end. */
  static open({ settings = {}, profile = new Profile(settings) }: EditorWindowOptions = {}): EditorWindow {
    const window = new EditorWindow(profile);
    window.start();
    return window;
  }

  /** Ends the extension, as the editor does. */
  close(): void {
    for (const part of [...this.context.subscriptions].reverse()) {
      part.dispose();
    }
    setCurrentEditor(new Editor());
  }

  /**
   * Reloads the window: what is stored outlives it, and so do text editors with what was typed into them, and log panels
   * with what their pages kept.
   */
  async reload(): Promise<void> {
    const { documents, webviewPanels } = this.editor;
    const texts = documents.tabs.flatMap(({ input }) => {
      const document = input instanceof TabInputText && documents.open.get(input.uri.toString());
      return document ? [document] : [];
    });
    const panels = webviewPanels.filter(({ disposed }) => !disposed);
    this.close();
    this.editor = new Editor(this.profile);
    this.start();
    for (const { uri, isDirty, getText } of texts.map((document) => ({
      uri: document.uri,
      isDirty: document.isDirty,
      getText: () => document.getText(),
    }))) {
      const document = await this.editor.documents.show(uri);
      if (isDirty) {
        document.replace(getText(), true);
      }
    }
    for (const { viewType, title, kept } of panels) {
      const panel = this.editor.createWebviewPanel(viewType, title);
      await this.editor.serializers.get(viewType)?.deserializeWebviewPanel(panel as never, kept);
    }
  }

  /** Runs a command through the palette, by its title. @throws AssertionError where the palette does not offer it */
  runCommand(title: string): void {
    const offer = paletteOffers(this.editor.context).find((one) => one.title === title);
    assert.ok(offer, `the palette does not offer ${title}`);
    this.run(offer);
  }

  /** The titles that the palette offers. */
  paletteTitles(): readonly string[] {
    return paletteOffers(this.editor.context).map(({ title }) => title);
  }

  /** Runs any command, and waits for it. */
  command(id: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.editor.run(id, ...args);
  }

  /** Changes a user setting. */
  setting(name: string, value: unknown): void {
    this.profile.settings.set(name, value);
  }

  get clipboard(): string {
    return this.editor.clipboard;
  }

  set clipboard(text: string) {
    this.editor.clipboard = text;
  }

  /** The address of the last website that was opened. */
  async openedWebsite(): Promise<string> {
    return shown('a website is opened', () => this.editor.websites.at(-1));
  }

  /** The titles of the open editors, left to right. */
  tabs(): readonly string[] {
    return this.editor.documents.tabs.map(({ label }) => label);
  }

  /** The document whose tab is shown, once there is one whose name fits. */
  async document(name: RegExp): Promise<Document> {
    return shown(`a document ${String(name)} is shown`, () => {
      const { active, open } = this.editor.documents;
      const found = active?.input instanceof TabInputText ? open.get(active.input.uri.toString()) : undefined;
      return found && name.test(found.uri.path) ? found : undefined;
    });
  }

  /** Types into a document: what stands at `from` becomes `to`. @param from all of it unless given */
  type(document: Document, to: string, from = document.getText()): void {
    const text = document.getText();
    assert.ok(text.includes(from), `the document has no ${from}: ${text}`);
    document.replace(
      text.replace(from, () => to),
      true,
    );
  }

  /** Presses Ctrl+S in a document. @returns whether it was saved */
  save(document: Document): Promise<boolean> {
    return this.editor.documents.save(document, TextDocumentSaveReason.Manual);
  }

  /** Saves a document as the editor does by itself. @returns whether it was saved */
  autoSave(document: Document): Promise<boolean> {
    return this.editor.documents.save(document, TextDocumentSaveReason.AfterDelay);
  }

  /** What is marked in a document. */
  problems(document: Document): readonly string[] {
    const marks = this.editor.documents.diagnostics.get(document.uri.toString()) ?? [];
    return marks.map(({ message }) => message);
  }

  /** The log panel that is in front, once its title fits. */
  async logPanel(title: RegExp): Promise<WebviewPanel> {
    return shown(`a log panel ${String(title)} is shown`, () =>
      this.editor.webviewPanels.find((panel) => !panel.disposed && panel.visible && title.test(panel.title)),
    );
  }

  private start(): void {
    const { editor } = this;
    setCurrentEditor(editor);
    const runOffer = (offer: Offer, ...args: readonly unknown[]): void => this.run(offer, ...args);
    this.tree = new TreePage(editor, runOffer);
    this.quickInput = new QuickInputPage(editor.quickInputs);
    this.toasts = new ToastsPage(editor.messages);
    this.modal = new ModalPage(editor.messages);
    this.statusBar = new StatusBarPage(editor, (command) =>
      this.run({ command, title: command, enabled: true }),
    );
    const subscriptions: { dispose(): unknown }[] = [];
    this.context = { subscriptions };
    activate({
      subscriptions,
      globalState: this.profile.global,
      workspaceState: this.profile.workspace,
      secrets: this.profile.secrets,
      extensionUri: Uri.file(extensionFolder()),
      asAbsolutePath,
    } as unknown as vscode.ExtensionContext);
  }

  /** A command that fails is shown by the editor, whoever ran it. */
  private run({ command }: Offer, ...args: readonly unknown[]): void {
    const { messages } = this.editor;
    this.editor
      .run(command, ...args)
      .catch((error: unknown) => messages.show('error', `${command} threw: ${String(error)}`, {}, []));
  }
}

/** Nothing is built for unit tests: the demo is loaded from its source. */
function asAbsolutePath(relative: string): string {
  return path.join(PROJECT_ROOT, relative === 'dist/demo.js' ? 'src/demo/server.ts' : relative);
}
