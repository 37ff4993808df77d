import { commands, l10n, window, type LogOutputChannel } from 'vscode';

import { isApiError } from '../api/errors';
import { describeError } from './messages';
import { plainText } from '../connection/plainText';

/** Tells people what happened. Toasts are never waited for by the caller: the work is done when they appear. */
export class Notifications {
  constructor(private readonly output: LogOutputChannel) {}

  /** A failure, with its next steps as buttons. What was cancelled on purpose is not mentioned. */
  error(error: unknown): void {
    if (isApiError(error, 'cancelled')) {
      return;
    }
    const { text, actions } = describeError(error);
    this.output.error(text);
    void window.showErrorMessage(plainText(text), ...actions.map((action) => action.title)).then((chosen) => {
      const action = actions.find(({ title }) => title === chosen);
      return action && commands.executeCommand(action.command);
    });
  }

  info(text: string): void {
    this.output.info(text);
    void window.showInformationMessage(plainText(text));
  }

  warn(text: string): void {
    this.output.warn(text);
    void window.showWarningMessage(plainText(text));
  }

  /** A failure with a way to mend it. @returns whether that was chosen */
  async errorWithChoice(text: string, choice: string): Promise<boolean> {
    this.output.error(text);
    return (await window.showErrorMessage(plainText(text), choice)) === choice;
  }

  /** Something that was made, with a way to see it. @param severity warning where something about it is amiss */
  made(text: string, choice: string, show: () => PromiseLike<unknown>, severity: 'info' | 'warning'): void {
    this.output[severity === 'info' ? 'info' : 'warn'](text);
    const shown =
      severity === 'info'
        ? window.showInformationMessage(plainText(text), choice)
        : window.showWarningMessage(plainText(text), choice);
    void shown.then((chosen) =>
      chosen === choice ? show().then(undefined, (error: unknown) => this.error(error)) : undefined,
    );
  }

  /** A finished change that can be taken back. */
  undoable(text: string, undo: () => Promise<void>, severity: 'info' | 'warning' = 'info'): void {
    this.output.info(text);
    const button = l10n.t('Undo');
    const shown =
      severity === 'info'
        ? window.showInformationMessage(plainText(text), button)
        : window.showWarningMessage(plainText(text), button);
    void shown.then((chosen) =>
      chosen === button ? undo().catch((error: unknown) => this.error(error)) : undefined,
    );
  }
}
