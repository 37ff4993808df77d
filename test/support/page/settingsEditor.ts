import { eventually } from '../eventually';
import { isJson } from '../isJson';
import type { Workbench } from '../workbench';

/**
 * In a browser, VS Code saves by itself unless told otherwise, and then shows nothing as unsaved; and it closes brackets
 * that are typed.
 */
export const EDITED_AS_IT_IS = {
  'files.autoSave': 'off',
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
};

/** The text editor with a settings document in it. */
export class SettingsEditor {
  constructor(private readonly workbench: Workbench) {}

  /** @returns the text */
  async shows(expected: RegExp): Promise<string> {
    let last = '';
    return eventually(`the editor shows ${String(expected)}`, async () => {
      last = await this.workbench.editorText();
      return isJson(last) && expected.test(last) ? last : undefined;
    }).catch((error: unknown) => {
      throw new Error(`the editor shows ${last}`, { cause: error });
    });
  }

  /** Replaces a text in the document by another. */
  async replace(from: string, to: string): Promise<void> {
    const former = await this.shows(new RegExp(from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    await this.write(former.replace(from, () => to));
  }

  /** Pastes a whole document in the place of the one that is open. */
  async write(text: string): Promise<void> {
    const { driver } = this.workbench;
    await driver.command('workbench.action.focusActiveEditorGroup');
    await eventually('the text is replaced', async () => {
      await driver.command('editor.action.selectAll');
      await driver.command('paste', { text, pasteOnNewLine: false, multicursorText: null });
      return (await this.workbench.editorText()).trim() === text.trim();
    });
  }

  async save(): Promise<void> {
    await this.workbench.driver.command('workbench.action.focusActiveEditorGroup');
    await this.workbench.page.keyboard.press('Control+s');
  }

  async isDirty(tab: string): Promise<boolean> {
    return (await this.workbench.page.locator('.tab.dirty', { hasText: tab }).count()) > 0;
  }
}
