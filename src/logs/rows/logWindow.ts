import type { LogItem } from '../items';
import type { LookMessage, OlderState, RowRef, UpdateMessage } from '../protocol';
import { Selection } from './selection';
import { SentRows } from './sentRows';
import type { LogView } from '../view';

/** Rows that are sent before the webview has said how many it shows. */
const FIRST_ROWS = 100;

export interface LogWindowOptions {
  /** Whether rows tell which plugin config they are of. */
  readonly several: boolean;
}

/**
 * What one webview looks at: the end of the list, or the rows around one that keeps its place while others come and go
 * before it. Makes the updates; a row that the webview holds as it is from the update before goes as its key only.
 */
export class LogWindow {
  private revision = 0;
  private standsAlone = true;
  private look: Omit<LookMessage, 'type' | 'top'> = { seq: 0, before: 0, size: FIRST_ROWS };
  private top: LogItem | undefined;
  private sentLast: LogItem | undefined;
  private lastSeen: LogItem | undefined;
  private selection: Selection | undefined;
  private active: LogItem | undefined;
  /** Where the webview is to go; it is told once, and again if it may not have got it. */
  private target: LogItem | undefined;
  private targetIsSent = false;
  private wentTo: LogItem | undefined;
  private readonly expanded = new Map<string, LogItem>();
  private readonly filling = new Set<string>();
  private readonly sent: SentRows;

  constructor(
    private readonly view: LogView,
    private readonly options: LogWindowOptions,
    /** Where the list was scrolled to when it is restored; undefined to follow the end. */
    top?: LogItem,
  ) {
    this.top = top;
    this.lastSeen = top;
    this.sent = new SentRows(options.several);
  }

  get following(): boolean {
    return this.top === undefined;
  }

  /** The row at the top, while not following. */
  get topItem(): LogItem | undefined {
    return this.top;
  }

  /** The row that the keyboard acts on. */
  get activeItem(): LogItem | undefined {
    return this.active;
  }

  /** Takes in what the webview looks at. */
  lookAt(message: LookMessage): void {
    this.look = { seq: message.seq, before: message.before, size: message.size };
    if (this.targetIsSent) {
      this.target = undefined;
    }
    if (!message.top) {
      this.top = undefined;
      this.lastSeen = undefined;
      return;
    }
    this.stopFollowing();
    this.top = this.itemAt(message.top);
  }

  /** Goes to the end, without being asked by the webview, which has to be told. */
  followEnd(): void {
    this.top = undefined;
    this.lastSeen = undefined;
    this.target = undefined;
  }

  /** Stops following and goes to a row, or to where it would be: the next update says so, and holds what is around. */
  goTo(item: LogItem): void {
    this.stopFollowing();
    this.top = item;
    this.target = item;
    this.targetIsSent = false;
    this.wentTo = item;
  }

  /** Unfolds or folds a row that the webview holds. */
  expand(key: string, expanded: boolean): void {
    const item = this.sent.item(key);
    if (!expanded) {
      this.expanded.delete(key);
    } else if (item) {
      this.expanded.set(key, item);
    }
  }

  /** Selects the rows from one to another, both included; null for none. */
  select(range: { readonly anchor: RowRef; readonly head: RowRef } | null): void {
    const [anchor, head] = [range && this.itemAt(range.anchor), range && this.itemAt(range.head)];
    this.selection = anchor && head ? new Selection(anchor, head) : undefined;
  }

  selectAll(): void {
    const [first, last] = [this.view.at(0), this.view.at(this.view.total - 1)];
    this.selection = first && last && new Selection(first, last);
  }

  /** What is selected and shown, in order. */
  selectedItems(): readonly LogItem[] {
    const { start, end } = this.selection?.range(this.view) ?? { start: 0, end: 0 };
    return Array.from({ length: end - start }, (_, index) => this.view.at(start + index)).filter(
      (item) => item !== undefined,
    );
  }

