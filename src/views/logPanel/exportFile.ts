import type { Uri } from 'vscode';
import { formatHead, itemText, type ExportFormat, type ExportWords } from '../../logs/export/exportFormats';
import type { LogItem } from '../../logs/items';
import { openTarget, type ExportTarget } from './exportTarget';

/** What is written at a time, in UTF-16 units: little enough that nothing else waits for it. */
const SLICE = 256 * 1024;

export interface FileExport {
  readonly uri: Uri;
  readonly format: ExportFormat;
  readonly words: ExportWords;
  /** In order. */
  readonly items: Iterable<readonly LogItem[]> | AsyncIterable<readonly LogItem[]>;
  /** Told how many entries are written. */
  readonly onProgress: (entries: number) => void;
  readonly signal: AbortSignal;
}

export interface ExportOutcome {
  readonly entries: number;
  /** Stretches that are missing in it. */
  readonly gaps: number;
}

/**
 * Writes items to a file, a piece at a time. The file is there when it is complete, or not at all.
 *
 * @throws ExportError; the signal's reason once it is aborted
 */
export async function exportFile(options: FileExport): Promise<ExportOutcome> {
  const target = await openTarget(options.uri);
  try {
    const outcome = await writeItems(options, target);
    options.signal.throwIfAborted();
    await target.finish();
    return outcome;
  } catch (error) {
    await target.abandon();
    throw error;
  }
}

async function writeItems(
  { format, words, items, onProgress, signal }: FileExport,
  target: ExportTarget,
): Promise<ExportOutcome> {
  let entries = 0;
  let gaps = 0;
  let text = formatHead(format, words);
  for await (const slice of items) {
    for (const item of slice) {
      text += itemText(item, format, words);
      entries += item.kind === 'entry' ? 1 : 0;
      gaps += item.kind === 'gap' ? 1 : 0;
      if (text.length >= SLICE) {
        await target.write(text);
        text = '';
        signal.throwIfAborted();
        onProgress(entries);
      }
    }
  }
  await target.write(text);
  return { entries, gaps };
}
