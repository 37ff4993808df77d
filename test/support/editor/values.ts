import type * as vscode from 'vscode';
import { URI, Utils } from 'vscode-uri';

/** Classes and constants of the editor's API that hold data: the editor's own URIs, and the rest made like its own. */

export type Uri = URI;
export const Uri = Object.assign(URI, { joinPath: Utils.joinPath });

export class Disposable {
  static from(...disposables: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => disposables.forEach((disposable) => disposable.dispose()));
  }

  constructor(private readonly callOnDispose: () => unknown) {}

  dispose(): void {
    this.callOnDispose();
  }
}

export class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void): Disposable => {
    // The editor calls a listener once for each time that it was added.
    const own = (value: T): void => listener(value);
    this.listeners.add(own);
    return new Disposable(() => this.listeners.delete(own));
  };

  /** How many listen: what is left after the end of the extension is a leak. */
  get size(): number {
    return this.listeners.size;
  }

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      listener(value);
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export class CancellationTokenSource {
  private readonly requested = new EventEmitter<void>();
  private cancelled = false;
  readonly token: vscode.CancellationToken;

  constructor() {
    const isCancelled = (): boolean => this.cancelled;
    this.token = {
      get isCancellationRequested() {
        return isCancelled();
      },
      onCancellationRequested: this.requested.event,
    };
  }

  cancel(): void {
    this.cancelled = true;
    this.requested.fire();
  }
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

/** Keeps apart what was said as Markdown and what was said as text. */
export class MarkdownString {
  /** The text alone, in order: what a reader sees. */
  text = '';
  markdown = '';

  /** What a person reads: the text, on the lines that the Markdown makes. */
  rendered = '';

  appendText(text: string): this {
    this.text += text;
    this.rendered += text;
    return this;
  }

  appendMarkdown(markdown: string): this {
    this.markdown += markdown;
    this.rendered += markdown.replaceAll('**', '').replace(/^- /, '');
    return this;
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position, end: Position);
  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number);
  constructor(a: Position | number, b: Position | number, c = 0, d = 0) {
    this.start = typeof a === 'number' ? new Position(a, Number(b)) : a;
    this.end = typeof b === 'number' ? new Position(c, d) : b;
  }
}

export class Diagnostic {
  source?: string;

  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: number = DiagnosticSeverity.Error,
  ) {}
}

export class WorkspaceEdit {
  readonly edits: { readonly uri: Uri; readonly range: Range; readonly text: string }[] = [];

  insert(uri: Uri, position: Position, text: string): void {
    this.edits.push({ uri, range: new Range(position, position), text });
  }

  replace(uri: Uri, range: Range, text: string): void {
    this.edits.push({ uri, range, text });
  }
}

export class TabInputText {
  constructor(readonly uri: Uri) {}
}

export class TabInputTextDiff {
  constructor(
    readonly original: Uri,
    readonly modified: Uri,
  ) {}
}

export class TabInputWebview {
  constructor(readonly viewType: string) {}
}

export class TreeItem {
  id?: string;
  description?: string;
  tooltip?: string | MarkdownString;
  iconPath?: ThemeIcon;
  contextValue?: string;
  command?: vscode.Command;
  accessibilityInformation?: vscode.AccessibilityInformation;

  constructor(
    readonly label: string,
    readonly collapsibleState: number = TreeItemCollapsibleState.None,
  ) {}
}

export class DataTransferItem {
  constructor(readonly value: unknown) {}

  asString(): Promise<string> {
    return Promise.resolve(String(this.value));
  }
}

/** A refusal of a file system, named as the editor names it. */
export class FileSystemError extends Error {
  private constructor(
    readonly code: string,
    messageOrUri: string | Uri,
  ) {
    super(typeof messageOrUri === 'string' ? messageOrUri : messageOrUri.toString());
    this.name = `${code} (FileSystemError)`;
  }

  static readonly Unavailable = (text: string | Uri): FileSystemError =>
    new FileSystemError('Unavailable', text);
  static readonly FileNotFound = (text: string | Uri): FileSystemError =>
    new FileSystemError('FileNotFound', text);
  static readonly NoPermissions = (text: string | Uri): FileSystemError =>
    new FileSystemError('NoPermissions', text);
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 } as const;
export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;
export const QuickInputButtons = {
  Back: { iconPath: new ThemeIcon('arrow-left'), tooltip: 'Back' },
} as const;
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 } as const;
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 } as const;
export const StatusBarAlignment = { Left: 1, Right: 2 } as const;
export const ViewColumn = { Active: -1, Beside: -2, One: 1 } as const;
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 } as const;
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 } as const;
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 } as const;
export const FilePermission = { Readonly: 1 } as const;
export const FileChangeType = { Changed: 1, Created: 2, Deleted: 3 } as const;
export const TextDocumentSaveReason = { Manual: 1, AfterDelay: 2, FocusOut: 3 } as const;
