import { isAscii } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as v from 'valibot';
import { ByteText, canDecodeLater } from './byteText';
import { type LogEntry, readLogEntry } from './logEntry';
import { jsonOfAnyDepth, type Reply } from './reply';
import { pageSchema } from './schemas';

/** Bigger replies are read in pieces. */
const BIG_BYTES = 1024 * 1024;
/** Bytes of a piece: texts of this length are made and forgotten cheaply, which longer ones are not. */
const PIECE_BYTES = 96 * 1024;
/** Bytes that are read without a pause: some milliseconds. */
const TURN_BYTES = 512 * 1024;
/** In how many bytes at the beginning the rows begin. */
const HEAD_BYTES = 16 * 1024;
/** How many places are tried for the end of a piece before the rest is read as a whole. */
const TRIES = 8;

const readPage = jsonOfAnyDepth(pageSchema(v.unknown()));

/**
 * Reads a page of log rows without standing in the way of anything else for long: a big page is cut between rows, and
 * the pieces are read with pauses between them.
 *
 * @throws UnexpectedReply as `json` does; a bad row is no reason, it is repaired
 */
export async function readLogRows(reply: Reply): Promise<readonly LogEntry[]> {
  const { body } = reply;
  const start = body.byteLength > BIG_BYTES ? startOfRows(body) : undefined;
  return start === undefined ? readPage(reply).results.map(readLogEntry) : new Pieces(reply, start).read();
}

class Pieces {
  private readonly entries: LogEntry[] = [];
  private readonly body: Buffer;
  private readonly bytes = new ByteText();
  /** Where the rows that are not read yet begin. */
  private at: number;

  constructor(
    private readonly reply: Reply,
    private readonly start: RowsStart,
  ) {
    this.body = bufferOf(reply.body);
    this.at = start.firstRow;
  }

  async read(): Promise<readonly LogEntry[]> {
    let pausedAt = this.at;
    while (this.body.byteLength - this.at > 2 * PIECE_BYTES && this.readPiece()) {
      if (this.at - pausedAt >= TURN_BYTES) {
        pausedAt = this.at;
        await nextTurn();
      }
    }
    const rest = this.body.toString('utf8', this.at);
    const page = readPage({ ...this.reply, text: this.start.head + rest });
    this.keep(page.results);
    return this.entries;
  }

  /** @returns false where no end was found for a piece */
  private readPiece(): boolean {
    let end = this.at + PIECE_BYTES;
    for (let tried = 0; tried < TRIES; tried++) {
      end = this.body.indexOf(this.start.rowHead, end + 1);
      if (end < 0) {
        return false;
      }
      const comma = this.commaBefore(end);
      const rows = comma === undefined ? undefined : this.parse(comma);
      if (rows) {
        this.keep(rows);
        this.at = end;
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the rows up to a comma as a list: brackets stand in for the bytes around them for a moment, which costs nothing,
   * while putting them around the text would copy it.
   */
  private parse(comma: number): readonly unknown[] | undefined {
    const { body } = this;
    const before = this.at - 1;
    const [first = 0, last = 0] = [body[before], body[comma]];
    body[before] = OPEN;
    body[comma] = CLOSE;
    const rows = this.parsePiece(body.subarray(before, comma + 1));
    body[before] = first;
    body[comma] = last;
    return rows;
  }

  /** @param piece a list in brackets */
  private parsePiece(piece: Buffer): readonly unknown[] | undefined {
    const text = piece.toString('latin1');
    if (!canDecodeLater(text)) {
      return parseRows(piece.toString('utf8'));
    }
    const rows = parseRows(text);
    return rows && !isAscii(piece) ? rows.map((row) => this.bytes.decode(row)) : rows;
  }

  private keep(rows: readonly unknown[]): void {
    for (const row of rows) {
      this.entries.push(readLogEntry(row));
    }
  }

  /** Where the comma is that parts the row at `index` from the one before it. */
  private commaBefore(index: number): number | undefined {
    let at = index - 1;
    while (isSpace(this.body[at])) {
      at--;
    }
    return this.body[at] === COMMA ? at : undefined;
  }
}

/**
 * What lies before a comma between two rows is a list of whole values; what lies before any other comma is not. So what
 * parses was cut in the right place.
 */
function parseRows(text: string): readonly unknown[] | undefined {
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) ? rows : undefined;
  } catch {
    return undefined;
  }
}

interface RowsStart {
  /** Everything up to the first row. */
  readonly head: string;
  readonly firstRow: number;
  /** How the first row begins, and so probably every other: `{"id":`. */
  readonly rowHead: string;
}

const BEGINNING = /^(\s*\{[^[\]{}]*"results"\s*:\s*\[\s*)(\{\s*"[a-z_]+"\s*:)/;

function startOfRows(body: Uint8Array): RowsStart | undefined {
  // One character a byte: places in the text are places in the body.
  const match = BEGINNING.exec(bufferOf(body).toString('latin1', 0, HEAD_BYTES));
  const [, head, rowHead] = match ?? [];
  return head === undefined || rowHead === undefined ? undefined : { head, firstRow: head.length, rowHead };
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
