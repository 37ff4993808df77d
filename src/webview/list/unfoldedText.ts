import type { TextMessage } from '../../logs/protocol';
import { BlockStack } from './blockStack';
import { JsonFolds } from './jsonFolds';
import type { StyledText } from './styledText';
import { sliceStyled } from './styledText';

/** A line of JSON as it is shown. */
export interface JsonLine {
  readonly line: number;
  readonly styled: StyledText;
  /** For what folds; undefined for other lines. */
  readonly fold: { readonly folded: boolean; readonly tail: string; readonly count: number } | undefined;
}

/** A part of an unfolded message, small enough to be laid out at once. */
export type Block = { readonly kind: 'text'; readonly styled: StyledText } | JsonBlock;
export interface JsonBlock {
  readonly kind: 'json';
  readonly lines: readonly JsonLine[];
}

/** What is known about how text is laid out, in characters and pixels. */
export interface Metrics {
  readonly columns: number;
  readonly rowHeight: number;
}

/** A block ends at the end of the line that reaches one of these; a longer line goes on in the next one. */
const BLOCK_UNITS = 16_384;
const BLOCK_LINES = 200;

/** A message that is unfolded: as much of it as has been read, cut into blocks whose heights become known. */
export class UnfoldedText {
  readonly stack = new BlockStack();
  /** Pixels of its row that are not blocks. */
  rest = 0;
  private parts: Block[] = [];
  private readTo = 0;
  private length = 0;
  private style = 0;
  private folds: JsonFolds | undefined;
  private json: StyledText | undefined;
  private isProvisional = true;

  /** @param head what is shown until more is read, or all there is */
  constructor(
    readonly as: 'text' | 'json',
    head: StyledText,
    private readonly metrics: () => Metrics,
  ) {
    this.replaceFrom(0, textBlocks(head));
  }

  get blocks(): readonly Block[] {
    return this.parts;
  }

  /** UTF-16 units that have not been read. */
  get left(): number {
    return this.length - this.readTo;
  }

  /** Where to read on, and in which style. */
  get next(): { readonly from: number; readonly style: number } {
    return { from: this.readTo, style: this.style };
  }

  get hasFolds(): boolean {
    return this.folds !== undefined;
  }

  /** Pixels of its row. */
  get height(): number {
    return this.rest + this.stack.height;
  }

  /** Takes the next piece; any other is ignored. */
  add(piece: TextMessage): void {
    if (piece.from !== this.readTo || (piece.from > 0 && this.isProvisional)) {
      return;
    }
    if (piece.as === 'json') {
      this.json = piece;
      this.folds = new JsonFolds(piece.text);
      this.replaceFrom(0, this.jsonBlocks(0));
    } else {
      this.replaceFrom(this.isProvisional ? 0 : this.parts.length, textBlocks(piece));
    }
    this.isProvisional = false;
    this.readTo = piece.to;
    this.length = piece.length;
    this.style = piece.style;
  }

  /** Folds or unfolds what begins on a line of the JSON. */
  toggle(line: number): void {
    const block = this.parts.findIndex(
      (part) => part.kind === 'json' && part.lines.some((shown) => shown.line === line),
    );
    const part = this.parts[block];
    if (this.folds && part?.kind === 'json') {
      this.folds.toggle(line);
      this.replaceFrom(block, this.jsonBlocks(part.lines[0]?.line ?? 0));
    }
  }

  private replaceFrom(block: number, blocks: readonly Block[]): void {
    const { columns, rowHeight } = this.metrics();
    this.parts = [...this.parts.slice(0, block), ...blocks];
    this.stack.replaceFrom(
      block,
      blocks.map((part) => rowHeight * rowsOf(part, columns)),
    );
  }

  private jsonBlocks(from: number): readonly Block[] {
    const { folds, json } = this;
    if (!folds || !json) {
      return [];
    }
    const blocks: Block[] = [];
    let lines: JsonLine[] = [];
    let units = 0;
    for (let line = from; line < folds.lines.length; line = folds.next(line)) {
      const start = folds.starts[line] ?? 0;
      const end = start + (folds.lines[line] ?? '').length;
      const fold = folds.canFold(line) ? { folded: folds.isFolded(line), ...folds.folding(line) } : undefined;
      lines.push({ line, styled: sliceStyled(json, start, end), fold });
      units += end - start;
      if (lines.length >= BLOCK_LINES || units >= BLOCK_UNITS) {
        blocks.push({ kind: 'json', lines });
        lines = [];
        units = 0;
      }
    }
    return lines.length > 0 ? [...blocks, { kind: 'json', lines }] : blocks;
  }
}

function rowsOf(block: Block, columns: number): number {
  const lines =
    block.kind === 'json' ? block.lines.map(({ styled }) => styled.text) : block.styled.text.split('\n');
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / columns)), 0);
}

/** Cuts text at ends of lines where it can. The break at the end of a block is the block's own end. */
export function textBlocks(whole: StyledText): readonly Block[] {
  const { text } = whole;
  const blocks: Block[] = [];
  let from = 0;
  do {
    const [to, next] = blockEnd(text, from);
    blocks.push({ kind: 'text', styled: sliceStyled(whole, from, to) });
    from = next;
  } while (from < text.length);
  return blocks;
}

/** Where the block that begins at `from` ends, and where the next one begins. */
function blockEnd(text: string, from: number): readonly [number, number] {
  let end = from;
  for (let line = 0; line < BLOCK_LINES; line++) {
    const lineEnd = text.indexOf('\n', end);
    if (lineEnd < 0 && end === text.length && end > from) {
      break;
    }
    if (lineEnd < 0 || lineEnd - from > BLOCK_UNITS) {
      const rest = lineEnd < 0 ? text.length : lineEnd;
      return rest - from <= BLOCK_UNITS ? [rest, rest] : end > from ? [end - 1, end] : cut(text, from);
    }
    end = lineEnd + 1;
  }
  return [end - 1, end];
}

/** Cuts a long line, though not a surrogate pair. */
function cut(text: string, from: number): readonly [number, number] {
  const to = from + BLOCK_UNITS;
  const code = text.charCodeAt(to - 1);
  const at = code >= 0xd800 && code <= 0xdbff ? to - 1 : to;
  return [at, at];
}
