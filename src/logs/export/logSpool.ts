import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { type LogEntry, readLogEntry } from '../../api/logEntry';
import { jsonText } from '../../api/nesting';
import { type Instant, compareInstants, compareParsed, parseTimestamp } from '../timestamp';

/** How much is read back at a time: characters of messages, and entries. */
const PIECE_CHARACTERS = 500_000;
const PIECE_ENTRIES = 1_000;

interface Piece {
  readonly offset: number;
  readonly length: number;
}

interface Timed {
  readonly entry: LogEntry;
  readonly instant: Instant | undefined;
}

/**
 * A stretch of one log in a file: written page by page, newest first, as servers give it, and read back oldest first.
 * However long it is, no more than a page is in memory.
 */
export class LogSpool {
  private readonly pieces: Piece[] = [];
  private end = 0;
  /** The oldest timestamp's entries so far: the next page may hold more of them. In order. */
  private held: readonly Timed[] = [];

  private constructor(private readonly file: FileHandle) {}

  /** @param path of a file that does not exist yet; whoever calls removes it after `close` */
  static async create(path: string): Promise<LogSpool> {
    return new LogSpool(await open(path, 'wx+', 0o600));
  }

  /** @param page in whatever order, but older than what was added before */
  async add(page: readonly LogEntry[]): Promise<void> {
    const rows = page.map((entry) => ({ entry, instant: parseTimestamp(entry.timestamp) }));
    const sorted = [...this.held, ...rows].sort(compareTimed);
    const last = sorted.findLastIndex(({ instant }) => sameInstant(instant, sorted[0]?.instant));
    this.held = sorted.slice(0, last + 1);
    await this.write(sorted.slice(last + 1));
  }

  /** Reads everything back, oldest first. Nothing can be added afterwards. */
  async *read(): AsyncGenerator<readonly LogEntry[]> {
    await this.write(this.held);
    this.held = [];
    for (const { offset, length } of this.pieces.reverse()) {
      const { buffer } = await this.file.read(Buffer.allocUnsafe(length), 0, length, offset);
      yield readPiece(buffer.toString());
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  /** The last piece first, so that reading all pieces backwards gives them in order. */
  private async write(sorted: readonly Timed[]): Promise<void> {
    for (let end = sorted.length; end > 0;) {
      let start = end;
      for (let size = 0; start > 0 && end - start < PIECE_ENTRIES && size < PIECE_CHARACTERS; start--) {
        size += sorted[start - 1]?.entry.message.length ?? 0;
      }
      await this.append(sorted.slice(start, end).map(({ entry }) => entry));
      end = start;
    }
  }

  private async append(entries: readonly LogEntry[]): Promise<void> {
    const bytes = Buffer.from(jsonText(entries));
    const piece = { offset: this.end, length: bytes.length };
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.file.write(bytes, done, bytes.length - done, piece.offset + done);
      done += bytesWritten;
    }
    this.end += piece.length;
    this.pieces.push(piece);
  }
}

function readPiece(text: string): readonly LogEntry[] {
  const rows: unknown = JSON.parse(text);
  return Array.isArray(rows) ? rows.map(readLogEntry) : [];
}

function compareTimed(a: Timed, b: Timed): number {
  const byTime = compareParsed(a.entry.timestamp, a.instant, b.entry.timestamp, b.instant);
  return byTime || (a.entry.id === b.entry.id ? 0 : a.entry.id < b.entry.id ? -1 : 1);
}

/** Entries without a readable time have no instant to share. */
function sameInstant(a: Instant | undefined, b: Instant | undefined): boolean {
  return a !== undefined && b !== undefined && compareInstants(a, b) === 0;
}
