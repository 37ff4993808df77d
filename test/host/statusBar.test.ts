import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DEMO_ID } from '../../src/connection/demoProject';
import { COMMANDS } from '../../src/ids';
import { ConnectionStatusBar } from '../../src/views/statusBar';
import { ConnectionWindow } from '../support/connectionWindow';

describe('status bar', () => {
  const real = vscode.window.createStatusBarItem;
  let window: ConnectionWindow;
  let item: { text: string; command: string; visible: boolean; accessibilityInformation: { label: string } };
  let bar: ConnectionStatusBar;

  beforeEach(() => {
    item = { text: '', command: '', visible: false, accessibilityInformation: { label: '' } };
    const methods = {
      show: () => (item.visible = true),
      hide: () => (item.visible = false),
      dispose: () => (item.visible = false),
    };
    Reflect.set(vscode.window, 'createStatusBarItem', () => Object.assign(item, methods));
    window = new ConnectionWindow();
    bar = new ConnectionStatusBar(window.connections);
  });

  afterEach(() => {
    bar.dispose();
    window.dispose();
    Reflect.set(vscode.window, 'createStatusBarItem', real);
  });

  const add = (projectName: string, origin = 'https://posthog.example.com') =>
    window.connections.add({ origin, projectId: 1, projectName, key: { text: 'phx_key' } });

  it('is there only while connected', async () => {
    assert.equal(item.visible, false);
    const { id } = await add('Web shop');
    assert.deepEqual(
      [item.visible, item.text, item.command],
      [true, '$(plug) Web shop', COMMANDS.switchConnection],
    );
    await window.connections.remove(id);
    assert.equal(item.visible, false);
  });

  it('warns for as long as the key travels unencrypted', async () => {
    const origin = 'http://posthog.example.com';
    await window.connections.add({ origin, projectId: 1, insecure: true, key: { text: 'phx_key' } });
    assert.equal(item.text, '$(plug) Project 1 $(warning) not encrypted');
    assert.match(
      item.accessibilityInformation.label,
      /Project 1 on http:\/\/posthog\.example\.com\. The key travels unencrypted/,
    );
  });

  it('names the demo', async () => {
    await window.connections.setActive(DEMO_ID);
    assert.equal(item.text, '$(plug) Demo Project');
  });

  it('draws no icons from a project’s name', async () => {
    await add('$(zap) Web');
    assert.ok(!item.text.includes('$(zap)'));
    assert.match(item.accessibilityInformation.label, /\$\(zap\) Web/);
  });
});
