import {
  Disposable,
  EventEmitter,
  FileChangeType,
  FileSystemError,
  type FileChangeEvent,
  type FileStat,
  type FileSystemProvider,
  type FileType,
  type Uri,
} from 'vscode';

import type { PluginDocuments } from './pluginDocuments';
import { SettingsDocuments, type SettingsDocumentsOptions } from './settingsDocuments';
import { parseSettingsUri } from './settingsUris';

/** All documents of the extension as files: settings can be written, everything else is read-only. */
export class DocumentFiles implements FileSystemProvider, Disposable {
  private readonly changed = new EventEmitter<FileChangeEvent[]>();
  private readonly subscription: Disposable;

  readonly onDidChangeFile = this.changed.event;
  readonly settings: SettingsDocuments;

  constructor(
    private readonly others: PluginDocuments,
    options: Omit<SettingsDocumentsOptions, 'onDidChange'>,
  ) {
    this.settings = new SettingsDocuments({
      ...options,
      onDidChange: (uri) => this.changed.fire([{ type: FileChangeType.Changed, uri }]),
    });
    this.subscription = others.onDidChangeFile((events) => this.changed.fire(events));
  }

  watch(): Disposable {
    return new Disposable(() => undefined);
  }

  async stat(uri: Uri): Promise<FileStat> {
    const address = parseSettingsUri(uri);
    return address ? available(this.settings.stat(uri, address)) : this.others.stat(uri);
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    const address = parseSettingsUri(uri);
    return address ? available(this.settings.read(uri, address)) : this.others.readFile(uri);
  }

  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    const address = parseSettingsUri(uri);
    if (!address) {
      throw FileSystemError.NoPermissions(uri);
    }
    await available(this.settings.write(uri, address, content));
  }

  readDirectory(): [string, FileType][] {
    return [];
  }

  createDirectory(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.subscription.dispose();
    this.settings.dispose();
    this.changed.dispose();
  }
}

/** A file that cannot be had now is unavailable, never missing: the editor would close its tab. */
async function available<T>(task: Promise<T>): Promise<T> {
  try {
    return await task;
  } catch (error) {
    throw error instanceof FileSystemError
      ? error
      : FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
  }
}
