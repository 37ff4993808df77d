import type { Editor } from '../editor';
import type { StatusItem } from '../statusItem';
import { shown } from './shown';

/** The product's items in the status bar, as a person uses them. */
export class StatusBarPage {
  constructor(
    private readonly editor: Editor,
    private readonly run: (command: string) => void,
  ) {}

  /** Waits for an item that contains `text`. Icons are left out. */
  async waitFor(text: string | RegExp): Promise<{ readonly text: string; readonly ariaLabel: string }> {
    const item = await shown(`the status bar shows ${String(text)}`, () => this.find(text));
    return { text: visibleText(item), ariaLabel: item.accessibilityInformation?.label ?? '' };
  }

  texts(): readonly string[] {
    return this.editor.statusItems.filter(({ shown: isShown }) => isShown).map(visibleText);
  }

  async click(text: string | RegExp): Promise<void> {
    const item = await shown(`the status bar shows ${String(text)}`, () => this.find(text));
    if (item.command !== undefined) {
      this.run(item.command);
    }
  }

  private find(text: string | RegExp): StatusItem | undefined {
    return this.editor.statusItems.find(
      (item) =>
        item.shown &&
        (typeof text === 'string' ? visibleText(item).includes(text) : text.test(visibleText(item))),
    );
  }
}

function visibleText({ text }: StatusItem): string {
  return text
    .replaceAll(/\$\([\w~-]+\)/g, '')
    .replaceAll(/ +/g, ' ')
    .trim();
}
