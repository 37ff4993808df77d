import * as vscode from 'vscode';

const STARTED = 'started';

/** Companion of `npm run demo`: does once, in a new window, what a person would do by "Try the Demo Project". */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  if (context.globalState.get<boolean>(STARTED) !== true) {
    await context.globalState.update(STARTED, true);
    await vscode.commands.executeCommand('posthogPlugins.tryDemo');
  }
}
