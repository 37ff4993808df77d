import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as vscode from 'vscode';
import manifest from '../../package.json';
import { eventually } from '../support/eventually';
import { WatchedExtension } from '../support/leaks/watchedExtension';

const GEO_IP = { kind: 'config', connectionId: 'demo', configId: 11 } as const;

/** Turns of the event loop, together far shorter than any timer of the extension. */
const CLOSING_TURNS = 50;

const extension = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);
assert.ok(extension, 'the extension is installed');
// Files are loaded before the first test runs, and so before the extension is activated.
const watched = new WatchedExtension(extension);

describe('the extension at work', () => {
  const count = (kind: string): number => watched.handleCounts[kind] ?? 0;
  /** How much collections of this name hold. */
  const held = (property: string): number =>
    [...watched.census()]
      .filter(([name]) => name.endsWith(`.${property}`))
      .reduce((sum, [, size]) => sum + size, 0);

  before(async () => {
    await vscode.commands.executeCommand('posthogPlugins.tryDemo');
    await vscode.commands.executeCommand('posthogPlugins.refresh');
  });

  it('forgets documents that are closed', async () => {
    await vscode.commands.executeCommand('posthogPlugins.showJson', GEO_IP);
    await eventually('the document is held', () => held('contents') > 0);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually('the document is gone', () => held('contents') === 0);
  });

  it('leaves no timer, socket, server or listener when it is deactivated', async () => {
    await vscode.commands.executeCommand('posthogPlugins.showJson', GEO_IP);
    await vscode.commands.executeCommand('posthogPlugins.editSettings', GEO_IP);
    // Last, because a panel asks for entries only while it can be seen.
    await vscode.commands.executeCommand('posthogPlugins.showLogs', GEO_IP);
    await eventually(
      'the demo server and the log work',
      () => held('slots') > 0 && count('TCPSERVERWRAP') > 0 && count('TCPWRAP') > 0 && count('Timeout') > 0,
    );
    watched.end();
    // Timers are gone at once, and not because they have come to their end; Node tells so a few turns later.
    for (let turn = 0; turn < CLOSING_TURNS; turn++) {
      await nextTurn();
    }
    assert.deepEqual(
      watched.handleList.filter((handle) => handle.startsWith('Timeout')),
      [],
    );
    await eventually('nothing is left', () => {
      assert.deepEqual(watched.handleList, []);
      return true;
    });
    const listeners = [...watched.census()].filter(([name]) => name.endsWith('.listeners'));
    assert.ok(listeners.length > 0, 'there are emitters');
    assert.deepEqual(
      listeners.filter(([, listening]) => listening > 0),
      [],
    );
  });
});
