import { basename } from 'node:path/posix';
import { FileType, window, workspace } from 'vscode';

/** A file that the user has chosen. */
export interface ChosenFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  read(): Promise<Uint8Array>;
}

/** Asks for a file to read; a test answers in its stead. */
export interface FileDialog {
  open(question: { readonly title: string; readonly button: string }): Promise<ChosenFile | undefined>;
}

export const editorFileDialog: FileDialog = {
  /** @throws Error where the file cannot be read */
  async open({ title, button }) {
    const [uri] = (await window.showOpenDialog({ title, openLabel: button, canSelectMany: false })) ?? [];
    if (!uri) {
      return undefined;
    }
    const { size, type } = await workspace.fs.stat(uri);
    if ((type & FileType.Directory) !== 0) {
      return undefined;
    }
    return {
      name: basename(uri.path),
      size,
      read: async () => workspace.fs.readFile(uri),
    };
  },
};
