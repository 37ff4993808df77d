import type * as vscode from 'vscode';
import { CancellationTokenSource } from './values';

export type Severity = 'error' | 'warning' | 'info';

/** A notification, a modal question, or a progress that stands among the notifications. */
export class Message {
  private readonly progress: { message: string } = { message: '' };
  readonly source = new CancellationTokenSource();

  constructor(
    readonly severity: Severity,
    private readonly title: string,
    readonly detail: string,
    readonly buttons: readonly string[],
    private readonly close: (message: Message) => void,
    private readonly answer: (button: string | undefined) => void,
  ) {}

  get text(): string {
    return [this.title, this.progress.message].filter(Boolean).join(': ');
  }

  report(message: string | undefined): void {
    this.progress.message = message ?? this.progress.message;
  }

  /** Presses a button, or closes it without one. */
  press(button: string | undefined): void {
    this.close(this);
    this.answer(button);
  }
}

/** What the extension tells and asks people. */
export class Messages {
  /** Those that are shown, the newest first. */
  toasts: readonly Message[] = [];
  /** Modal questions, of which the first is the one on screen. */
  modals: readonly Message[] = [];
  /** Every notification there ever was, the oldest first. */
  readonly history: string[] = [];
  /** What stands in the status bar for a moment. */
  readonly statusTexts: string[] = [];

  show(
    severity: Severity,
    text: string,
    options: vscode.MessageOptions,
    buttons: readonly string[],
  ): Promise<string | undefined> {
    return new Promise((resolve) => {
      const message = new Message(
        severity,
        text,
        options.detail ?? '',
        buttons,
        (closed) => this.remove(closed),
        resolve,
      );
      if (options.modal === true) {
        this.modals = [...this.modals, message];
        return;
      }
      // The editor shows the same words once: the newer takes the place of the older.
      this.toasts
        .filter((toast) => toast.severity === severity && toast.text === text)
        .forEach((toast) => toast.press(undefined));
      this.toasts = [message, ...this.toasts];
      this.history.push(text);
    });
  }

  async withProgress<T>(
    title: string,
    cancellable: boolean,
    task: (
      progress: vscode.Progress<{ message?: string }>,
      token: vscode.CancellationToken,
    ) => PromiseLike<T>,
  ): Promise<T> {
    const buttons = cancellable ? ['Cancel'] : [];
    const message = new Message(
      'info',
      title,
      '',
      buttons,
      (closed) => this.remove(closed),
      (button) => {
        if (button === 'Cancel') {
          message.source.cancel();
        }
      },
    );
    this.toasts = [message, ...this.toasts];
    try {
      return await task({ report: ({ message: text }) => message.report(text) }, message.source.token);
    } finally {
      this.remove(message);
    }
  }

  clear(): void {
    this.toasts.forEach((toast) => toast.press(undefined));
  }

  private remove(message: Message): void {
    this.toasts = this.toasts.filter((toast) => toast !== message);
    this.modals = this.modals.filter((modal) => modal !== message);
  }
}
