/** An object or array of JSON that is laid out over lines. */
interface Fold {
  /** The line with its closing bracket. */
  readonly end: number;
  /** How many members or elements it has. */
  readonly count: number;
}

/** What folds in JSON that was laid out over lines, by line from 0. Relies on nothing but the layout. */
export class JsonFolds {
  readonly lines: readonly string[];
  /** Where each line begins in the text, UTF-16 units. */
  readonly starts: readonly number[];
  private readonly folds: ReadonlyMap<number, Fold>;
  private readonly folded = new Set<number>();

  constructor(text: string) {
    this.lines = text.split('\n');
    let start = 0;
    this.starts = this.lines.map((line) => (start += line.length + 1) - line.length - 1);
    this.folds = findFolds(this.lines);
  }

  canFold(line: number): boolean {
    return this.folds.has(line);
  }

  isFolded(line: number): boolean {
    return this.folded.has(line);
  }

  toggle(line: number): void {
    if (this.folds.has(line) && !this.folded.delete(line)) {
      this.folded.add(line);
    }
  }

  /** What stands after the opening bracket of a folded line, and how much is behind it. */
  folding(line: number): { readonly tail: string; readonly count: number } {
    const fold = this.folds.get(line);
    return { tail: `…${(this.lines[fold?.end ?? -1] ?? '').trim()}`, count: fold?.count ?? 0 };
  }

  /** The visible line after this one; the number of lines after the last. */
  next(line: number): number {
    const fold = this.folded.has(line) ? this.folds.get(line) : undefined;
    return (fold?.end ?? line) + 1;
  }
}

function findFolds(lines: readonly string[]): ReadonlyMap<number, Fold> {
  const folds = new Map<number, Fold>();
  const open: { readonly line: number; count: number }[] = [];
  for (const [line, text] of lines.entries()) {
    const first = text.charCodeAt(indentOf(text));
    if (first === CLOSE_BRACE || first === CLOSE_BRACKET) {
      const opened = open.pop();
      if (opened) {
        folds.set(opened.line, { end: line, count: opened.count });
      }
      continue;
    }
    const parent = open.at(-1);
    if (parent) {
      parent.count++;
    }
    // A string never ends a line with a bracket: its quotation mark, or a comma, comes last.
    const last = text.charCodeAt(text.length - 1);
    if (last === OPEN_BRACE || last === OPEN_BRACKET) {
      open.push({ line, count: 0 });
    }
  }
  return folds;
}

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const SPACE = 0x20;

function indentOf(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === SPACE) {
    at++;
  }
  return at;
}
