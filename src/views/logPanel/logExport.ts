import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { commands, l10n, type Uri } from 'vscode';
import type { Clock } from '../../api/clock';
import { FILE_ENDINGS, type ExportFormat, type ExportWords } from '../../logs/export/exportFormats';
import type { LogItem } from '../../logs/items';
import { newestText } from '../../logs/export/newestText';
import type { Range } from '../../logs/feed/rangeReader';
import { RangeSpools } from '../../logs/export/rangeSpools';
import { addMicroseconds, parseTimestamp } from '../../logs/timestamp';
import { safeFileName } from '../../model/safeFileName';
import type { ExportDialogs } from './exportDialogs';
import { exportFile, type ExportOutcome } from './exportFile';
import { askExport } from './exportQuestions';
import type { ExportSource } from './exportSource';
import { exportSummary, exportWords, fetchProgress, formatName, writeProgress } from './exportWords';
import type { Notifications } from '../notifications';

/** How much of a document an editor can work with, in bytes; without the line that tells what was left out. */
const DOCUMENT_LIMIT = 50 * 1024 * 1024 - 1024;

/** Opens texts as read-only documents. */
export interface LogDocuments {
  /** @param name what its tab is called */
  openLog(connectionId: string, configIds: readonly number[], name: string, bytes: Uint8Array): Promise<void>;
}

export interface LogExportOptions {
  readonly dialogs: ExportDialogs;
  readonly notifications: Pick<Notifications, 'error' | 'warn' | 'made'>;
  readonly documents: LogDocuments;
  readonly clock: Clock;
  /** Bytes; for tests. */
  readonly documentLimit?: number;
}

/** A choice that was made: what goes where. */
interface Task {
  readonly source: ExportSource;
  readonly format: ExportFormat;
  readonly what: readonly LogItem[] | Range;
  readonly uri: Uri;
}

/** Takes logs away: into a file, or into a document of the editor. */
export class LogExport {
  constructor(private readonly options: LogExportOptions) {}

  /** Asks what, how and where, then writes it. What is loaded when it is called is what counts as loaded. */
  async exportLogs(source: ExportSource): Promise<void> {
    const loaded = [...source.loaded];
    const shown = source.filtered ? [...source.shown] : undefined;
    const choice = await askExport({
      title: source.title,
      loaded: countEntries(loaded),
      shown: shown && countEntries(shown),
      zone: source.zone,
      clock: this.options.clock,
    });
    if (choice) {
      const { scope, format } = choice;
      const what = scope === 'loaded' ? loaded : scope === 'shown' ? (shown ?? loaded) : scope;
      const name = `${safeFileName(source.title, 'PostHog')} ${fileTime(what)}.${FILE_ENDINGS[format]}`;
      const filter = [formatName(format), FILE_ENDINGS[format]] as const;
      const uri = await this.options.dialogs.chooseFile({ name, filter });
      if (uri) {
        await this.run({ source, format, what, uri });
      }
    }
  }

  /** Opens what is shown as a text document: the newest of it, where it is too much for an editor. */
  async openAsDocument(source: ExportSource): Promise<void> {
    const { documents, notifications, clock, documentLimit = DOCUMENT_LIMIT } = this.options;
    const items = [...source.shown];
    try {
      const { bytes, leftOut } = await newestText(items, wordsOf(source), documentLimit, nextTurn);
      const left = countEntries(items.slice(0, leftOut));
      const note = l10n.t(
        '{0} older entries are left out: they are more than a document holds. Export Logs… takes all.',
        left.toLocaleString(),
      );
      const whole = left === 0 ? bytes : Buffer.concat([Buffer.from(`--- ${note} ---\n`), bytes]);
      const name = `${source.title} ${timeInName(new Date(clock.now()).toISOString())}`;
      const ids = source.configs.map(({ configId }) => configId);
      await documents.openLog(source.connectionId, ids, name, whole);
      if (left > 0) {
        notifications.warn(note);
      }
    } catch (error) {
      notifications.error(error);
    }
  }

  private async run(task: Task): Promise<void> {
    const { dialogs, notifications } = this.options;
    try {
      const title = l10n.t('Exporting the logs of {0}', task.source.title);
      const outcome = await dialogs.withProgress(title, (report, signal) =>
        this.write(task, report, signal).catch((error: unknown) => {
          if (signal.aborted) {
            return undefined;
          }
          throw error;
        }),
      );
      if (outcome) {
        const text = exportSummary(outcome, path.posix.basename(task.uri.path), 'after' in task.what);
        const severity = outcome.gaps > 0 ? 'warning' : 'info';
        const open = (): PromiseLike<unknown> => commands.executeCommand('vscode.open', task.uri);
        notifications.made(text, l10n.t('Open'), open, severity);
      }
    } catch (error) {
      notifications.error(error);
    }
  }

  private write(
    { source, format, what, uri }: Task,
    report: (message: string) => void,
    signal: AbortSignal,
  ): Promise<ExportOutcome> {
    // The file is begun first: where it cannot be written, nothing has been fetched in vain.
    return exportFile({
      uri,
      format,
      words: wordsOf(source),
      items: 'after' in what ? this.rangeItems(source, what, report, signal) : [what],
      onProgress: (entries) => report(writeProgress(entries)),
      signal,
    });
  }

  /** Fetches a range completely when it is first asked for an item: servers give the end of it first. */
  private async *rangeItems(
    { configs }: ExportSource,
    range: Range,
    report: (message: string) => void,
    signal: AbortSignal,
  ): AsyncGenerator<readonly LogItem[]> {
    const several = configs.length > 1;
    const folder = await mkdtemp(path.join(os.tmpdir(), 'posthog-logs-'));
    try {
      const spools = await RangeSpools.fetch({
        sources: configs.map(({ configId, fetchPage }) => ({
          config: several ? configId : undefined,
          fetchPage,
        })),
        range,
        folder,
        clock: this.options.clock,
        signal,
        onProgress: (progress) =>
          report(fetchProgress(progress, several ? configs[progress.source]?.name : undefined)),
      });
      try {
        yield* spools.items();
      } finally {
        await spools.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function wordsOf({ configs }: ExportSource): ExportWords {
  return exportWords(
    configs.length > 1 ? configs.map(({ configId: config, name }) => ({ config, name })) : [],
  );
}

function countEntries(items: readonly LogItem[]): number {
  return items.reduce((sum, item) => sum + (item.kind === 'entry' ? 1 : 0), 0);
}

/** What the name of a file says besides the config: `logs` and when they begin, as far as that is known. */
function fileTime(what: readonly LogItem[] | Range): string {
  const from =
    'after' in what
      ? what.after && addMicroseconds(what.after, 1)
      : what.find((item) => item.kind === 'entry')?.entry.timestamp;
  return from && parseTimestamp(from) ? `logs ${timeInName(from)}` : 'logs';
}

/** To the second, without colons, which not every file system takes. */
function timeInName(timestamp: string): string {
  return `${timestamp.slice(0, 19).replaceAll(':', '-')}Z`;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
