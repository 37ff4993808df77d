import type * as vscode from 'vscode';
import { Editor } from './editor';
import { StatusItem } from './statusItem';
import type { TreeViewOptions } from './tree';
import type { Document, FileSystem } from './documents';
import type { WebviewPanel } from './webviews';
import { ConfigurationTarget, Disposable, ProgressLocation, type Uri, type WorkspaceEdit } from './values';

/**
 * What `import … from 'vscode'` gives in a unit test (`useEditor.ts` sees to it): the editor's API, as much as the
 * extension uses, of the window that the test has opened.
 */
export * from './values';

let current = new Editor();

/** The window that the API is of. */
export function currentEditor(): Editor {
  return current;
}

/** From here on the API is of another window. */
export function setCurrentEditor(editor: Editor): void {
  current = editor;
}

export const l10n = {
  /** As the editor does it: each number in braces once, and nothing in what is put there. */
  t: (message: string, ...values: readonly (string | number | boolean)[]): string =>
    message.replaceAll(/\{(\d+)\}/g, (found, index: string) => String(values[Number(index)] ?? found)),
};

export const commands = {
  registerCommand: (id: string, handler: (...args: unknown[]) => unknown) => current.register(id, handler),
  executeCommand: (id: string, ...args: readonly unknown[]) => current.run(id, ...args),
};

export const env = {
  clipboard: {
    readText: () => Promise.resolve(current.clipboard),
    writeText: (text: string) => {
      current.clipboard = text;
      return Promise.resolve();
    },
  },
  openExternal: (uri: Uri) => {
    current.websites.push(uri.toString(true));
    return Promise.resolve(true);
  },
};

export const languages = {
  createDiagnosticCollection: () => {
    const { diagnostics } = current.documents;
    return {
      set: (uri: Uri, marks: never[]) => void diagnostics.set(uri.toString(), marks),
      delete: (uri: Uri) => void diagnostics.delete(uri.toString()),
      dispose: () => diagnostics.clear(),
    };
  },
};

type MessageArguments = readonly (string | vscode.MessageOptions)[];

function message(severity: 'error' | 'warning' | 'info') {
  return (text: string, ...rest: MessageArguments): Promise<string | undefined> => {
    const options = rest.find((part) => typeof part === 'object') ?? {};
    const buttons = rest.filter((part) => typeof part === 'string');
    return current.messages.show(severity, text, options, buttons);
  };
}

export const window = {
  showErrorMessage: message('error'),
  showWarningMessage: message('warning'),
  showInformationMessage: message('info'),
  setStatusBarMessage: (text: string) => {
    current.messages.statusTexts.push(text);
    return new Disposable(() => undefined);
  },
  createQuickPick: () => current.quickInputs.create('pick'),
  createInputBox: () => current.quickInputs.create('input'),
  showQuickPick: (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions = {}) =>
    current.quickInputs.showQuickPick(items, options),
  showInputBox: (options: vscode.InputBoxOptions = {}) => current.quickInputs.showInputBox(options),
  showOpenDialog: (options: vscode.OpenDialogOptions) => {
    const uri = chosenFile(options);
    return Promise.resolve(uri && [uri]);
  },
  showSaveDialog: (options: vscode.SaveDialogOptions) => Promise.resolve(chosenFile(options)),
  withProgress: async <T>(
    options: vscode.ProgressOptions,
    task: (
      progress: vscode.Progress<{ message?: string }>,
      token: vscode.CancellationToken,
    ) => PromiseLike<T>,
  ): Promise<T> => {
    const { location, title = '', cancellable = false } = options;
    const { messages, progress } = current;
    if (Number(location) === ProgressLocation.Notification) {
      return messages.withProgress(title, cancellable, task);
    }
    progress.push(title);
    try {
      return await task({ report: () => undefined }, {} as vscode.CancellationToken);
    } finally {
      progress.splice(progress.indexOf(title), 1);
    }
  },
  createTreeView: (id: string, options: TreeViewOptions) => current.createTreeView(id, options),
  createStatusBarItem: (id: string) => {
    const item = new StatusItem(id);
    current.statusItems.push(item);
    return item;
  },
  createOutputChannel: () => {
    const { output, ran } = current;
    const line = (text: string): void => void output.push(text);
    return {
      info: line,
      warn: line,
      error: (error: string | Error) => line(String(error)),
      debug: line,
      trace: line,
      append: line,
      appendLine: line,
      show: () => void ran.push('workbench.action.output.show'),
      dispose: () => undefined,
    };
  },
  createWebviewPanel: (viewType: string, title: string) => current.createWebviewPanel(viewType, title),
  registerWebviewPanelSerializer: (viewType: string, serializer: vscode.WebviewPanelSerializer) => {
    const { serializers } = current;
    serializers.set(viewType, serializer);
    return new Disposable(() => serializers.delete(viewType));
  },
  showTextDocument: async (document: Document) => {
    await current.documents.show(document.uri);
    return { document, revealRange: () => undefined };
  },
  get state() {
    return { focused: current.focused, active: current.focused };
  },
  onDidChangeWindowState: (listener: (state: vscode.WindowState) => void) =>
    current.windowState.event(listener),
  tabGroups: {
    get all() {
      return [{ tabs: current.documents.tabs }];
    },
    onDidChangeTabs: (listener: (event: unknown) => void) => current.documents.tabsChanged.event(listener),
    close: (tabs: typeof current.documents.tabs) => {
      tabs.forEach((tab) => current.documents.closeTab(tab));
      return Promise.resolve(true);
    },
  },
};

export const workspace = {
  workspaceFolders: undefined,
  get fs() {
    return current.documents.fs;
  },
  get textDocuments() {
    return [...current.documents.open.values()];
  },
  getConfiguration: (section: string) => {
    const { settings } = current.profile;
    return {
      get: (name: string, otherwise?: unknown) => settings.get(`${section}.${name}`) ?? otherwise,
      inspect: (name: string) => settings.inspect(`${section}.${name}`),
      update: (name: string, value: unknown, target: number) => {
        settings.set(
          `${section}.${name}`,
          value,
          target === ConfigurationTarget.Global ? 'user' : 'workspace',
        );
        return Promise.resolve();
      },
    };
  },
  onDidChangeConfiguration: (listener: (event: { affectsConfiguration: (s: string) => boolean }) => void) =>
    current.profile.settings.changed.event(listener),
  registerFileSystemProvider: (scheme: string, provider: FileSystem) =>
    current.documents.register(scheme, provider),
  openTextDocument: (uri: Uri) => current.documents.read(uri),
  applyEdit: (edit: WorkspaceEdit) => {
    current.documents.apply(edit);
    return Promise.resolve(true);
  },
  onWillSaveTextDocument: (listener: (event: { document: Document; reason: number }) => void) =>
    current.documents.willSave.event(listener),
  onDidSaveTextDocument: (listener: (document: Document) => void) => current.documents.saved.event(listener),
  onDidOpenTextDocument: (listener: (document: Document) => void) => current.documents.opened.event(listener),
  onDidCloseTextDocument: (listener: (document: Document) => void) =>
    current.documents.closed.event(listener),
  onDidChangeTextDocument: (listener: (event: never) => void) =>
    current.documents.edited.event(listener as (event: unknown) => void),
};

function chosenFile(options: vscode.OpenDialogOptions | vscode.SaveDialogOptions): Uri | undefined {
  current.fileDialogs.push(options);
  return current.chosenFiles.shift();
}

export type { WebviewPanel };
