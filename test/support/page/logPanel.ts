import type { Frame } from 'playwright-core';
import { eventually } from '../eventually';
import type { Workbench } from '../workbench';

/** One row of a log panel as it is painted. */
export interface LogRowState {
  readonly key: string;
  readonly level: string;
  readonly message: string;
}

/** The visible log panel of a window. Its page is another one after each time it was hidden: `open` finds it anew. */
export class LogPanelPage {
  private constructor(readonly frame: Frame) {}

  static async open(workbench: Workbench): Promise<LogPanelPage> {
    return new LogPanelPage(await workbench.webview('#log-list'));
  }

  /** The rows that are in sight, top to bottom. */
  async rows(): Promise<readonly LogRowState[]> {
    return this.frame.locator('#log-list').evaluate((list) => {
      const view = list.getBoundingClientRect();
      return [...list.querySelectorAll<HTMLElement>('.log-row[data-key]')]
        .filter((row) => {
          const { top, bottom } = row.getBoundingClientRect();
          return bottom > view.top + 1 && top < view.bottom - 1;
        })
        .map((row) => ({
          key: row.dataset.key ?? '',
          level: row.querySelector('.level')?.textContent ?? '',
          message: row.querySelector('.message')?.textContent ?? '',
        }));
    });
  }

  /** The messages of the entries in sight. */
  async messages(): Promise<readonly string[]> {
    return (await this.rows()).filter(({ level }) => level !== '').map(({ message }) => message);
  }

  /** The full timestamps of the entries in sight. */
  async visibleTimes(): Promise<readonly string[]> {
    return this.frame
      .locator('.log-row time')
      .evaluateAll((times) => times.map((time) => time.getAttribute('title') ?? ''));
  }

  /** Types into the filter box, in place of what is there. */
  async filter(text: string): Promise<void> {
    await this.frame.locator('#filter').fill(text);
  }

  /** Waits until the entries in sight are these. */
  async waitForMessages(...expected: readonly string[]): Promise<void> {
    await eventually(`the messages are ${expected.join(' | ')}`, async () => {
      const messages = await this.messages();
      return messages.join('\n') === expected.join('\n') ? true : fail(`they are ${messages.join(' | ')}`);
    });
  }

  /** Waits until the count in the state line begins with this text, or matches. */
  async waitForCount(expected: string | RegExp): Promise<void> {
    const hasText = typeof expected === 'string' ? new RegExp(`^${expected}`) : expected;
    await this.frame.locator('#state .shown', { hasText }).waitFor();
  }

  async keys(): Promise<readonly string[]> {
    return (await this.rows()).map(({ key }) => key);
  }

  /** Waits until the last row in sight is this one. */
  async waitForLast(key: string): Promise<void> {
    await eventually(`${key} is the last row`, async () => (await this.keys()).at(-1) === key);
  }

  /** Waits until the state line matches. */
  async waitForState(pattern: RegExp): Promise<void> {
    await this.frame.locator('#state').filter({ hasText: pattern }).waitFor();
  }

  async press(key: string): Promise<void> {
    await this.frame.locator('#log-list').press(key);
  }

  /** Scrolls as a wheel does, by pixels. */
  async scrollBy(pixels: number): Promise<void> {
    await this.frame.locator('#log-list').evaluate((list, by) => list.scrollBy(0, by), pixels);
  }
}

function fail(message: string): never {
  throw new Error(message);
}