  /** The row that the keyboard acts on, of those that the webview holds; null for none. */
  setActive(key: string | null): void {
    this.active = key === null ? undefined : this.item(key);
  }

  /** Marks a gap as being filled, or no longer. */
  setFilling(key: string, filling: boolean): void {
    if (filling) {
      this.filling.add(key);
    } else {
      this.filling.delete(key);
    }
  }

  /** The item behind a row that the webview holds or keeps unfolded or active. */
  item(key: string): LogItem | undefined {
    const active = this.active?.key === key ? this.active : undefined;
    return this.sent.item(key) ?? this.expanded.get(key) ?? active;
  }

  /** A new webview takes the place of the one before, and looks at the same rows. */
  restart(): void {
    this.look = { ...this.look, seq: 0 };
    this.reset();
  }

  /** The next update builds on nothing. */
  reset(): void {
    this.standsAlone = true;
    this.sent.forget();
    this.targetIsSent = false;
  }

  /**
   * The next update. It has to reach the webview, or `reset` has to be called.
   *
   * @param said what the view does not know, in words
   */
  update(older: OlderState, said: Pick<UpdateMessage, 'problem' | 'heldBack'>): UpdateMessage {
    const { view, options } = this;
    const goTo = this.takeTarget();
    const anchor = this.top && view.indexOf(this.top);
    // A page that follows the end wants all of its rows before it, which could leave out the one that it is sent to.
    const start = goTo
      ? Math.max(0, Math.min(goTo.index - (this.look.size >> 1), view.total - this.look.size))
      : this.startOfWindow(anchor);
    const rows = this.sent.update(view, { start, end: start + this.look.size }, this.filling);
    const basedOn = this.standsAlone ? 0 : this.revision;
    this.standsAlone = false;
    this.revision++;
    this.sentLast = view.at(view.total - 1);
    return {
      type: 'update',
      revision: this.revision,
      basedOn,
      look: this.look.seq,
      total: view.total,
      shown: view.shown,
      entries: view.entries,
      cleared: view.cleared,
      evicted: view.evicted,
      evictedMore: view.evictedMore,
      matches: view.matches,
      match: this.match(),
      levels: view.levels,
      sources: view.sources,
      configs: options.several ? view.configs : [],
      busy: view.busy,
      ...said,
      unseen: this.unseen(),
      anchor: anchor ?? null,
      goTo,
      selection: this.selection?.range(view) ?? null,
      start,
      rows,
      expanded: this.expandedRows(),
      older,
    };
  }

  private stopFollowing(): void {
    if (this.following) {
      this.lastSeen = this.sentLast;
    }
  }

  private itemAt(ref: RowRef): LogItem | undefined {
    const held = ref.key === null ? undefined : this.item(ref.key);
    return held ?? this.view.at(Math.max(0, Math.min(ref.index, this.view.total - 1)));
  }

  /** Where the webview is to go now, if it has not been told; the window is moved there. */
  private takeTarget(): UpdateMessage['goTo'] {
    const { view, target } = this;
    if (!target || this.targetIsSent) {
      return null;
    }
    const index = Math.min(view.indexOf(target), view.total - 1);
    const row = view.at(index);
    if (!row) {
      return null;
    }
    this.targetIsSent = true;
    // In the middle of the window, which begins `before` rows above the top one.
    this.top = view.at(Math.max(0, index - (this.look.size >> 1) + this.look.before)) ?? row;
    return { index, key: row.key };
  }

  private startOfWindow(anchor: number | undefined): number {
    const last = Math.max(0, this.view.total - this.look.size);
    return anchor === undefined ? last : Math.max(0, Math.min(anchor - this.look.before, last));
  }

  private match(): number | null {
    const index = this.wentTo && this.view.indexOf(this.wentTo);
    const isThere = index !== undefined && this.view.at(index)?.key === this.wentTo?.key;
    return (isThere && this.view.matchNumber(index)) || null;
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
