import { element } from '../dom';
import type { EntryColumn } from './entryElement';
import type { Metrics } from './unfoldedText';

const SAMPLES: Readonly<Record<EntryColumn, string>> = {
  time: '00:00:00.000',
  level: 'ERROR',
  config: 'Config',
  source: 'CONSOLE',
  instance: '00000000',
};

/** A row that is laid out like those of entries and never seen, to measure fonts and widths by. */
export class RowProbe {
  readonly root = element('div', 'log-row entry probe');
  private readonly message = element('div', 'message');
  private readonly sample = element('span', 'sample', '0'.repeat(20));

  /** @param metrics what counts until it is measured */
  constructor(
    columns: readonly EntryColumn[],
    private metrics: Metrics = { columns: 80, rowHeight: 20 },
  ) {
    this.root.ariaHidden = 'true';
    this.message.append(this.sample);
    this.root.append(...columns.map((column) => element('div', column, SAMPLES[column])), this.message);
  }

  /** What changes its size when there is something to measure. */
  get observed(): readonly Element[] {
    return [this.root, this.message, this.sample];
  }

  get last(): Metrics {
    return this.metrics;
  }

  /** @returns whether anything changed */
  measure(): boolean {
    const before = this.metrics;
    const height = this.root.getBoundingClientRect().height;
    const character = this.sample.getBoundingClientRect().width / 20 || 8;
    this.metrics = {
      rowHeight: Math.max(12, Math.ceil(height)),
      columns: Math.max(1, Math.floor(this.message.clientWidth / character)),
    };
    return before.rowHeight !== this.metrics.rowHeight || before.columns !== this.metrics.columns;
  }
}
