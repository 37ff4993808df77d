import type { LogDisplay } from '../../logs/protocol';

/** What commands of the editor can do with a log panel. A row's `key` is undefined for the one the keyboard is on. */
export interface LogPanelActions {
  exportLogs(): Promise<void>;
  openAsDocument(): Promise<void>;
  /** Copies the selected rows, or the one of `key` where none are selected. */
  copy(key: string | undefined, as: 'text' | 'json'): Promise<void>;
  /** Shows nothing before a row. */
  showFrom(key: string | undefined): void;
  /** Shows nothing before the start of a job: the one of `key`, else the one that was started last. */
  showSinceJob(key: string | undefined): void;
  showAllTimes(): void;
  goToTime(): Promise<void>;
  searchServer(): void;
  /** Goes from what a search has found to its place in the log. */
  showInLog(key?: string): Promise<void>;
  changeDisplay(change: Partial<LogDisplay>): void;
  readonly display: LogDisplay;
  find(direction: 'next' | 'previous'): void;
  focusFilter(): void;
  clear(): void;
  setPaused(paused: boolean): void;
  readonly paused: boolean;
}
