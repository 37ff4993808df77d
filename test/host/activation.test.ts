import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../package.json';

describe('activation', () => {
  const extension = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);

  it('finds the extension installed', () => {
    assert.ok(extension);
  });

  it('starts nothing until it is asked for', () => {
    assert.equal(extension?.isActive, false);
  });

  it('starts with the first command', async () => {
    await vscode.commands.executeCommand('posthogPlugins.showOutput');
    assert.equal(extension?.isActive, true);
  });
});
