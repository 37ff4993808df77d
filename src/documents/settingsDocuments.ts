import {
  Disposable,
  FilePermission,
  FileSystemError,
  FileType,
  l10n,
  TabInputText,
  TextDocumentSaveReason,
  window,
  workspace,
  type FileStat,
  type TextDocument,
  type Uri,
} from 'vscode';

import type { Clock } from '../api/clock';
import type { Plugin, PluginConfig } from '../api/schemas';
import { connectionLabel } from '../connection/connection';
import type { Projects } from '../connection/projects';
import { plainText } from '../connection/plainText';
import type { SettingsDiagnostics } from './settingsDiagnostics';
import { contentIn, contentOf, textOf } from './settingsDocument';
import { SettingsFollow } from './settingsFollow';
import { SettingsReader } from './settingsReader';
import { isDirty, openDocument, type OpenDocument, type SettingsStore } from './settingsStore';
import { NotSavedError, type SaveDocument } from './settingsSave';
import { parseSettingsUri, schemaUri, serverCopyUri, type SettingsAddress } from './settingsUris';

export interface SettingsDocumentsOptions {
  readonly projects: Projects;
  readonly clock: Clock;
  readonly store: SettingsStore;
  readonly diagnostics: SettingsDiagnostics;
  /** The editor is to read a document again. */
  readonly onDidChange: (uri: Uri) => void;
}

/**
 * Settings documents: what the editor reads and writes. Only a save that a person asked for is sent; what is saved by
 * itself is kept as a draft, which the document says. A document that cannot be read now is unavailable, never
 * missing, so that the editor keeps what was typed into it.
 */
export class SettingsDocuments {
  private readonly copies = new Map<string, string>();
  private readonly reasons = new Map<string, TextDocumentSaveReason>();
  /** What the server has after a save, shown when the editor is done with saving. */
  private readonly answers = new Map<string, OpenDocument | 'done'>();
  private readonly sending = new Set<string>();
  private readonly reader: SettingsReader;
  private readonly follow: SettingsFollow;
  private readonly subscription: Disposable;
  private sender: SaveDocument | undefined;

