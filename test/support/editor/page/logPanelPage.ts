import assert from 'node:assert/strict';
import type { Editor } from '../editor';
import { menuOffers } from '../manifest';
import type { WebviewPanel } from '../webviews';
import { BrowserPage } from './browserPage';
import { clickOn, pressKey } from './pressKey';
import { shown, shownAs } from './shown';

/** One row of a log panel as it is painted. */
export interface LogRowState {
  readonly key: string;
  readonly level: string;
  readonly message: string;
}

/**
 * The log panel of a window in memory, with the real page in it, as a person uses it. As in the editor its page is gone
 * while the panel is hidden, and another one is there when it is shown again.
 */
export class LogPanelPage {
  private page: BrowserPage | undefined;
  /** What was sent since the panel was shown, before there was a page to receive it. */
  private waiting: unknown[] = [];
  private menuKeys: Readonly<Record<string, unknown>> | undefined;

  private constructor(
    private readonly editor: Editor,
    readonly panel: WebviewPanel,
  ) {}

  /** Opens the page of a panel that the extension has made. Close it in the end. */
  static open(editor: Editor, panel: WebviewPanel): LogPanelPage {
    const page = new LogPanelPage(editor, panel);
    panel.onDidSend((message) => (page.page ? page.page.send(message) : page.waiting.push(message)));
    panel.onDidChangeViewState(() => page.showOrHide());
    panel.onDidDispose(() => page.hide());
    page.showOrHide();
    return page;
  }

  close(): void {
    const errors = this.page?.errors ?? [];
    this.hide();
    assert.deepEqual(errors.map(String), [], 'the page has thrown nothing');
  }

  get isOpen(): boolean {
    return this.page !== undefined;
  }

  /** A person clicks the panel's tab or something in it: it has the keyboard, and looks at once whether there is news. */
  activate(): void {
    this.editor.webviewPanels.filter((panel) => panel !== this.panel && panel.visible).forEach(hidePanel);
    this.panel.reveal();
  }

  /** Another tab is in front. */
  leave(): void {
    this.panel.setState(false);
  }

  /** All elements that fit; none while it is hidden. */
  all(selector: string): readonly HTMLElement[] {
    return this.page ? [...this.page.document.querySelectorAll<HTMLElement>(selector)] : [];
  }

  /** The first element that can be seen and fits. Waits until it is there. */
  async one(selector: string, hasText: string | RegExp = ''): Promise<HTMLElement> {
    return shown(`${selector} with ${String(hasText)} is shown`, () =>
      this.all(selector).find((element) => element.checkVisibility() && matches(textOf(element), hasText)),
    ).catch((error: unknown) => {
      const texts = this.all(selector).map((element) => textOf(element).slice(0, 300));
      throw new Error(`no ${selector} with ${String(hasText)}; there: ${texts.join(' | ')}`, {
        cause: error,
      });
    });
  }

  /** Waits until nothing that fits can be seen. */
  async waitUntilGone(selector: string): Promise<void> {
    await shown(`no ${selector} is shown`, () => !this.isShown(selector));
  }

  isShown(selector: string): boolean {
    return this.all(selector).some((element) => element.checkVisibility());
  }

  /** The text of the first element that fits, '' for none. */
  text(selector: string): string {
    return textOf(this.all(selector)[0]);
  }

  texts(selector: string): readonly string[] {
    return this.all(selector).map((element) => textOf(element));
  }

  async click(selector: string, hasText: string | RegExp = '', init: MouseEventInit = {}): Promise<void> {
    clickOn(this.open.window, await this.one(selector, hasText), init);
  }

  async pressOn(selector: string, key: string): Promise<void> {
    pressKey(this.open.window, await this.one(selector), key);
  }

  /** Presses a key in the list. */
  press(key: string): Promise<void> {
    return this.pressOn('#log-list', key);
  }

  /** What has the keyboard. */
  get focused(): Element | null {
    return this.open.document.activeElement;
  }

  /** Types into the filter box, in place of what is there. */
  async filter(text: string): Promise<void> {
    const box = this.input;
    box.focus();
    box.value = text;
    box.dispatchEvent(new this.open.window.InputEvent('input', { bubbles: true }));
    await Promise.resolve();
  }

  get filterText(): string {
    return this.input.value;
  }

  /** Chooses an entry of a drop-down by its value. */
  async choose(selector: string, value: string): Promise<void> {
    const select = (await this.one(selector)) as HTMLSelectElement;
    select.value = value;
    assert.equal(select.value, value, `${selector} does not offer ${value}`);
    select.dispatchEvent(new this.open.window.Event('change', { bubbles: true }));
  }

