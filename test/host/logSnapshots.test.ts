import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LogSnapshots } from '../../src/documents/logSnapshots';
import { eventually } from '../support/eventually';

const SCHEME = 'log-snapshot-test';
const uriOf = (name: string): vscode.Uri => vscode.Uri.from({ scheme: SCHEME, path: `/c1/11/${name}.log` });

describe('logs as documents', () => {
  const snapshots = new LogSnapshots();
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  let registration: vscode.Disposable;

  before(() => {
    const provider: vscode.FileSystemProvider = {
      onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
      watch: () => new vscode.Disposable(() => undefined),
      stat: (uri) => snapshots.stat(uri) ?? refuse(),
      readFile: (uri) => snapshots.read(uri) ?? refuse(),
      readDirectory: () => [],
      createDirectory: refuse,
      writeFile: refuse,
      delete: refuse,
      rename: refuse,
    };
    registration = vscode.workspace.registerFileSystemProvider(SCHEME, provider, { isReadonly: true });
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    registration.dispose();
    snapshots.dispose();
  });

  const close = async (uri: vscode.Uri): Promise<void> => {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(
      tabs.filter(({ input }) => input instanceof vscode.TabInputText && String(input.uri) === String(uri)),
    );
  };

  it('are there while they are open, whatever else is closed, and then no longer', async () => {
    const [first, second, unopened] = ['first', 'second', 'unopened'].map(uriOf);
    assert.ok(first && second && unopened);
    for (const uri of [first, second, unopened]) {
      snapshots.add(uri, Buffer.from(`text of ${uri.path}`), 1);
    }
    for (const uri of [first, second]) {
      await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
    }
    const document = await eventually('it is open', () =>
      vscode.workspace.textDocuments.find(({ uri }) => String(uri) === String(first)),
    );
    assert.deepEqual([document.getText(), document.languageId], ['text of /c1/11/first.log', 'log']);
    // The editor says that it closes a document when its language changes.
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await close(second);
    await eventually('the closed one is gone', () => snapshots.read(second) === undefined);
    assert.ok(snapshots.read(first));
    assert.ok(snapshots.read(unopened));
    await close(first);
    await eventually('the other one is gone', () => snapshots.read(first) === undefined);
  });
});
