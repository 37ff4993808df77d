import type { LogFilter } from '../../logs/protocol';
import { compareTimestamps } from '../../logs/timestamp';
import type { LogView } from '../../logs/view';

/**
 * The filter of a panel's log, as a person wants it and as it is in force. The logs of several configs are loaded back
 * to different times; before the latest of them nothing is shown, because entries of some would look as if the others
 * had none.
 */
export class PanelFilter {
  private from: string | undefined;
  private hidesMore = false;

  /** @param completeFrom from where on the log of each config that is shown is complete; undefined for all of it */
  constructor(
    private filter: LogFilter,
    private readonly view: LogView,
    private readonly completeFrom: (hiddenConfigs: readonly number[]) => string | undefined,
  ) {}

  get wanted(): LogFilter {
    return this.filter;
  }

  /** Whether entries are not shown that the filter would show. */
  get holdsBack(): boolean {
    return this.hidesMore;
  }

  set(filter: LogFilter): void {
    this.filter = filter;
    this.apply();
  }

  /** The logs may have been loaded further back. */
  loaded(): void {
    if (this.completeFrom(this.filter.hiddenConfigs) !== this.from) {
      this.apply();
    }
  }

  private apply(): void {
    const from = this.completeFrom(this.filter.hiddenConfigs);
    const { since } = this.filter;
    this.hidesMore = from !== undefined && (!since || compareTimestamps(since.timestamp, from) < 0);
    this.from = from;
    this.view.setFilter(
      from !== undefined && this.hidesMore
        ? { ...this.filter, since: { key: '', timestamp: from, label: '' } }
        : this.filter,
    );
  }
}

/** Whether two filters look for the same text in the same way. */
export function sameText(a: LogFilter, b: LogFilter): boolean {
  return (
    a.text === b.text && a.regex === b.regex && a.matchCase === b.matchCase && a.wholeWord === b.wholeWord
  );
}
