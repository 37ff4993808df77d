import { levelOf } from './filter';
import type { LogItem } from './items';
import { messageHead } from './messageText';
import { printable } from './printable';
import type { LogRow } from './protocol';

/** What a webview gets of an item: small whatever the size of the message, and fit to show. */
export function logRow(item: LogItem, filling: boolean): LogRow {
  switch (item.kind) {
    case 'entry':
      return {
        kind: 'entry',
        key: item.key,
        timestamp: printable(item.entry.timestamp),
        level: levelOf(item.entry),
        type: printable(item.entry.type),
        source: printable(item.entry.source),
        ...messageHead(item.entry.message),
      };
    case 'gap':
      // A gap that the feed is loading is shown as one that is being filled, whoever asked for it.
      return item.reason === 'loading'
        ? { kind: 'gap', key: item.key, from: item.from, to: item.to, reason: 'tooFarBack', filling: true }
        : { kind: 'gap', key: item.key, from: item.from, to: item.to, reason: item.reason, filling };
    case 'marker':
      return { kind: 'marker', key: item.key, label: printable(item.label) };
  }
}
