import type { LogEntry } from '../../api/schemas';
import { levelOf, sourceOf, WORD_UNITS } from '../view/filter';
import type { EntryItem, GapItem, LogItem } from '../items';
import { jsonStart } from './jsonText';
import { countLines, messageHead, type MessageHead } from './messageText';
import { printable } from './printable';
import type { EntryRow, LogRow } from '../protocol';

/** What a row tells besides its item. */
export interface RowState {
  readonly role: EntryRow['role'];
  readonly apart: boolean;
  /** Whether a gap is being filled. */
  readonly filling: boolean;
}

interface MessageFacts extends MessageHead {
  readonly lines: number;
  readonly json: boolean;
}

/** UTF-16 units from which on what is found out about a message is kept, instead of being found out again. */
const LONG_MESSAGE = 4096;

/** Makes what a webview gets of an item: small whatever the size of the message, and fit to show. */
export class RowMaker {
  private readonly facts = new WeakMap<LogEntry, MessageFacts>();

  /** @param several whether rows tell which plugin config they are of */
  constructor(private readonly several: boolean) {}

  /** A row without its hits, which are found for many at once. */
  row(item: LogItem, state: RowState): LogRow {
    switch (item.kind) {
      case 'entry':
        return this.entryRow(item, state);
      case 'gap':
        return this.gapRow(item, state.filling);
      case 'marker':
        return {
          kind: 'marker',
          key: item.key,
          timestamp: word(item.timestamp),
          label: printable(item.label),
        };
    }
  }

  private entryRow({ key, entry, config }: EntryItem, { role, apart }: RowState): EntryRow {
    return {
      kind: 'entry',
      key,
      timestamp: word(entry.timestamp),
      level: levelOf(entry),
      type: word(entry.type),
      source: sourceOf(entry),
      instance: word(entry.instance_id ?? ''),
      config: this.configOf(config),
      ...this.factsOf(entry),
      hits: [],
      role,
      apart,
    };
  }

  private gapRow({ key, from, to, reason, config }: GapItem, filling: boolean): LogRow {
    const row = { kind: 'gap', key, from: word(from), to: word(to), config: this.configOf(config) } as const;
    // A gap that the feed is loading is shown as one that is being filled, whoever asked for it.
    return reason === 'loading'
      ? { ...row, reason: 'tooFarBack', filling: true }
      : { ...row, reason, filling };
  }

  private configOf(config: number | undefined): number | null {
    return this.several ? (config ?? null) : null;
  }

  private factsOf(entry: LogEntry): MessageFacts {
    const known = this.facts.get(entry);
    if (known) {
      return known;
    }
    const { message } = entry;
    const facts = {
      ...messageHead(message),
      lines: countLines(message),
      json: jsonStart(message) !== undefined,
    };
    if (message.length >= LONG_MESSAGE) {
      this.facts.set(entry, facts);
    }
    return facts;
  }
}

/** A word of the server's, which may be anything. */
function word(text: string): string {
  return printable(text.slice(0, WORD_UNITS));
}
