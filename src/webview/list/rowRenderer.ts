import type { LogRow } from '../../logs/protocol';
import { EntryElement } from './entryElement';
import { GapElement } from './gapElement';
import type { Geometry } from './geometry';
import { MarkerElement } from './markerElement';
import type { ElementIds, RowElement, RowSettings, RowView } from './rowElement';

type Kind = LogRow['kind'];

interface Painted {
  readonly element: RowElement;
  readonly kind: Kind;
  index: number;
  /** Its height has to be measured. */
  dirty: boolean;
}

/** Elements that are kept to be used again, of each kind. */
const MAX_SPARE = 200;

/**
 * Keeps one element per painted row, in the order of the list. Elements of rows that go out of sight are used again
 * for those that come, so that a stream of new rows changes texts and little else.
 *
 * A frame writes with `show`, reads with `measure`, as often as heights turn out to be others, and then writes with
 * `place`.
 */
export class RowRenderer {
  private readonly painted = new Map<string, Painted>();
  private readonly spare: Readonly<Record<Kind, Map<Element, RowElement>>> = {
    entry: new Map(),
    gap: new Map(),
    marker: new Map(),
  };
  private readonly heights = new Map<string, number>();
  private ids: ElementIds = { next: 0 };

  /** @param after the element after which the rows go */
  constructor(
    private readonly after: Element,
    private settings: RowSettings,
  ) {}

  /** What was measured of rows that are higher than one line, in pixels. */
  get measured(): ReadonlyMap<string, number> {
    return this.heights;
  }

  elementOf(key: string): HTMLElement | undefined {
    return this.painted.get(key)?.element.root;
  }

  show(rows: readonly RowView[]): void {
    this.release(new Set(rows.map(({ row }) => row.key)));
    let before = this.after;
    for (const view of rows) {
      const { row } = view;
      const painted = this.painted.get(row.key) ?? this.add(row, before.nextElementSibling);
      const { element } = painted;
      painted.index = view.index;
      painted.dirty = element.show(view) || painted.dirty;
      this.removeSpare(before, element.root);
      if (before.nextElementSibling !== element.root) {
        before.after(element.root);
      }
      before = element.root;
    }
    this.removeSpare(before, null);
  }

  /**
   * Reads the heights of rows that have changed, all at once.
   *
   * @returns whether any is another than before
   */
  measure(): boolean {
    let changed = false;
    for (const [key, painted] of this.painted) {
      if (painted.dirty) {
        painted.dirty = false;
        const height = painted.element.measure();
        changed ||= Math.abs((this.heights.get(key) ?? 0) - height) >= 0.01;
        this.heights.set(key, height);
      }
    }
    return changed;
  }

  /** @param shift how far the list is shifted against the page, pixels */
  place(geometry: Geometry, shift: number): void {
    for (const { element, index } of this.painted.values()) {
      element.place(geometry.topOf(index) + element.lead - shift);
    }
  }

  /** All heights have to be measured again; until then the old ones count. */
  reflow(): void {
    for (const [key, painted] of this.painted) {
      painted.dirty ||= this.heights.has(key);
    }
  }

  /** Forgets the heights of all rows but these. */
  keep(isKept: (key: string) => boolean): void {
    for (const key of this.heights.keys()) {
      if (!isKept(key)) {
        this.heights.delete(key);
      }
    }
  }

  /** Forgets the height of a row that is folded: it counts as one line until it is measured. */
  forget(key: string): void {
    this.heights.delete(key);
  }

  /** Rows look different from now on. */
  restart(settings: RowSettings): void {
    this.settings = settings;
    this.release(new Set());
    this.removeSpare(this.after, null);
    for (const kind of ['entry', 'gap', 'marker'] as const) {
      this.spare[kind].clear();
    }
    this.heights.clear();
  }

  showTimes(): void {
    for (const { element } of this.painted.values()) {
      element.showTime();
    }
  }

  /** @param next where it is going to be: best of all, it takes the element that is there */
  private add({ key, kind }: LogRow, next: Element | null): Painted {
    const spare = this.spare[kind];
    const [first] = spare.values();
    const element = (next && spare.get(next)) ?? first ?? this.newElement(kind);
    spare.delete(element.root);
    const painted = { element, kind, index: 0, dirty: false };
    this.painted.set(key, painted);
    return painted;
  }

  private newElement(kind: Kind): RowElement {
    switch (kind) {
      case 'entry':
        return new EntryElement(this.settings, this.ids);
      case 'gap':
        return new GapElement(this.settings, this.ids);
      case 'marker':
        return new MarkerElement(this.settings, this.ids);
    }
  }

  /** Sets the elements of all other rows free. They stay where they are for now: one of the new rows may need them. */
  private release(wanted: ReadonlySet<string>): void {
    const selection = document.getSelection();
    for (const [key, { element, kind }] of this.painted) {
      if (!wanted.has(key)) {
        this.painted.delete(key);
        if (element.root.contains(document.activeElement)) {
          this.settings.actions.focusList();
        }
        // Text that a person has marked must not turn into other text.
        if (selection && !selection.isCollapsed && selection.containsNode(element.root, true)) {
          element.root.remove();
        } else {
          this.spare[kind].set(element.root, element);
        }
      }
    }
  }

  /**
   * Takes away the free elements between two rows, or after the last one. The rows themselves are not moved: one that
   * is put elsewhere in the page loses the focus.
   */
  private removeSpare(after: Element, before: Element | null): void {
    let next = after.nextElementSibling;
    while (next && next !== before && this.isSpare(next)) {
      next.remove();
      next = after.nextElementSibling;
    }
    if (!before) {
      for (const spare of Object.values(this.spare)) {
        [...spare.keys()].slice(MAX_SPARE).forEach((root) => spare.delete(root));
      }
    }
  }

  private isSpare(element: Element): boolean {
    return Object.values(this.spare).some((spare) => spare.has(element));
  }
}
