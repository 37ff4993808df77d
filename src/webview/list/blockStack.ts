/** A place in a stack that survives changes of heights: a block, and how far below its upper edge, in pixels. */
export interface BlockPlace {
  readonly block: number;
  readonly offset: number;
}

/**
 * Heights of blocks that lie one under the other, in pixels: those that an unfolded message is cut into, so that only
 * what is near the screen has to be there. Blocks that were never measured are estimated.
 */
export class BlockStack {
  private heights: number[] = [];
  /** The upper edges, and at last the lower one of all; undefined where heights have changed since. */
  private edges: readonly number[] | undefined;

  get count(): number {
    return this.heights.length;
  }

  get height(): number {
    return this.topOf(this.count);
  }

  /** Replaces the blocks from `block` on. */
  replaceFrom(block: number, estimates: readonly number[]): void {
    this.heights.length = Math.min(this.heights.length, block);
    this.heights = this.heights.concat(estimates);
    this.edges = undefined;
  }

  /** @returns whether the height is another than before */
  measured(block: number, height: number): boolean {
    const before = this.heights[block];
    if (before === undefined || Math.abs(before - height) < 0.01) {
      return false;
    }
    this.heights[block] = height;
    this.edges = undefined;
    return true;
  }

  topOf(block: number): number {
    const edges = this.allEdges();
    return edges[Math.max(0, Math.min(block, this.count))] ?? 0;
  }

  placeAt(y: number): BlockPlace {
    const block = this.blockAt(y);
    return { block, offset: y - this.topOf(block) };
  }

  yOf(place: BlockPlace): number {
    return this.topOf(place.block) + place.offset;
  }

  /** The blocks that touch the stretch from `top` to `bottom`, from `first` to before `end`; at least one, if any. */
  within(top: number, bottom: number): { readonly first: number; readonly end: number } {
    return this.count === 0
      ? { first: 0, end: 0 }
      : { first: this.blockAt(top), end: this.blockAt(bottom) + 1 };
  }

  /** The first block above, the last below. */
  private blockAt(y: number): number {
    const edges = this.allEdges();
    let low = 0;
    let high = Math.max(0, this.count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((edges[middle] ?? 0) <= y) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private allEdges(): readonly number[] {
    if (!this.edges) {
      let bottom = 0;
      this.edges = [0, ...this.heights.map((height) => (bottom += height))];
    }
    return this.edges;
  }
}
