import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually';
import { Menu, type MenuItem } from './menu';

/** What one row of the tree shows and says. */
export interface RowState {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly ariaLabel: string;
  /** 1 for a plugin config, 2 for what is below it. */
  readonly level: number;
  readonly expanded: boolean | undefined;
  /** The name of the codicon, without its prefix. */
  readonly icon: string | undefined;
}

/** The tree of plugin configs. */
export class TreeView {
  private readonly container: Locator;
  private readonly allRows: Locator;

  constructor(private readonly page: Page) {
    this.container = page.locator('[id="workbench.view.extension.posthogPlugins"]');
    this.allRows = this.container.locator('.monaco-list-row');
  }

  /** Shows the view by a click on its activity bar item, unless it is shown. */
  async open(): Promise<void> {
    if (!(await this.container.isVisible())) {
      await this.page.locator('.activitybar .action-label[aria-label^="PostHog Plugins"]').click();
    }
    await this.container.waitFor();
  }

  /** The rows on screen, top to bottom. A list paints only what fits. */
  async rows(): Promise<readonly RowState[]> {
    return this.allRows.evaluateAll((elements) =>
      elements
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((row) => {
          const expanded = row.getAttribute('aria-expanded');
          const icon = row.querySelector('.custom-view-tree-node-item-icon')?.className ?? '';
          return {
            label: row.querySelector('.label-name')?.textContent ?? '',
            description: row.querySelector('.label-description')?.textContent ?? '',
            ariaLabel: row.getAttribute('aria-label') ?? '',
            level: Number(row.getAttribute('aria-level')),
            expanded: expanded === null ? undefined : expanded === 'true',
            icon: /codicon-(?!colored)([\w-]+)/.exec(icon)?.[1],
          };
        }),
    );
  }

  /** The labels of the top-level rows. */
  async labels(): Promise<readonly string[]> {
    return (await this.rows()).filter(({ level }) => level === 1).map(({ label }) => label);
  }

  /** Waits until the top-level rows have exactly these labels, in this order. */
  async waitForLabels(expected: readonly string[]): Promise<void> {
    const wanted = JSON.stringify(expected);
    let last = '';
    await eventually(`the tree shows ${wanted}`, async () => {
      last = JSON.stringify(await this.labels());
      return last === wanted;
    }).catch((error: unknown) => {
      throw new Error(`the tree shows ${last}, not ${wanted}`, { cause: error });
    });
  }

  /** The first row whose label is exactly this. */
  row(label: string): TreeRow {
    const exact = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
    const locator = this.allRows
      .filter({ has: this.page.locator('.label-name', { hasText: exact }) })
      .first();
    return new TreeRow(this.page, locator, () => this.rows(), label);
  }

  /** The text and the button titles of the welcome view, when the tree has no rows. */
  async welcome(): Promise<{ readonly text: string; readonly buttons: readonly string[] }> {
    const content = this.container.locator('.welcome-view-content');
    await content.waitFor();
    return { text: await content.innerText(), buttons: await content.getByRole('button').allInnerTexts() };
  }

  /** Waits until the welcome view says this: the one before may still be on screen. */
  async waitForWelcome(expected: RegExp): ReturnType<TreeView['welcome']> {
    let last = '';
    return eventually(`the welcome view says ${String(expected)}`, async () => {
      const shown = await this.welcome();
      last = shown.text;
      return expected.test(last) ? shown : undefined;
    }).catch((error: unknown) => {
      throw new Error(`the welcome view says "${last}", not ${String(expected)}`, { cause: error });
    });
  }

  async clickWelcomeButton(title: string): Promise<void> {
    await this.container
      .locator('.welcome-view-content')
      .getByRole('button', { name: title, exact: true })
      .click();
  }

  /** The line above the rows, which the extension sets as the view's message. */
  async message(): Promise<string> {
    return this.container.locator('.tree-explorer-viewlet-tree-view > .message').innerText();
  }

  /** Waits until the line above the rows says this, and answers all that it says. */
  async waitForMessage(expected: RegExp): Promise<string> {
    let last = '';
    return eventually(`the view says ${String(expected)}`, async () => {
      last = (await this.hasMessage()) ? await this.message() : '';
      return expected.test(last) ? last : undefined;
    }).catch((error: unknown) => {
      throw new Error(`the view says "${last}", not ${String(expected)}`, { cause: error });
    });
  }

  async waitForNoMessage(): Promise<void> {
    await eventually('the view says nothing above its rows', async () => !(await this.hasMessage()));
  }

