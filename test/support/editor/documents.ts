import fs from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import { TextDocument as Text } from 'vscode-languageserver-textdocument';
import type { Messages } from './messages';
import {
  EventEmitter,
  FilePermission,
  FileSystemError,
  FileType,
  TabInputText,
  TabInputTextDiff,
  Position,
  TextDocumentSaveReason,
  type Diagnostic,
  Disposable,
  type Uri,
  type WorkspaceEdit,
} from './values';

type Change = vscode.TextDocumentContentChangeEvent;

/** A text document of the editor. */
export class Document {
  version = 1;
  isDirty = false;
  isClosed = false;
  isReadOnly = false;
  /** What the file system said of it when it was read or written last. */
  mtime = 0;
  size = 0;
  private text: Text;

  constructor(
    readonly uri: Uri,
    content: string,
    private readonly documents: Documents,
  ) {
    this.text = Text.create(uri.toString(), languageOf(uri), this.version, content);
  }

  get languageId(): string {
    return this.text.languageId;
  }

  get fileName(): string {
    return this.uri.fsPath;
  }

  get lineCount(): number {
    return this.text.lineCount;
  }

  getText(): string {
    return this.text.getText();
  }

  positionAt(offset: number): Position {
    const { line, character } = this.text.positionAt(offset);
    return new Position(line, character);
  }

  offsetAt(position: Position): number {
    return this.text.offsetAt(position);
  }

  /** Saves it as another extension would. @returns whether it was saved */
  save(): Promise<boolean> {
    return this.documents.save(this, TextDocumentSaveReason.Manual);
  }

  /** Puts another text in its place. */
  replace(content: string, isDirty: boolean): void {
    const before = this.getText();
    this.isDirty = isDirty;
    if (before !== content) {
      this.version++;
      this.text = Text.create(this.uri.toString(), this.languageId, this.version, content);
    }
    this.documents.changed(this, before === content ? [] : [{ text: content } as Change]);
  }
}

/** What the extension provides files with, as much of it as is used here. */
export interface FileSystem {
  readonly onDidChangeFile: (listener: (events: readonly { readonly uri: Uri }[]) => void) => {
    dispose(): unknown;
  };
  stat(uri: Uri): Promise<{ type: number; size: number; mtime: number; permissions?: number }>;
  readFile(uri: Uri): Promise<Uint8Array>;
  writeFile(uri: Uri, bytes: Uint8Array): Promise<void>;
}

/** What an editor tab shows. */
export interface Tab {
  readonly label: string;
  readonly input: TabInputText | TabInputTextDiff | { readonly viewType: string };
  /** Closes what is behind it. */
  readonly close: () => void;
}

/** The files, documents and tabs of a window. */
export class Documents {
  readonly open = new Map<string, Document>();
  /** Left to right; the last one that was shown is `active`. */
  tabs: readonly Tab[] = [];
  active: Tab | undefined;
  /** What is marked in documents, by their addresses. */
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();

  readonly willSave = new EventEmitter<{ document: Document; reason: number }>();
  readonly saved = new EventEmitter<Document>();
  readonly opened = new EventEmitter<Document>();
  readonly closed = new EventEmitter<Document>();
  readonly edited = new EventEmitter<{ document: Document; contentChanges: readonly Change[] }>();
  readonly tabsChanged = new EventEmitter<{ opened: readonly Tab[]; closed: readonly Tab[] }>();

  private readonly providers = new Map<string, FileSystem>();

  constructor(private readonly messages: Messages) {}

  register(scheme: string, provider: FileSystem): Disposable {
    this.providers.set(scheme, provider);
    const listening = provider.onDidChangeFile((events) => {
      for (const { uri } of events) {
        void this.reread(uri.toString());
      }
    });
    return new Disposable(() => listening.dispose());
  }

  /** Files of the disk, and of the extension's own scheme. */
  readonly fs = {
    stat: async (uri: Uri): Promise<{ type: number; size: number; mtime: number; permissions?: number }> => {
      if (uri.scheme !== 'file') {
        return this.provider(uri).stat(uri);
      }
      const found = await fs.stat(uri.fsPath).catch(() => {
        throw FileSystemError.FileNotFound(uri);
      });
      return {
        type: found.isDirectory() ? FileType.Directory : FileType.File,
        size: found.size,
        mtime: found.mtimeMs,
      };
    },
    readFile: async (uri: Uri): Promise<Uint8Array> =>
      uri.scheme === 'file' ? fs.readFile(uri.fsPath) : this.provider(uri).readFile(uri),
    writeFile: async (uri: Uri, bytes: Uint8Array): Promise<void> => {
      if (uri.scheme === 'file') {
        await fs.writeFile(uri.fsPath, bytes);
      } else {
        await this.provider(uri).writeFile(uri, bytes);
      }
    },
  };

  async read(uri: Uri): Promise<Document> {
    const known = this.open.get(uri.toString());
    if (known) {
      return known;
    }
    const { mtime, size, permissions } = await this.fs.stat(uri);
    const document = new Document(uri, decode(await this.fs.readFile(uri)), this);
    document.mtime = mtime;
    document.size = size;
    document.isReadOnly = permissions === FilePermission.Readonly;
    this.open.set(uri.toString(), document);
    this.opened.fire(document);
    return document;
  }

  /** Opens a document with what was typed into it before a reload: the file itself is not read. */
  restore({ uri, mtime, size, isReadOnly }: Document, text: string): void {
    const document = new Document(uri, text, this);
    Object.assign(document, { mtime, size, isReadOnly, isDirty: true });
    this.open.set(uri.toString(), document);
    this.opened.fire(document);
  }

