import {
  Disposable,
  TabInputText,
  TabInputTextDiff,
  window,
  workspace,
  type FileStat,
  FilePermission,
  FileType,
  type Uri,
} from 'vscode';

interface Snapshot {
  readonly bytes: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether an editor has shown it: what is about to be opened is not yet. */
  seen: boolean;
}

/** Texts of logs that are open as documents, in memory for as long as a tab or a document needs them. */
export class LogSnapshots {
  private readonly snapshots = new Map<string, Snapshot>();
  private readonly subscription = Disposable.from(
    workspace.onDidOpenTextDocument(() => this.letGo()),
    // Also said when a document gets another language; then it is still open.
    workspace.onDidCloseTextDocument(() => this.letGo()),
    window.tabGroups.onDidChangeTabs(() => this.letGo()),
  );

  add(uri: Uri, bytes: Uint8Array, at: number): void {
    this.snapshots.set(uri.toString(), { bytes, at, seen: false });
  }

  /** Forgets one that could not be opened. */
  remove(uri: Uri): void {
    this.snapshots.delete(uri.toString());
  }

  read(uri: Uri): Uint8Array | undefined {
    return this.snapshots.get(uri.toString())?.bytes;
  }

  stat(uri: Uri): FileStat | undefined {
    const snapshot = this.snapshots.get(uri.toString());
    return (
      snapshot && {
        type: FileType.File,
        ctime: snapshot.at,
        mtime: snapshot.at,
        size: snapshot.bytes.length,
        permissions: FilePermission.Readonly,
      }
    );
  }

  dispose(): void {
    this.subscription.dispose();
    this.snapshots.clear();
  }

  private letGo(): void {
    if (this.snapshots.size === 0) {
      return;
    }
    const open = openUris();
    for (const [uri, snapshot] of this.snapshots) {
      if (open.has(uri)) {
        snapshot.seen = true;
      } else if (snapshot.seen) {
        this.snapshots.delete(uri);
      }
    }
  }
}

/** Of every tab and every document: a tab that was never shown has no document yet, and extensions open documents without tabs. */
function openUris(): ReadonlySet<string> {
  const inputs = window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.input));
  const tabs = inputs.flatMap((input) => {
    if (input instanceof TabInputText) {
      return [input.uri];
    }
    return input instanceof TabInputTextDiff ? [input.original, input.modified] : [];
  });
  return new Set([...workspace.textDocuments.map(({ uri }) => uri), ...tabs].map(String));
}
