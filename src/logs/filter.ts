import type { LogEntry } from '../api/schemas';
import type { Level, LogFilter } from './protocol';
import { LEVELS } from './protocol';

export const SHOW_ALL: LogFilter = { hiddenLevels: [], text: '' };

const known: ReadonlyMap<string, Level> = new Map(LEVELS.map((level) => [level, level]));

/** The level of an entry: the server's type in whatever case, OTHER for one that is not known. */
export function levelOf(entry: LogEntry): Level {
  return known.get(entry.type) ?? known.get(entry.type.toUpperCase()) ?? 'OTHER';
}

/** Whether a message holds `text` in whatever case. A regular expression does it without copying the message. */
export function textMatcher(text: string): (message: string) => boolean {
  if (text === '') {
    return () => true;
  }
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'iu');
  return (message) => pattern.test(message);
}