  private async hasMessage(): Promise<boolean> {
    return this.container.locator('.tree-explorer-viewlet-tree-view > .message').isVisible();
  }

  /** The container's title, which holds the view's name and description while it is the only view. */
  async title(): Promise<string> {
    return this.page.locator('.part.sidebar .composite.title .title-label').innerText();
  }

  async clickTitleButton(name: string): Promise<void> {
    await this.page
      .locator('.part.sidebar .composite.title')
      .getByRole('button', { name, exact: true })
      .click();
  }

  /** Opens the "…" menu of the view's title. */
  async openTitleMenu(): Promise<Menu> {
    await this.clickTitleButton('Views and More Actions...');
    return new Menu(this.page);
  }

  /** The label of the row that the keyboard acts on, as a screen reader says it. */
  async focusedRow(): Promise<string | undefined> {
    const label = this.container.locator('.monaco-list-row.focused');
    return (await label.count()) === 0
      ? undefined
      : ((await label.first().getAttribute('aria-label')) ?? undefined);
  }
}

/** One row of the tree. Every method waits until the row is there. */
export class TreeRow {
  constructor(
    private readonly page: Page,
    readonly locator: Locator,
    private readonly readRows: () => Promise<readonly RowState[]>,
    private readonly label: string,
  ) {}

  async state(): Promise<RowState> {
    return eventually(`the row ${this.label} is there`, async () =>
      (await this.readRows()).find(({ label }) => label === this.label),
    );
  }

  /** Waits until what the row shows satisfies `condition`, and answers it. */
  async waitUntil(what: string, condition: (state: RowState) => boolean): Promise<RowState> {
    let last: RowState | undefined;
    return eventually(`the row ${this.label} ${what}`, async () => {
      last = (await this.readRows()).find(({ label }) => label === this.label);
      return last && condition(last) ? last : undefined;
    }).catch((error: unknown) => {
      throw new Error(`the row ${this.label} never ${what}: ${JSON.stringify(last)}`, { cause: error });
    });
  }

  async waitUntilGone(): Promise<void> {
    await this.locator.waitFor({ state: 'detached' });
  }

  async click(): Promise<void> {
    await this.locator.click();
  }

  async expand(): Promise<void> {
    if ((await this.state()).expanded === false) {
      await this.locator.locator('.monaco-tl-twistie').click();
    }
    await this.waitUntil('is expanded', ({ expanded }) => expanded === true);
  }

  async collapse(): Promise<void> {
    if ((await this.state()).expanded === true) {
      await this.locator.locator('.monaco-tl-twistie').click();
    }
    await this.waitUntil('is collapsed', ({ expanded }) => expanded === false);
  }

  /** The text of the hover. */
  async tooltip(): Promise<string> {
    const hover = this.page.locator('.workbench-hover:visible').last();
    return eventually(`the row ${this.label} shows its tooltip`, async () => {
      // A tooltip follows the mouse only when it moves.
      await this.page.mouse.move(0, 0);
      await this.locator.locator('.label-name').hover();
      await hover.waitFor({ timeout: 3_000 });
      return hover.innerText();
    });
  }

  /** The buttons that stand in the row while the mouse is over it. */
  async inlineButtons(): Promise<readonly string[]> {
    await this.locator.hover();
    const buttons = this.locator.locator('.actions a.action-label');
    return buttons.evaluateAll((elements) =>
      elements.map((element) => element.getAttribute('aria-label') ?? ''),
    );
  }

  async clickInline(name: string): Promise<void> {
    await this.locator.hover();
    await this.locator.locator('.actions').getByRole('button', { name, exact: true }).click();
  }

  async openContextMenu(): Promise<Menu> {
    await this.locator.click({ button: 'right' });
    return new Menu(this.page);
  }

  /** What the context menu offers, greyed-out items too. Leaves it closed. */
  async contextMenuItems(): Promise<readonly MenuItem[]> {
    const menu = await this.openContextMenu();
    const items = await menu.items();
    await menu.close();
    return items;
  }

  async chooseInContextMenu(label: string): Promise<void> {
    // A row that is painted anew under the mouse may swallow the click, and whatever takes the focus closes the menu;
    // nothing has been chosen then.
    await eventually(`the menu of ${this.label} offers ${label}`, async () => {
      const menu = await this.openContextMenu();
      await menu.waitFor(label, 3_000).catch(async (error: unknown) => {
        await this.page.keyboard.press('Escape');
        throw error;
      });
      return true;
    });
    await new Menu(this.page).choose(label);
  }
}
