/** As much of the editor's API as the code needs that turns data into what is shown. */

export class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void): { dispose(): void } => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of this.listeners) {
      listener(value);
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export const l10n = {
  /** As the editor does it: each number in braces once, and nothing in what is put there. */
  t: (message: string, ...values: readonly (string | number | boolean)[]): string =>
    message.replaceAll(/\{(\d+)\}/g, (found, index: string) => String(values[Number(index)] ?? found)),
};

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 } as const;

export class TreeItem {
  id?: string;
  description?: string;
  tooltip?: MarkdownString;

  constructor(
    readonly label: string,
    readonly collapsibleState: number = TreeItemCollapsibleState.None,
  ) {}
}

/** Keeps apart what was said as Markdown and what was said as text. */
export class MarkdownString {
  /** The text alone, in order: what a reader sees. */
  text = '';
  markdown = '';

  appendText(text: string): this {
    this.text += text;
    return this;
  }

  appendMarkdown(markdown: string): this {
    this.markdown += markdown;
    return this;
  }
}

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
    readonly query: string,
  ) {}

  static from({ scheme, path = '', query = '' }: { scheme: string; path?: string; query?: string }): Uri {
    return new Uri(scheme, path, query);
  }

  with({ path = this.path, query = this.query }: { path?: string; query?: string }): Uri {
    return new Uri(this.scheme, path, query);
  }

  /** @throws URIError where the editor's own does: for half of a surrogate pair */
  toString(): string {
    return `${this.scheme}:${encodeURI(this.path)}${this.query === '' ? '' : `?${encodeURIComponent(this.query)}`}`;
  }
}

export const workspace = { textDocuments: [] };
export const FileSystemError = { Unavailable: (text: string): Error => new Error(text) };
