import { l10n } from 'vscode';
import type { ExportFormat, ExportWords } from '../../logs/export/exportFormats';
import type { GapItem } from '../../logs/items';
import type { SpoolProgress } from '../../logs/export/rangeSpools';
import type { ExportOutcome } from './exportFile';
import { reasonSentence } from '../messages';

/**
 * The words that stand between the entries of an export.
 *
 * @param configs what the configs of a panel of several are called; none for a panel of one
 */
export function exportWords(
  configs: readonly { readonly config: number; readonly name: string }[],
): ExportWords {
  const names = new Map(configs.map(({ config, name }) => [config, name]));
  return {
    names: names.size > 0 ? names : undefined,
    gap: (gap) => {
      const name = gap.config === undefined ? undefined : names.get(gap.config);
      return name === undefined ? gapText(gap) : `[${name}] ${gapText(gap)}`;
    },
  };
}

function gapText({ reason, from, to }: GapItem): string {
  switch (reason) {
    case 'loading':
    case 'tooFarBack':
      return l10n.t('Entries between {0} and {1} are not loaded.', from, to);
    case 'oneTimestampTooBig':
      return l10n.t('Between {0} and {1} are entries that do not fit a reply of the server.', from, to);
    case 'notOnServer':
      return l10n.t('The server no longer has the entries between {0} and {1}.', from, to);
  }
}

export function formatName(format: ExportFormat): string {
  return format === 'text' ? l10n.t('Text') : format.toUpperCase();
}

/** @param config which of several is being read */
export function fetchProgress(
  { entries, backTo, failure }: SpoolProgress,
  config: string | undefined,
): string {
  const count = entries.toLocaleString();
  const far =
    backTo === undefined
      ? l10n.t('{0} entries', count)
      : l10n.t('{0} entries, back to {1}', count, backTo.slice(0, 19).replace('T', ' '));
  const where = config === undefined ? far : `${config}: ${far}`;
  return failure ? l10n.t('{0} (waiting: {1})', where, reasonSentence(failure)) : where;
}

export function writeProgress(entries: number): string {
  return l10n.t('{0} entries written', entries.toLocaleString());
}

/** What was exported, and what is missing in it. @param range whether the server was asked for everything */
export function exportSummary({ entries, gaps }: ExportOutcome, file: string, range: boolean): string {
  const done = l10n.t('Exported {0} log entries to {1}.', entries.toLocaleString(), file);
  if (gaps === 0) {
    return done;
  }
  const missing = range
    ? l10n.t('Entries at {0} times are missing: they do not fit a reply of the server.', gaps)
    : l10n.t('There are {0} gaps in it: entries that are not loaded. Export a time range to get them.', gaps);
  return `${done} ${missing}`;
}
