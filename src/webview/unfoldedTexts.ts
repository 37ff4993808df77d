import type { TextMessage } from '../logs/protocol';
import type { ReadText } from './rowElement';

/** What has been read of the messages of unfolded rows, piece by piece. */
export class UnfoldedTexts {
  private readonly texts = new Map<string, ReadText>();
  private readonly pending = new Set<string>();

  constructor(private readonly request: (key: string, from: number) => void) {}

  get(key: string): ReadText | undefined {
    return this.texts.get(key);
  }

  /** Asks for the first piece, once. */
  begin(key: string): void {
    if (!this.texts.has(key)) {
      this.readMore(key);
    }
  }

  /** Asks for the piece after what is there, unless one is on its way. */
  readMore(key: string): void {
    if (!this.pending.has(key)) {
      this.pending.add(key);
      this.request(key, this.texts.get(key)?.to ?? 0);
    }
  }

  add(piece: TextMessage): void {
    this.pending.delete(piece.key);
    const before = this.texts.get(piece.key);
    if (piece.from === (before?.to ?? 0)) {
      this.texts.set(piece.key, {
        text: (before?.text ?? '') + piece.text,
        to: piece.to,
        length: piece.length,
      });
    }
  }

  /** Forgets all but these keys. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of [...this.texts.keys(), ...this.pending]) {
      if (!keys.has(key)) {
        this.texts.delete(key);
        this.pending.delete(key);
      }
    }
  }
}
