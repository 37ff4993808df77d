/** What the panel says it holds, from the last update. */
export interface PanelCounts {
  readonly entries: number;
  /** Entries that made room for newer ones. */
  readonly evicted: number;
  readonly total: number;
}

export interface PanelFrames {
  /** Milliseconds between frames. */
  readonly frames: readonly number[];
  /** Tasks of more than 50 ms: their durations, in milliseconds. */
  readonly tasks: readonly number[];
}

export interface ListState {
  /** Of the rows in sight, top to bottom. */
  readonly keys: readonly string[];
  /** Whether the rows cover what is in sight. */
  readonly fills: boolean;
}

/** Looks at a page from within. Moments are milliseconds since the epoch. */
export interface Probe {
  counts(): PanelCounts | undefined;
  /** What the panel last let the page keep, to be restored from. */
  kept(): unknown;
  /** When elements of one kind were first on screen, also where that was before the question. Kinds: `KINDS`. */
  appearedAt(selector: string): Promise<number>;
  /** When an element holds a text, on screen. @throws Error after `timeoutMs` */
  whenPainted(selector: string, text: string, timeoutMs: number): Promise<number>;
  /** When a row is the last one in sight, and all that was taken in is counted, in sight too. @throws as above */
  whenComplete(key: string, takenIn: number, timeoutMs: number): Promise<number>;
  /**
   * Types a filter, all of it at once. How many milliseconds until its count and its rows are on screen.
   *
   * @param keys the last rows that it leaves, at least as many as are in sight
   * @throws as above, and for a filter that changes nothing
   */
  whenFiltered(filter: string, count: number, keys: readonly string[], timeoutMs: number): Promise<number>;
  /** When rows were first painted, by key, since they are watched. */
  firstPainted(): Readonly<Record<string, number>>;
  watchRows(on: boolean): void;
  startFrames(): void;
  stopFrames(): PanelFrames;
  list(): ListState;
  /** Scrolls the list. @param fraction 0 for the top, 1 for the end */
  scrollTo(fraction: number): void;
}

declare global {
  interface Window {
    benchProbe?: Probe;
  }
}
