import type { LogEntry } from '../../api/schemas';
import type { InsertMode } from '../buffer';
import type { FeedBuffer } from './feedBuffer';
import type { EntryItem } from '../items';

/**
 * Rows that are taken in at once: ten milliseconds or two, with what views make of them. What lies behind them is moved
 * each time, so that shorter pieces take longer in all.
 */
const PIECE = 5_000;

export interface Arrival {
  readonly rows: readonly LogEntry[];
  readonly mode: InsertMode;
  /** Told of the entries that were not known, in order, piece by piece. */
  readonly onAdded: (entries: readonly EntryItem[]) => void;
  /** Everything is in the buffer; `added` of it was not known. Called in the same turn as the last piece comes in. */
  readonly onDone: (added: number) => void;
}

/** Takes pages into a buffer, big ones with pauses, so that nothing else has to wait for long. */
export class Intake {
  private current: { readonly arrival: Arrival; at: number; added: number } | undefined;

  constructor(
    private readonly buffer: FeedBuffer,
    private readonly pause: () => Promise<void>,
  ) {}

  get busy(): boolean {
    return this.current !== undefined;
  }

  /** To be called when it is not busy. */
  take(arrival: Arrival): void {
    this.current = { arrival, at: 0, added: 0 };
    if (arrival.rows.length > PIECE) {
      void this.takeInPieces();
    } else {
      this.takePiece();
    }
  }

  /** Takes in at once what is left. */
  finish(): void {
    while (this.takePiece()) {
      // Until all is in.
    }
  }

  private async takeInPieces(): Promise<void> {
    const { current } = this;
    // The request for the page behind it leaves first: undici looks at an idle connection for a turn before it sends.
    await this.pause();
    do {
      await this.pause();
    } while (this.current === current && this.takePiece());
  }

  /** @returns whether there is more */
  private takePiece(): boolean {
    const { current } = this;
    if (!current) {
      return false;
    }
    const { arrival } = current;
    const piece = arrival.rows.slice(current.at, current.at + PIECE);
    current.at += PIECE;
    const added = this.buffer.insert(piece, arrival.mode);
    current.added += added.length;
    arrival.onAdded(added);
    if (current.at < arrival.rows.length) {
      return this.current === current;
    }
    if (this.current === current) {
      this.current = undefined;
      arrival.onDone(current.added);
    }
    return false;
  }
}
