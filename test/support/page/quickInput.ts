import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually';

export interface PickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** The box at the top of the window: command palette, quick pick or input box. */
export class QuickInput {
  private readonly widget: Locator;
  private readonly listRows: Locator;
  readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget:visible');
    this.listRows = this.widget.locator('.quick-input-list .monaco-list-row');
    this.input = this.widget.locator('.quick-input-box input');
  }

  /** Runs a command through the palette, by its full title with category, and waits until the palette has gone. */
  async runCommand(title: string): Promise<void> {
    // Something else may take the focus at any moment, and closes the palette before the click: nothing has run then.
    await eventually(`the command palette runs ${title}`, async () => {
      await this.openPalette(title);
      await this.clickItem(title, 3_000);
      return true;
    });
    // What the command asks may come up in the palette's place at once.
    await eventually('the command palette is closed', async () => {
      return (
        !(await this.input.isVisible()) || !(await this.input.inputValue({ timeout: 1_000 })).startsWith('>')
      );
    });
  }

  /**
   * The titles that the palette offers for a search text, as far as they fit on screen (about 15): a command that is
   * not enabled is not among them.
   */
  async paletteTitles(search: string): Promise<readonly string[]> {
    await this.openPalette(search);
    await this.listRows.first().waitFor();
    const titles = (await this.items()).map(({ label }) => label);
    await this.cancel();
    return titles;
  }

  /** Waits for a step by its title, or by a part of it. */
  async waitForTitle(title: string | RegExp): Promise<void> {
    await this.widget.locator('.quick-input-title', { hasText: title }).waitFor();
  }

  async title(): Promise<string> {
    return this.widget.locator('.quick-input-title').innerText();
  }

  async placeholder(): Promise<string> {
    return (await this.input.getAttribute('placeholder')) ?? '';
  }

  /** The entries on screen, top to bottom. Waits until there is one. */
  async items(): Promise<readonly PickItem[]> {
    await this.listRows.first().waitFor();
    return this.listRows.evaluateAll((rows) =>
      rows
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((row) => ({
          label: row.querySelector('.quick-input-list-label .label-name')?.textContent ?? '',
          description: row.querySelector('.quick-input-list-label .label-description')?.textContent ?? '',
          detail: row.querySelector('.quick-input-list-label-meta')?.textContent ?? '',
        })),
    );
  }

  /** Picks the entry with exactly this label from a quick pick. */
  async pick(label: string): Promise<void> {
    await this.clickItem(label);
  }

  /** Types into the input box and leaves it open, so that its validation can be read. */
  async type(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
  }

  /** Types into the input box and presses Enter. */
  async enter(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  /**
   * Types a path into the editor's own file dialog and presses Enter until it takes it: the dialog fills its box in by
   * itself while it reads the folder, perhaps over what was typed, and takes no key meanwhile.
   */
  async chooseFile(file: string): Promise<void> {
    await eventually(
      'the dialog shows a path',
      async () => (await this.input.inputValue()) !== '' && !(await this.isBusy()),
    );
    await eventually(
      'the file is chosen',
      async () => {
        if (!(await this.input.isVisible())) {
          return true;
        }
        await this.input.fill(file, { timeout: 1_000 });
        await eventually('the folder is read', async () => !(await this.isBusy()));
        // It may begin to read, and fill its box in, only now.
        await this.page.waitForTimeout(200);
        if (!(await this.isBusy()) && (await this.input.inputValue({ timeout: 1_000 })) === file) {
          await this.input.press('Enter', { timeout: 1_000 });
        }
        return false;
      },
      { intervalMs: 500 },
    );
  }

  private async isBusy(): Promise<boolean> {
    return (await this.widget.locator('.monaco-progress-container.active').count()) > 0;
  }

  /** Whether what is typed is hidden. */
  async isPassword(): Promise<boolean> {
    return (await this.input.getAttribute('type')) === 'password';
  }

  /** The prompt, or what is wrong with what was typed: both stand in the same place. */
  async message(): Promise<string> {
    return this.widget.locator('.quick-input-message').innerText();
  }

  /** Waits until the message (the prompt or a validation text) contains `text`. */
  async waitForMessage(text: string | RegExp): Promise<void> {
    await this.widget.locator('.quick-input-message', { hasText: text }).waitFor();
  }

  /** Presses a button in the title bar or beside the box, for example Back. */
  async clickButton(name: string): Promise<void> {
    await this.widget.getByRole('button', { name }).first().click();
  }

  async cancel(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.waitUntilClosed();
  }

  async waitUntilClosed(): Promise<void> {
    await this.widget.waitFor({ state: 'hidden' });
  }

  private async openPalette(search: string): Promise<void> {
    // While a window settles, something else may take the focus and close the palette again: hence the retry.
    await eventually('the command palette is open', async () => {
      if (!(await this.input.isVisible())) {
        await this.page.keyboard.press('F1');
      }
      await this.input.fill(`>${search}`, { timeout: 2_000 });
      return (await this.input.inputValue()) === `>${search}`;
    });
  }

  private async clickItem(label: string, timeout?: number): Promise<void> {
    const name = this.page.locator('.quick-input-list-label .label-name').getByText(label, { exact: true });
    await this.listRows
      .filter({ has: name })
      .first()
      .click(timeout === undefined ? {} : { timeout });
  }
}
