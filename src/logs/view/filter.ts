import type { LogEntry } from '../../api/schemas';
import { printable } from '../rows/printable';
import type { Level, LogFilter } from '../protocol';
import { LEVELS } from '../protocol';

/** Leaves nothing out and looks for nothing. */
export const SHOW_ALL: LogFilter = {
  text: '',
  regex: false,
  matchCase: false,
  wholeWord: false,
  show: 'matches',
  context: 0,
  hiddenLevels: [],
  hiddenSources: [],
  hiddenConfigs: [],
  since: null,
};

/** UTF-16 units of a server's own word that are told apart and shown; no server sends as many. */
export const WORD_UNITS = 100;

const levels: ReadonlyMap<string, Level> = new Map(LEVELS.map((level) => [level, level]));
/** What PostHog's servers send. */
const sources: ReadonlySet<string> = new Set(['SYSTEM', 'PLUGIN', 'CONSOLE']);

/** The level of an entry: the server's type in whatever case, OTHER for one that is not known. */
export function levelOf(entry: LogEntry): Level {
  return levels.get(entry.type) ?? levels.get(entry.type.slice(0, WORD_UNITS).toUpperCase()) ?? 'OTHER';
}

/** The source of an entry: the server's word in upper case, fit to show; empty where it sent none. */
export function sourceOf(entry: LogEntry): string {
  const { source } = entry;
  return sources.has(source) ? source : printable(source.slice(0, WORD_UNITS)).trim().toUpperCase();
}
