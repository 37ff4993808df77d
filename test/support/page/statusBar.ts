import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually';

export interface StatusItem {
  readonly text: string;
  readonly ariaLabel: string;
  readonly kind: 'normal' | 'warning' | 'error';
}

/** The product's items in the status bar. */
export class StatusBar {
  private readonly items: Locator;

  constructor(page: Page, extensionId: string) {
    this.items = page.locator(`.statusbar-item[id^="${extensionId}"]`);
  }

  /** Waits for an item that contains `text` and answers all that it shows. */
  async waitFor(text: string | RegExp): Promise<StatusItem> {
    const item = this.items.filter({ hasText: text }).first();
    return eventually(`the status bar shows ${String(text)}`, async () => {
      const classes = (await item.getAttribute('class', { timeout: 1_000 })) ?? '';
      return {
        text: (await item.innerText()).trim(),
        ariaLabel: (await item.getAttribute('aria-label')) ?? '',
        kind: classes.includes('error-kind')
          ? 'error'
          : classes.includes('warning-kind')
            ? 'warning'
            : 'normal',
      };
    });
  }

  async texts(): Promise<readonly string[]> {
    return (await this.items.allInnerTexts()).map((text) => text.trim());
  }

  async click(text: string | RegExp): Promise<void> {
    await this.items.filter({ hasText: text }).first().locator('a').click();
  }
}
