import type { LookMessage, UpdateMessage } from '../../logs/protocol';
import type { RowWindow } from './rowWindow';
import type { Range } from './scrolling';
import { needsRows, windowAround } from './scrolling';

/** Tells the host what the list looks at, when what is held no longer reaches a screen beyond what is visible. */
export class RowRequests {
  private seq = 0;
  private index = 0;
  private size = 0;

  constructor(private following: boolean) {}

  /**
   * @param settled whether scrolling has come to rest: then the host is told the place, to come back to it later
   * @returns what to send; undefined when the host knows enough
   */
  next(window: RowWindow, visible: Range, following: boolean, settled: boolean): LookMessage | undefined {
    const { before, size } = windowAround(visible, following);
    const held = { first: window.start, end: window.end };
    const changed = following !== this.following || size > this.size;
    const moved =
      !following && visible.first !== this.index && (settled || needsRows(held, visible, window.total));
    if (!changed && !moved) {
      return undefined;
    }
    this.seq++;
    this.index = visible.first;
    this.size = size;
    this.following = following;
    const top = following ? null : { index: visible.first, key: window.at(visible.first)?.key ?? null };
    return { type: 'look', seq: this.seq, top, before, size };
  }

  /** By how many rows the list has shifted under the place that was asked about last. */
  shift(update: UpdateMessage): number {
    if (update.anchor === null || update.look !== this.seq) {
      return 0;
    }
    const shift = update.anchor - this.index;
    this.index = update.anchor;
    return shift;
  }
}
