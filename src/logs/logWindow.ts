import type { LogItem } from './items';
import { logRow } from './logRow';
import type { LookMessage, OlderState, UpdateMessage } from './protocol';
import type { LogView } from './view';

/** Rows that are sent before the webview has said how many it shows. */
const FIRST_ROWS = 100;

/**
 * What one webview looks at: the end of the list, or the rows around one that keeps its place while others come and go
 * before it. Makes the updates; a row that the webview holds from the update before goes as its key only.
 */
export class LogWindow {
  private revision = 0;
  private standsAlone = true;
  private look: Omit<LookMessage, 'type' | 'top'> = { seq: 0, before: 0, size: FIRST_ROWS };
  private top: LogItem | undefined;
  private sent: ReadonlyMap<string, LogItem> = new Map();
  private sentLast: LogItem | undefined;
  private lastSeen: LogItem | undefined;
  private readonly expanded = new Map<string, LogItem>();
  private readonly filling = new Set<string>();
  private readonly stale = new Set<string>();

  constructor(
    private readonly view: LogView,
    /** Where the list was scrolled to when it is restored; undefined to follow the end. */
    top?: LogItem,
  ) {
    this.top = top;
    this.lastSeen = top;
  }

  get following(): boolean {
    return this.top === undefined;
  }

  /** The row at the top, while not following. */
  get topItem(): LogItem | undefined {
    return this.top;
  }

  /** Takes in what the webview looks at. */
  lookAt(message: LookMessage): void {
    const wasFollowing = this.following;
    this.look = { seq: message.seq, before: message.before, size: message.size };
    if (!message.top) {
      this.top = undefined;
      this.lastSeen = undefined;
      return;
    }
    const held = message.top.key === null ? undefined : this.sent.get(message.top.key);
    this.top = held ?? this.view.at(Math.max(0, Math.min(message.top.index, this.view.total - 1)));
    if (wasFollowing) {
      this.lastSeen = this.sentLast;
    }
  }

  /** Goes to the end, without being asked by the webview, which has to be told. */
  followEnd(): void {
    this.top = undefined;
    this.lastSeen = undefined;
  }

  /** Unfolds or folds a row that the webview holds. */
  expand(key: string, expanded: boolean): void {
    const item = this.sent.get(key);
    if (!expanded) {
      this.expanded.delete(key);
    } else if (item) {
      this.expanded.set(key, item);
    }
  }

  /** Marks a gap as being filled, or no longer. */
  setFilling(key: string, filling: boolean): void {
    if (filling) {
      this.filling.add(key);
    } else {
      this.filling.delete(key);
    }
    this.stale.add(key);
  }

  /** The item behind a row that the webview holds or keeps unfolded. */
  item(key: string): LogItem | undefined {
    return this.sent.get(key) ?? this.expanded.get(key);
  }

  /** A new webview takes the place of the one before, and looks at the same rows. */
  restart(): void {
    this.look = { ...this.look, seq: 0 };
    this.reset();
  }

  /** The next update builds on nothing. */
  reset(): void {
    this.standsAlone = true;
    this.sent = new Map();
  }

  /** The next update. It has to reach the webview, or `reset` has to be called. */
  update(older: OlderState): UpdateMessage {
    const { view } = this;
    const anchor = this.top && view.indexOf(this.top);
    const start = this.startOfWindow(anchor);
    const end = Math.min(view.total, start + this.look.size);
    const rows: UpdateMessage['rows'] = [];
    const sent = new Map<string, LogItem>();
    for (let index = start; index < end; index++) {
      const item = view.at(index);
      if (item) {
        const known = this.sent.has(item.key) && !this.stale.has(item.key);
        rows.push(known ? item.key : logRow(item, this.filling.has(item.key)));
        sent.set(item.key, item);
      }
    }
    const basedOn = this.standsAlone ? 0 : this.revision;
    this.standsAlone = false;
    this.revision++;
    this.sent = sent;
    this.stale.clear();
    this.sentLast = view.at(view.total - 1);
    return {
      type: 'update',
      revision: this.revision,
      basedOn,
      look: this.look.seq,
      total: view.total,
      matching: view.matching,
      entries: view.entries,
      cleared: view.cleared,
      counts: { ...view.counts },
      unseen: this.unseen(),
      anchor: anchor ?? null,
      start,
      rows,
      expanded: this.expandedRows(),
      older,
    };
  }

  private startOfWindow(anchor: number | undefined): number {
    const last = Math.max(0, this.view.total - this.look.size);
    return anchor === undefined ? last : Math.max(0, Math.min(anchor - this.look.before, last));
  }

  private unseen(): number {
    if (!this.lastSeen) {
      return 0;
    }
    const index = this.view.indexOf(this.lastSeen);
    const isThere = this.view.at(index)?.key === this.lastSeen.key;
    return this.view.total - index - (isThere ? 1 : 0);
  }

  private expandedRows(): UpdateMessage['expanded'] {
    const rows: UpdateMessage['expanded'] = [];
    for (const [key, item] of this.expanded) {
      const index = this.view.indexOf(item);
      if (this.view.at(index)?.key === key) {
        rows.push({ key, index });
      } else if (this.view.isEvicted(item)) {
        this.expanded.delete(key);
      }
    }
    return rows.sort((a, b) => a.index - b.index);
  }
}
