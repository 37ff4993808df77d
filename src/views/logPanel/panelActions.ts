import { env, l10n } from 'vscode';
import { itemText } from '../../logs/export/exportFormats';
import type { LogItem } from '../../logs/items';
import type { HostMessage, LogDisplay } from '../../logs/protocol';
import { askTime } from './askTime';
import { exportWords } from './exportWords';
import { showLogMenu } from './logMenu';
import type { LogPanelActions } from './logPanelActions';
import type { LogPanelTools } from './logPanelTools';
import type { PanelModel } from './panelModel';

/** Runs the editor's commands on one log panel. */
export class PanelActions implements LogPanelActions {
  constructor(
    private readonly model: PanelModel,
    private readonly tools: LogPanelTools,
    private readonly post: (message: HostMessage) => void,
  ) {}

  get display(): LogDisplay {
    return this.model.display;
  }

  get paused(): boolean {
    return this.model.feeds.paused;
  }

  async showMenu(): Promise<void> {
    await showLogMenu(this, { bounded: this.model.filter.since !== null });
  }

  async exportLogs(): Promise<void> {
    await this.tools.exportLogs(this.model.exportSource);
  }

  async openAsDocument(): Promise<void> {
    await this.tools.openAsDocument(this.model.exportSource);
  }

  async copy(key: string | undefined, as: 'text' | 'json'): Promise<void> {
    const { window } = this.model.content;
    const selected = window.selectedItems();
    const one = this.item(key);
    // A row that was pointed at outside of the selection is what is meant.
    const isMeant = one && !selected.includes(one);
    const items = isMeant ? [one] : selected;
    const words = exportWords(this.model.feeds.names);
    const text = items.map((item) => itemText(item, as === 'json' ? 'ndjson' : 'text', words)).join('');
    if (text !== '') {
      await env.clipboard.writeText(text.replace(/\n$/, ''));
    }
  }

  showFrom(key: string | null | undefined): void {
    if (key === null) {
      this.showAllTimes();
      return;
    }
    const item = this.item(key);
    if (item) {
      this.model.showFrom(item);
    }
  }

  showSinceJob(key: string | undefined): void {
    const item = this.item(key);
    const marker = item?.kind === 'marker' ? item : this.model.lastMarker;
    if (marker) {
      this.model.showFrom(marker);
    } else {
      this.tools.notifications.info(l10n.t('No job was run here since this panel was opened.'));
    }
  }

  showAllTimes(): void {
    this.model.setFilter({ ...this.model.filter, since: null }, true);
  }

  async goToTime(): Promise<void> {
    const { clock } = this.model.options;
    const answer = await askTime(l10n.t('Go to a time in the log.'), { clock, zone: this.display.time });
    if (answer.kind === 'done') {
      await this.model.goBackTo(answer.value.timestamp);
    }
  }

  searchServer(): void {
    const { filter, hasTextProblem } = this.model;
    if (filter.text === '' || hasTextProblem) {
      this.tools.notifications.info(
        hasTextProblem
          ? l10n.t('Correct the regular expression in the filter box first.')
          : l10n.t('Enter what to search for in the filter box first.'),
      );
      this.focusFilter();
      return;
    }
    try {
      this.model.startSearch();
    } catch (error) {
      this.tools.notifications.error(error);
    }
  }

  async showInLog(key?: string): Promise<void> {
    const item = this.item(key);
    if (item && this.model.search) {
      await this.model.showInLog(item);
    }
  }

  changeDisplay(change: Partial<LogDisplay>): void {
    this.model.setDisplay({ ...this.model.display, ...change }, true);
  }

  find(direction: 'next' | 'previous'): void {
    const { view, window } = this.model.content;
    const active = window.activeItem;
    this.model.find(direction, active ? view.indexOf(active) : view.total - 1);
  }

  focusFilter(): void {
    this.post({ type: 'focusFilter' });
  }

  clear(): void {
    this.model.clear();
  }

  setPaused(paused: boolean): void {
    this.model.setPaused(paused);
  }

  private item(key: string | undefined): LogItem | undefined {
    const { window } = this.model.content;
    return key === undefined ? window.activeItem : window.item(key);
  }
}
