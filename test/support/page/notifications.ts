import type { Locator, Page } from 'playwright-core';

/** The small messages in the lower right corner. */
export class Toasts {
  constructor(private readonly page: Page) {}

  /** The newest toast that contains `text`. */
  withText(text: string | RegExp): Toast {
    return new Toast(this.page.locator('.notification-toast', { hasText: text }).first());
  }

  /**
   * Waits until the next one is shown for certain: of more than three within 800 ms, the editor shows none of the rest,
   * and keeps them behind the bell. No person is as fast. The wait runs in the page, on the clock that the editor uses.
   */
  async waitForRoom(): Promise<void> {
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 900)));
  }

  /** The texts of all that are shown. */
  async texts(): Promise<readonly string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }
}

export class Toast {
  constructor(private readonly locator: Locator) {}

  /** The message. Waits until it is there. */
  async text(): Promise<string> {
    return this.locator.locator('.notification-list-item-message').innerText();
  }

  /** The titles of the buttons below the message. */
  async buttons(): Promise<readonly string[]> {
    await this.locator.waitFor();
    return this.locator.locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts();
  }

  async severity(): Promise<'error' | 'warning' | 'info'> {
    const icon = (await this.locator.locator('.notification-list-item-icon').getAttribute('class')) ?? '';
    return icon.includes('error') ? 'error' : icon.includes('warning') ? 'warning' : 'info';
  }

  /** Presses a button and waits until the toast has gone. */
  async click(button: string): Promise<void> {
    await this.locator.getByRole('button', { name: button, exact: true }).click();
    await this.locator.waitFor({ state: 'hidden' });
  }

  async waitUntilShown(): Promise<void> {
    await this.locator.waitFor();
  }

  async waitUntilGone(): Promise<void> {
    await this.locator.waitFor({ state: 'hidden' });
  }
}

/** The modal dialog. */
export class Modal {
  private readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator('.monaco-dialog-box');
  }

  /** Message and detail. Waits until the dialog is there. */
  async text(): Promise<string> {
    return this.box.locator('.dialog-message-container').innerText();
  }

  async buttons(): Promise<readonly string[]> {
    await this.box.waitFor();
    return this.box.locator('.dialog-buttons .monaco-button').allInnerTexts();
  }

  /** Presses a button and waits until this dialog has gone; another may come up in its place at once. */
  async click(button: string): Promise<void> {
    await this.box.waitFor();
    const pressed = await this.box.elementHandle();
    await this.box.getByRole('button', { name: button, exact: true }).click();
    await pressed.waitForElementState('hidden');
  }

  async isOpen(): Promise<boolean> {
    return this.box.isVisible();
  }
}
