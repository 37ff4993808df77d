import type { EntryRow, TextMessage, WebviewMessage } from '../../logs/protocol';
import type { Metrics } from './unfoldedText';
import { UnfoldedText } from './unfoldedText';

type ReadMessage = Extract<WebviewMessage, { type: 'read' }>;

/** The messages of unfolded rows: asks for them piece by piece, and for each piece once. */
export class UnfoldedTexts {
  private readonly texts = new Map<string, UnfoldedText>();
  private readonly heads = new Map<string, EntryRow>();
  private readonly pending = new Set<string>();

  constructor(
    private readonly metrics: () => Metrics,
    private readonly request: (message: ReadMessage) => void,
  ) {}

  get(key: string): UnfoldedText | undefined {
    return this.texts.get(key);
  }

  /** The text of a row that is unfolded; begins to read it. */
  of(row: EntryRow): UnfoldedText {
    const known = this.texts.get(row.key);
    const before = this.heads.get(row.key);
    this.heads.set(row.key, row);
    return known && before && looksTheSame(before, row)
      ? known
      : this.begin(row, known?.as ?? (row.json ? 'json' : 'text'));
  }

  /** Asks for the piece after what is there, unless one is on its way. */
  readMore(key: string): void {
    const text = this.texts.get(key);
    if (text && !this.pending.has(key)) {
      this.pending.add(key);
      this.request({ type: 'read', key, as: text.as, ...text.next });
    }
  }

  /** Shows laid out JSON, or the message as it is. */
  switch(key: string): void {
    const row = this.heads.get(key);
    if (row) {
      this.begin(row, this.texts.get(key)?.as === 'json' ? 'text' : 'json');
    }
  }

  add(piece: TextMessage): void {
    const text = this.texts.get(piece.key);
    if (piece.as !== text?.as) {
      // The answer to what was asked before it was switched.
      return;
    }
    this.pending.delete(piece.key);
    text.add(piece);
  }

  /** Forgets all but these keys. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.texts.keys()) {
      if (!keys.has(key)) {
        this.texts.delete(key);
        this.heads.delete(key);
        this.pending.delete(key);
      }
    }
  }

  private begin(row: EntryRow, as: UnfoldedText['as']): UnfoldedText {
    const { head, runs, hits } = row;
    const before = this.texts.get(row.key);
    const text = new UnfoldedText(as, { text: head, runs, hits }, this.metrics);
    text.rest = before?.rest ?? 0;
    this.texts.set(row.key, text);
    this.pending.delete(row.key);
    if (as === 'json' || row.more) {
      this.readMore(row.key);
    }
    return text;
  }
}

/** Whether what has been read of a message still shows what is found in it. */
function looksTheSame(before: EntryRow, now: EntryRow): boolean {
  return before === now || (before.role === now.role && before.hits.join() === now.hits.join());
}
