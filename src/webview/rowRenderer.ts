import type { LogRow, PanelStrings } from '../logs/protocol';
import { element } from './dom';
import type { ReadText, RowActions } from './rowElement';
import { fillRow } from './rowElement';

/** A row to paint, at `top` pixels of the content. */
export interface PaintedRow {
  readonly row: LogRow;
  readonly index: number;
  readonly expanded: boolean;
  readonly read: ReadText | undefined;
  readonly top: number;
}

interface Painted {
  readonly element: HTMLElement;
  row: LogRow;
  expanded: boolean;
  read: ReadText | undefined;
  columns: number;
}

/**
 * Keeps one element per painted row, in the order of the list, and touches only what changed. Heights of unfolded rows
 * are measured by the browser's own layout; `resized` is called when they or the fonts change.
 */
export class RowRenderer {
  /** Pixels of a folded row. */
  rowHeight = 20;
  /** Characters of a message that fit on a folded row. */
  columns = 80;

  private readonly painted = new Map<string, Painted>();
  private readonly heights = new Map<string, number>();
  private readonly observer: ResizeObserver;
  private readonly probe = new RowProbe();
  private elements = 0;

  constructor(
    content: HTMLElement,
    private readonly strings: PanelStrings,
    private readonly actions: RowActions & { resized(): void },
  ) {
    content.append(this.probe.root);
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.probe.root);
    this.observer.observe(this.probe.message);
  }

  /** How much higher than a folded row this one is; an unfolded row that was never painted counts as one row. */
  extraHeight(key: string): number {
    return Math.max(0, (this.heights.get(key) ?? 0) - this.rowHeight);
  }

  elementOf(key: string): HTMLElement | undefined {
    return this.painted.get(key)?.element;
  }

  show(rows: readonly PaintedRow[], activeKey: string | undefined): void {
    const wanted = new Set(rows.map(({ row }) => row.key));
    for (const [key, old] of this.painted) {
      if (!wanted.has(key)) {
        this.observer.unobserve(old.element);
        old.element.remove();
        this.painted.delete(key);
      }
    }
    let before: Element = this.probe.root;
    for (const row of rows) {
      const target = this.paint(row);
      if (before.nextElementSibling !== target) {
        before.after(target);
      }
      target.style.top = `${String(row.top)}px`;
      target.ariaRowIndex = String(row.index + 2);
      target.classList.toggle('active', row.row.key === activeKey);
      before = target;
    }
  }

  private paint(next: PaintedRow): HTMLElement {
    const { row, expanded, read } = next;
    const { columns } = this;
    const old = this.painted.get(row.key);
    if (
      old?.row === row &&
      old.expanded === expanded &&
      old.read === read &&
      (old.columns === columns || row.kind !== 'entry')
    ) {
      return old.element;
    }
    const target = old?.element ?? this.newElement(row.key);
    fillRow(target, { ...next, columns }, this.strings, this.actions);
    this.painted.set(row.key, { element: target, row, expanded, read, columns });
    if (expanded) {
      this.observer.observe(target);
    } else {
      this.observer.unobserve(target);
      this.heights.delete(row.key);
    }
    return target;
  }

  private newElement(key: string): HTMLElement {
    const made = element('div', '');
    made.role = 'row';
    made.dataset.key = key;
    made.id = `row-${String(this.elements++)}`;
    return made;
  }

  private measure(): void {
    const before = [this.rowHeight, this.columns, ...this.heights.values()].join();
    this.rowHeight = Math.max(12, Math.ceil(this.probe.root.offsetHeight));
    this.columns = this.probe.columns();
    document.documentElement.style.setProperty('--row-height', `${String(this.rowHeight)}px`);
    for (const [key, { element: target, expanded }] of this.painted) {
      if (expanded) {
        this.heights.set(key, target.offsetHeight);
      }
    }
    if (before !== [this.rowHeight, this.columns, ...this.heights.values()].join()) {
      this.actions.resized();
    }
  }
}

/** A row that is laid out like the others and never seen, to measure fonts and widths by. */
class RowProbe {
  readonly root = element('div', 'log-row entry probe');
  readonly message = element('div', 'message');
  private readonly sample = element('span', '', '0'.repeat(20));

  constructor() {
    this.root.ariaHidden = 'true';
    this.message.append(this.sample);
    this.root.append(
      element('div', 'time', '00:00:00.000'),
      element('div', 'level', 'ERROR'),
      element('div', 'source', 'CONSOLE'),
      this.message,
    );
  }

  /** Characters of the editor's font that fit into the message column. */
  columns(): number {
    const character = this.sample.offsetWidth / 20 || 8;
    return Math.max(1, Math.floor(this.message.clientWidth / character));
  }
}