  /** Opens a document in a tab, and shows it. */
  async show(uri: Uri): Promise<Document> {
    const document = await this.read(uri);
    this.showTab(
      () => labelOf(uri),
      new TabInputText(uri),
      () => undefined,
    );
    return document;
  }

  async diff(left: Uri, right: Uri, title: string): Promise<void> {
    await Promise.all([this.read(left), this.read(right)]);
    this.showTab(
      () => title,
      new TabInputTextDiff(left, right),
      () => undefined,
    );
  }

  /** Shows the tab that is there for it already, or a new one. */
  showTab(label: () => string, input: Tab['input'], close: () => void): Tab {
    const same = this.tabs.find((tab) => keyOf(tab.input) === keyOf(input));
    const tab = same ?? {
      get label() {
        return label();
      },
      input,
      close,
    };
    this.active = tab;
    if (!same) {
      this.tabs = [...this.tabs, tab];
      this.tabsChanged.fire({ opened: [tab], closed: [] });
    }
    return tab;
  }

  closeTab(tab: Tab): void {
    if (!this.tabs.includes(tab)) {
      return;
    }
    this.tabs = this.tabs.filter((other) => other !== tab);
    this.active = this.active === tab ? this.tabs.at(-1) : this.active;
    tab.close();
    this.tabsChanged.fire({ opened: [], closed: [tab] });
    const left = new Set(this.tabs.flatMap(({ input }) => urisOf(input)));
    for (const uri of urisOf(tab.input).filter((one) => !left.has(one))) {
      this.forget(uri);
    }
  }

  /**
   * Saves a document as the editor does, and says so where it cannot.
   *
   * @returns whether it was saved
   */
  async save(document: Document, reason: number): Promise<boolean> {
    this.willSave.fire({ document, reason });
    const { version } = document;
    // The editor looks first whether somebody else has written the file; it need not be there.
    await this.fs.stat(document.uri).catch(() => undefined);
    try {
      await this.fs.writeFile(document.uri, Buffer.from(document.getText()));
    } catch (error) {
      const said =
        error instanceof FileSystemError ? `${error.name}: ${error.message}` : `Unknown: ${String(error)}`;
      const text = `Failed to save '${labelOf(document.uri)}': Unable to write file '${document.uri.toString()}' (${said})`;
      void this.messages.show('error', text, {}, ['Retry', 'Save As...', 'Revert']).then((button) => {
        if (button === 'Retry') {
          void this.save(document, TextDocumentSaveReason.Manual);
        } else if (button === 'Revert') {
          void this.revert(document);
        }
      });
      return false;
    }
    const { mtime, size } = await this.fs.stat(document.uri);
    document.mtime = mtime;
    document.size = size;
    if (document.version === version) {
      document.isDirty = false;
    }
    this.saved.fire(document);
    return true;
  }

  async revert(document: Document): Promise<void> {
    await this.load(document);
  }

  apply(edit: WorkspaceEdit): void {
    for (const { uri, range, text } of edit.edits) {
      const document = this.open.get(uri.toString());
      if (!document) {
        throw new Error(`${uri.toString()} is not open`);
      }
      const former = document.getText();
      const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
      document.replace(former.slice(0, from) + text + former.slice(to), true);
    }
  }

  changed(document: Document, contentChanges: readonly Change[]): void {
    this.edited.fire({ document, contentChanges });
  }

  private provider(uri: Uri): FileSystem {
    const provider = this.providers.get(uri.scheme);
    if (!provider) {
      throw FileSystemError.Unavailable(`nothing provides ${uri.scheme}`);
    }
    return provider;
  }

  /** The editor reads an open file again only where its time or size has changed, and never over what was typed. */
  private async reread(uri: string): Promise<void> {
    const document = this.open.get(uri);
    if (!document || document.isDirty) {
      return;
    }
    try {
      const { mtime, size, permissions } = await this.fs.stat(document.uri);
      document.isReadOnly = permissions === FilePermission.Readonly;
      if (mtime !== document.mtime || size !== document.size) {
        await this.load(document);
      }
    } catch {
      // The tab says then that it cannot be read now, and keeps what it has.
    }
  }

  private async load(document: Document): Promise<void> {
    const { mtime, size } = await this.fs.stat(document.uri);
    const text = decode(await this.fs.readFile(document.uri));
    document.mtime = mtime;
    document.size = size;
    document.replace(text, false);
  }

  private forget(uri: string): void {
    const document = this.open.get(uri);
    if (document) {
      this.open.delete(uri);
      document.isClosed = true;
      this.closed.fire(document);
    }
  }
}

export function labelOf(uri: Uri): string {
  return path.posix.basename(uri.path);
}

function languageOf(uri: Uri): string {
  const languages: Readonly<Record<string, string>> = { '.json': 'json', '.js': 'javascript', '.log': 'log' };
  return languages[path.posix.extname(uri.path)] ?? 'plaintext';
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Two tabs with the same key are one; each webview panel has its own. */
function keyOf(input: Tab['input']): unknown {
  return 'viewType' in input ? input : urisOf(input).join(' ');
}

function urisOf(input: Tab['input']): readonly string[] {
  if (input instanceof TabInputText) {
    return [input.uri.toString()];
  }
  return input instanceof TabInputTextDiff ? [input.original.toString(), input.modified.toString()] : [];
}