  constructor(private readonly options: SettingsDocumentsOptions) {
    const { projects, store, clock, onDidChange } = options;
    this.reader = new SettingsReader(projects, store, clock);
    this.follow = new SettingsFollow(projects, store, this.reader, onDidChange);
    this.subscription = Disposable.from(
      workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (parseSettingsUri(document.uri)) {
          this.reasons.set(document.uri.toString(), reason);
        }
      }),
      workspace.onDidSaveTextDocument(({ uri }) => this.showAnswer(uri)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && parseSettingsUri(document.uri)?.kind === 'settings') {
          options.diagnostics.clear(document.uri);
        }
      }),
      workspace.onDidCloseTextDocument((document) => this.closed(document)),
    );
  }

  /** Who sends documents. Until then nothing is sent. */
  onSave(sender: SaveDocument): void {
    this.sender = sender;
  }

  /**
   * Reads a config from the server before its document is opened, so that a failure can be told in words.
   *
   * @returns whether a draft of it is shown instead, which was not sent
   * @throws ApiError, NoConnectionError
   */
  async load(uri: Uri, address: SettingsAddress): Promise<boolean> {
    const draft = this.options.store.get(uri)?.draft;
    if (draft === undefined && !isDirty(uri)) {
      await this.reader.fetch(uri, address);
      this.options.onDidChange(uri);
    }
    return draft !== undefined;
  }

  /** Prepares the document of a config that is not there yet: empty, so that its first text is an unsaved one. */
  prepareNew(uri: Uri, plugin: Plugin, hasName: boolean): void {
    const mtime = this.options.clock.now();
    this.options.store.put({ uri, base: undefined, draft: undefined, mtime, plugin, hasName });
  }

  /** Shows what the server has, as it is now, in place of what was there when the document was opened. */
  takeBase(uri: Uri, config: PluginConfig, plugin: Plugin | undefined): void {
    const former = this.options.store.get(uri);
    const base = this.reader.documentOf(uri, config, plugin);
    this.options.store.put({ ...base, draft: former?.draft, mtime: former?.mtime ?? base.mtime });
  }

  /** The server's copy of a document, to be compared with it. */
  showCopy(uri: Uri, config: PluginConfig, plugin: Plugin | undefined): Uri {
    const copy = serverCopyUri(uri);
    this.copies.set(copy.toString(), textOf(contentOf(config, plugin), schemaUri(uri).toString()));
    this.options.onDidChange(copy);
    return copy;
  }

  /** Keeps documents in which nothing was typed as the list shows their configs. */
  refresh(connectionId: string, configOf: (configId: number) => PluginConfig | undefined): void {
    this.follow.refresh(connectionId, configOf, (uri) => this.sending.has(uri.toString()));
  }

  /** Forgets a draft: the document shows what the server has. @throws ApiError, NoConnectionError */
  async discardDraft(uri: Uri, address: SettingsAddress): Promise<void> {
    await this.reader.fetch(uri, address);
    this.options.diagnostics.clear(uri);
    this.options.onDidChange(uri);
  }

  async stat(uri: Uri, address: SettingsAddress): Promise<FileStat> {
    if (address.kind !== 'settings') {
      const size = (await this.read(uri, address)).length;
      return { type: FileType.File, ctime: 0, mtime: 0, size, permissions: FilePermission.Readonly };
    }
    const document = await this.document(uri, address);
    // Where something was typed already, it stays to be edited, and a save says why it cannot be sent: the editor alone
    // would only say that the file is read-only.
    const isTyped = document.draft !== undefined || isDirty(uri);
    return {
      type: FileType.File,
      ctime: 0,
      mtime: document.mtime,
      size: new TextEncoder().encode(document.draft ?? document.base ?? '').length,
      ...(this.options.projects.isReadOnly(address.connectionId) && !isTyped
        ? { permissions: FilePermission.Readonly }
        : {}),
    };
  }

  async read(uri: Uri, address: SettingsAddress): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.text(uri, address));
  }

  /** @throws FileSystemError with the reason where a save did not happen */
  async write(uri: Uri, address: SettingsAddress, bytes: Uint8Array): Promise<void> {
    if (address.kind !== 'settings') {
      throw FileSystemError.NoPermissions(uri);
    }
    const key = uri.toString();
    const reason = this.reasons.get(key);
    this.reasons.delete(key);
    const text = new TextDecoder().decode(bytes);
    if (reason !== TextDocumentSaveReason.Manual) {
      await this.keepDraft(uri, address, text);
      return;
    }
    await this.send(uri, address, text);
  }

  dispose(): void {
    this.subscription.dispose();
    this.options.diagnostics.dispose();
  }

  private async text(uri: Uri, address: SettingsAddress): Promise<string> {
    switch (address.kind) {
      case 'schema':
        return this.reader.schema(uri, address);
      case 'serverCopy': {
        const copy = this.copies.get(uri.toString());
        if (copy === undefined) {
          throw FileSystemError.Unavailable(l10n.t('The copy is gone. Save the document again to compare.'));
        }
        return copy;
      }
      case 'settings': {
        const { draft, base } = await this.document(uri, address);
        if (draft !== undefined) {
          this.options.diagnostics.showDraft(uri, this.where(address));
        }
        return draft ?? base ?? '';
      }
    }
  }

  /** The open document; after a reload of the window what was kept of it, as long as anything in it is unsent. */
  private async document(uri: Uri, address: SettingsAddress): Promise<OpenDocument> {
    return this.options.store.shown(uri) ?? (await this.reader.fetch(uri, address));
  }

  private async keepDraft(uri: Uri, address: SettingsAddress, text: string): Promise<void> {
    const document = await this.document(uri, address);
    const isDraft = text !== document.base;
    const mtime = this.options.clock.now();
    this.options.store.put({ ...document, draft: isDraft ? text : undefined, mtime });
    if (isDraft) {
      const where = this.where(address);
      this.options.diagnostics.showDraft(uri, where);
      window.setStatusBarMessage(plainText(l10n.t('Draft kept, not sent to {0}', where)), 5_000);
    } else {
      this.options.diagnostics.clear(uri);
    }
  }

  private async send(uri: Uri, address: SettingsAddress, text: string): Promise<void> {
    const open = this.options.store.get(uri);
    const document = openDocument(uri);
    const base = open?.base === undefined ? undefined : contentIn(open.base);
    if (!this.sender) {
      throw FileSystemError.NoPermissions(uri);
    }
    this.sending.add(uri.toString());
    try {
      const saved = await this.sender({
        uri,
        address,
        text,
        document,
        base,
        plugin: open?.plugin,
        hasName: open?.hasName ?? true,
      });
      this.options.diagnostics.clear(uri);
      if (saved.kind === 'done') {
        this.answers.set(uri.toString(), 'done');
        return;
      }
      const answer = this.reader.documentOf(uri, saved.config, saved.plugin);
      // The editor asks for the file as it has just written it; what the server answered follows when it is done.
      this.options.store.pretend({ ...answer, base: text });
      this.answers.set(uri.toString(), { ...answer, mtime: answer.mtime + 1 });
    } catch (error) {
      if (error instanceof NotSavedError) {
        throw FileSystemError.Unavailable(error.message);
      }
      throw error;
    } finally {
      this.sending.delete(uri.toString());
    }
  }

  private showAnswer(uri: Uri): void {
    const answer = this.answers.get(uri.toString());
    this.answers.delete(uri.toString());
    if (answer === 'done') {
      this.forget(uri);
      void window.tabGroups.close(
        window.tabGroups.all
          .flatMap(({ tabs }) => tabs)
          .filter(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString()),
      );
    } else if (answer) {
      this.options.store.put(answer);
      this.options.onDidChange(uri);
    }
  }

  /** A draft outlives its tab; everything else is read anew next time. */
  private closed(document: TextDocument): void {
    const { uri } = document;
    if (openDocument(uri)) {
      return; // it was given another language
    }
    this.copies.delete(uri.toString());
    if (parseSettingsUri(uri)?.kind === 'settings' && this.options.store.get(uri)?.draft === undefined) {
      this.forget(uri);
    }
  }

  private forget(uri: Uri): void {
    this.options.store.forget(uri);
    this.options.diagnostics.clear(uri);
  }

  private where({ connectionId }: SettingsAddress): string {
    return connectionLabel(this.options.projects.connection(connectionId));
  }
}
