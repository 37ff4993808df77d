import type { ExportSource } from './exportSource';

/** What log panels use of the rest of the extension. */
export interface LogPanelTools {
  readonly notifications: {
    info(text: string): void;
    warn(text: string): void;
    error(error: unknown): void;
  };
  /** Asks what to write where, and writes it. */
  exportLogs(source: ExportSource): Promise<void>;
  /** Opens what is shown in a text editor. */
  openAsDocument(source: ExportSource): Promise<void>;
}
