import os from 'node:os';
import { ProgressLocation, Uri, window, workspace } from 'vscode';
import { plainText } from '../../connection/plainText';

export interface FileQuestion {
  /** Of the file, its ending included. */
  readonly name: string;
  /** What the format is called, and how its files end. */
  readonly filter: readonly [name: string, ending: string];
}

/** What the editor asks and shows for an export; a test answers in its stead. */
export interface ExportDialogs {
  chooseFile(question: FileQuestion): Promise<Uri | undefined>;
  /** Shows what goes on, with a way to cancel. */
  withProgress<T>(
    title: string,
    work: (report: (message: string) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
}

export const editorExportDialogs: ExportDialogs = {
  async chooseFile({ name, filter: [format, ending] }) {
    const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(os.homedir());
    return window.showSaveDialog({
      defaultUri: Uri.joinPath(folder, name),
      filters: { [format]: [ending] },
    });
  },
  async withProgress(title, work) {
    return window.withProgress(
      { location: ProgressLocation.Notification, title: plainText(title), cancellable: true },
      async (progress, token) => {
        const controller = new AbortController();
        const subscription = token.onCancellationRequested(() => controller.abort());
        try {
          return await work((message) => progress.report({ message: plainText(message) }), controller.signal);
        } finally {
          subscription.dispose();
        }
      },
    );
  },
};
