import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';

const STARTED = 'started';
const ACCEPT_INTERVAL_MS = 300;
const ACCEPT_TRIES = 100;

/**
 * Companion of `npm run demo`: does once, in a new window, what a person would do. "Try the Demo Project", then "Show
 * Logs" of the plugin config that is offered first.
 */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  if (context.globalState.get<boolean>(STARTED) !== true) {
    await context.globalState.update(STARTED, true);
    await vscode.commands.executeCommand('posthogPlugins.tryDemo');
    await acceptFirst(vscode.commands.executeCommand('posthogPlugins.showLogs'));
  }
}

/** Accepts the first entry of the list that a command is about to show. Nothing tells when the list is there. */
async function acceptFirst(command: Thenable<unknown>): Promise<void> {
  const finished = Promise.resolve(command).then(() => true);
  for (let tries = 0; tries < ACCEPT_TRIES; tries++) {
    if (await Promise.race([finished, wait(ACCEPT_INTERVAL_MS, false)])) {
      return;
    }
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
}
