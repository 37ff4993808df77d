import { Queue } from './queue';
import { type ViewLine, isCandidate } from './viewLine';

export interface ContextRows {
  readonly rows: Queue<ViewLine>;
  /** How many of the rows are entries. */
  readonly entries: number;
}

/** Where in one config's entries a walk is. */
interface Walk {
  /** Entries since the last match. */
  distance: number;
  /** Whether entries were left out since the last one that is shown, and whether one is. */
  hasLeftOut: boolean;
  hasBegun: boolean;
}

/**
 * The lines that match, and up to `context` entries before and after each: the nearest of the same config that nothing
 * but the text leaves out. Gaps and markers stay. Marks where groups begin in the lines themselves.
 */
export function contextRows(lines: readonly ViewLine[], context: number): ContextRows {
  const isBeforeMatch = new Uint8Array(lines.length);
  const back = new Walks();
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index];
    if (line?.item.kind === 'entry' && isCandidate(line)) {
      isBeforeMatch[index] = back.step(line, line.item.config).distance <= context ? 1 : 0;
    }
  }
  const rows = new Queue<ViewLine>();
  let entries = 0;
  const forth = new Walks();
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (!line || !isCandidate(line)) {
      continue;
    }
    line.isApart = false;
    if (line.item.kind !== 'entry') {
      rows.push(line);
      continue;
    }
    const walk = forth.step(line, line.item.config);
    if (walk.distance > context && isBeforeMatch[index] === 0) {
      walk.hasLeftOut = true;
      continue;
    }
    line.isApart = walk.hasLeftOut && walk.hasBegun;
    walk.hasLeftOut = false;
    walk.hasBegun = true;
    rows.push(line);
    entries++;
  }
  return { rows, entries };
}

/** One walk for each config. */
class Walks {
  private readonly walks = new Map<number | undefined, Walk>();
  private config: number | undefined;
  private walk: Walk | undefined;

  step(line: ViewLine, config: number | undefined): Walk {
    if (!this.walk || this.config !== config) {
      this.config = config;
      this.walk = this.walks.get(config) ?? { distance: Infinity, hasLeftOut: false, hasBegun: false };
      this.walks.set(config, this.walk);
    }
    this.walk.distance = line.matches ? 0 : this.walk.distance + 1;
    return this.walk;
  }
}
