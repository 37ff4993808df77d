import type { Locator, Page } from 'playwright-core';

export interface MenuItem {
  readonly label: string;
  readonly enabled: boolean;
}

/** The menu that is open: a context menu, or the one behind a "…" button. */
export class Menu {
  private readonly root: Locator;

  constructor(private readonly page: Page) {
    this.root = page.locator('.monaco-menu:visible').last();
  }

  /** What the menu offers, greyed-out items too, without separators. Waits until it is open. */
  async items(): Promise<readonly MenuItem[]> {
    await this.root.locator('.action-item').first().waitFor();
    const found = await this.root
      .locator('.action-item:has(.action-label:not(.separator))')
      .evaluateAll((items) =>
        items.map((item) => ({
          label: item.querySelector('.action-label')?.textContent ?? '',
          enabled: !item.classList.contains('disabled'),
        })),
      );
    return found.filter(({ label }) => label !== '');
  }

  /** Waits for an enabled item. */
  async waitFor(label: string, timeout: number): Promise<void> {
    await this.enabled(label).waitFor({ timeout });
  }

  /** Clicks an enabled item, by its exact label, and waits until the menu is gone. */
  async choose(label: string): Promise<void> {
    const item = this.enabled(label);
    await item.waitFor();
    // A menu ignores the mouse for its first 100 ms, so that the click that opened it picks nothing. The wait runs in
    // the page: on a busy machine its timers may be late, and this one is late with them.
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
    await item.click();
    await this.root.waitFor({ state: 'hidden' });
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.root.waitFor({ state: 'hidden' });
  }

  private enabled(label: string): Locator {
    return this.root.locator('.action-item:not(.disabled)', {
      has: this.page.locator('.action-label').getByText(label, { exact: true }),
    });
  }
}
