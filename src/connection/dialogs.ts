import * as vscode from 'vscode';

export interface Question {
  readonly message: string;
  readonly detail: string;
  /** The button that goes on; the other one is always Cancel. */
  readonly button: string;
}

/** What the editor asks and opens on behalf of these flows; a test answers in its stead, as modals are refused there. */
export interface Dialogs {
  confirm(question: Question): Promise<boolean>;
  openExternal(url: string): Promise<void>;
}

export const editorDialogs: Dialogs = {
  async confirm({ message, detail, button }) {
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, button)) === button;
  },
  async openExternal(url) {
    await vscode.env.openExternal(vscode.Uri.parse(url, true));
  },
};
