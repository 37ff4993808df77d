import { SHOW_ALL } from './filter';
import type { Queue } from './queue';
import { compileText, emptyMatcher, type TextMatcher, type TextProblem, type TextQuery } from './textFilter';
import { messageOf, type SliceSize, TextPass } from './textPass';
import type { ViewLine } from './viewLine';

export interface FilterTextOptions {
  readonly lines: Queue<ViewLine>;
  /** Lets other work go on between two slices of a search. */
  readonly yieldNow: () => Promise<void>;
  readonly slice: SliceSize;
  /** A search that did not end at once has ended. */
  readonly onDidFinish: () => void;
}

/**
 * The text that a view is filtered by. Another one takes effect when all lines have been searched for it; until then,
 * and where it is not valid or too slow, the one before stays in force.
 */
export class FilterText {
  private query: TextQuery = SHOW_ALL;
  private inForce: TextMatcher = emptyMatcher();
  private queryInForce: TextQuery = SHOW_ALL;
  private pass: TextPass | undefined;
  private said: TextProblem | undefined;

  constructor(private readonly options: FilterTextOptions) {}

  get matcher(): TextMatcher {
    return this.inForce;
  }

  /** What the matcher was made of. */
  get applied(): TextQuery {
    return this.queryInForce;
  }

  get isBusy(): boolean {
    return this.pass !== undefined;
  }

  /** Why the text that was asked for is not in force, or will not be. */
  get problem(): TextProblem | undefined {
    return this.said;
  }

  matches(line: ViewLine): boolean {
    return this.inForce.isEmpty || line.matches;
  }

  set(query: TextQuery): void {
    if (isSame(query, this.query)) {
      return;
    }
    this.query = query;
    this.pass = undefined;
    const compiled = compileText(query);
    this.said = 'problem' in compiled ? compiled.problem : undefined;
    if ('problem' in compiled) {
      return;
    }
    if (compiled.matcher.isEmpty) {
      this.inForce = compiled.matcher;
      this.queryInForce = query;
      return;
    }
    const { lines, slice } = this.options;
    const pass = new TextPass(compiled.matcher, lines.toArray(), slice);
    if (pass.slice()) {
      this.finish(pass);
    } else {
      this.pass = pass;
      void this.goOn(pass);
    }
  }

  /**
   * Searches lines that came in.
   *
   * @returns whether the text is still in force; where it turned out to be too slow, everything matches from then on
   */
  take(fresh: readonly ViewLine[]): boolean {
    this.pass?.search(fresh);
    if (this.inForce.isEmpty || fresh.length === 0) {
      return true;
    }
    const found = this.inForce.matchesAll(fresh.map(messageOf));
    fresh.forEach((line, index) => {
      line.matches = found[index] ?? false;
    });
    if (!this.inForce.isSlow) {
      return true;
    }
    this.inForce = emptyMatcher();
    this.queryInForce = SHOW_ALL;
    this.said ??= { kind: 'slow' };
    return false;
  }

  dispose(): void {
    this.pass = undefined;
  }

  private async goOn(pass: TextPass): Promise<void> {
    do {
      await this.options.yieldNow();
      if (this.pass !== pass) {
        return;
      }
    } while (!pass.slice());
    this.pass = undefined;
    this.finish(pass);
    this.options.onDidFinish();
  }

  private finish(pass: TextPass): void {
    if (pass.matcher.isSlow) {
      this.said = { kind: 'slow' };
      return;
    }
    this.inForce = pass.matcher;
    this.queryInForce = this.query;
    this.options.lines.forEach((line) => (line.matches = line.willMatch));
  }
}

function isSame(a: TextQuery, b: TextQuery): boolean {
  return (
    a.text === b.text && a.regex === b.regex && a.matchCase === b.matchCase && a.wholeWord === b.wholeWord
  );
}