  attribute(selector: string, name: string): string | null {
    return this.all(selector)[0]?.getAttribute(name) ?? null;
  }

  /** The rows that are in sight, top to bottom. */
  rows(): readonly LogRowState[] {
    const view = this.all('#log-list')[0]?.getBoundingClientRect();
    return this.all('.log-row[data-key]')
      .filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return view && bottom > view.top + 1 && top < view.bottom - 1;
      })
      .map((row) => ({
        key: row.dataset.key ?? '',
        level: row.querySelector('.level')?.textContent ?? '',
        message: row.querySelector('.message')?.textContent ?? '',
      }));
  }

  keys(): readonly string[] {
    return this.rows().map(({ key }) => key);
  }

  /** The messages of the entries in sight. */
  messages(): readonly string[] {
    return this.rows()
      .filter(({ level }) => level !== '')
      .map(({ message }) => message);
  }

  /** The full timestamps of the entries in sight. */
  visibleTimes(): readonly string[] {
    return this.all('.log-row time').map((time) => time.title);
  }

  /** The text of the row that the keyboard is on. */
  activeRow(): string {
    const id = this.attribute('#log-list', 'aria-activedescendant') ?? '';
    return id === '' ? '' : this.text(`[id="${id}"]`);
  }

  async waitForActive(wanted: string | RegExp): Promise<void> {
    await shownAs(
      `the active row has ${String(wanted)}`,
      () => this.activeRow(),
      (text) => matches(text, wanted),
    );
  }

  /** Waits until the entries in sight are these. */
  async waitForMessages(...expected: readonly string[]): Promise<void> {
    await shownAs(
      `the messages are ${expected.join(' | ')}`,
      () => this.messages(),
      (messages) => messages.join('\n') === expected.join('\n'),
    );
  }

  /** Waits until the last row in sight is this one. */
  async waitForLast(key: string): Promise<void> {
    await shownAs(
      `${key} is the last row`,
      () => this.rows().at(-1),
      (row) => row?.key === key,
    );
  }

  /** Waits until the count in the state line begins with this text, or matches. */
  async waitForCount(expected: string | RegExp): Promise<void> {
    await shownAs(
      `the count is ${String(expected)}`,
      () => this.text('#state .shown'),
      (text) => (typeof expected === 'string' ? text.startsWith(expected) : expected.test(text)),
    );
  }

  /** Waits until the state line matches. */
  async waitForState(pattern: RegExp): Promise<void> {
    await shownAs(
      `the state line says ${String(pattern)}`,
      () => this.text('#state'),
      (text) => pattern.test(text),
    );
  }

  /** What the menu of the active row offers, which is opened by the keyboard. */
  async menuItems(): Promise<readonly string[]> {
    return (await this.openMenu()).map(({ title }) => title);
  }

  /** Chooses from the menu of the active row. Waits until it is offered: the editor hears of a row beside the page. */
  async chooseInMenu(title: string): Promise<void> {
    const offer = await shown(`the menu offers ${title}`, async () =>
      (await this.openMenu()).find((one) => one.title === title && one.enabled),
    );
    await this.editor.run(offer.command, this.menuKeys);
  }

  private async openMenu(): Promise<ReturnType<typeof menuOffers>> {
    this.menuKeys = undefined;
    const keys = await shown('a menu is open', async () => {
      await this.press('Shift+F10');
      return this.menuKeys;
    });
    return menuOffers(
      'webview/context',
      new Map([...this.editor.context, ['webviewId', this.panel.viewType], ...Object.entries(keys)]),
    );
  }

  private get open(): BrowserPage {
    assert.ok(this.page, 'the panel is not shown');
    return this.page;
  }

  private get input(): HTMLInputElement {
    const input = this.open.document.querySelector<HTMLInputElement>('#filter');
    assert.ok(input, 'the page has no box to filter by');
    return input;
  }

  private showOrHide(): void {
    if (!this.panel.visible) {
      this.hide();
      this.waiting = [];
    } else if (!this.page) {
      this.page = new BrowserPage(this.panel.webview.html, {
        receive: (message) => this.panel.receive(message),
        keep: (state) => (this.panel.kept = state),
        openMenu: (keys) => (this.menuKeys = keys),
      });
      const { page, waiting } = this;
      this.waiting = [];
      waiting.forEach((message) => page.send(message));
    }
  }

  private hide(): void {
    this.page?.close();
    this.page = undefined;
  }
}

function hidePanel(panel: WebviewPanel): void {
  panel.setState(false);
}

/** White space as one space each, as a person sees it. */
function textOf(element: Element | undefined): string {
  return (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}
