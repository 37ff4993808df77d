import { commands } from 'vscode';

/** Sets the editor's context keys, and only when they change. */
export class ContextKeys {
  private readonly values = new Map<string, unknown>();

  set(key: string, value: string | boolean): void {
    if (this.values.get(key) !== value) {
      this.values.set(key, value);
      void commands.executeCommand('setContext', key, value);
    }
  }
}
