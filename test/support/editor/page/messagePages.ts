import assert from 'node:assert/strict';
import type { Message, Messages, Severity } from '../messages';
import { shown } from './shown';

/** The small messages in the lower right corner, as a person sees them. */
export class ToastsPage {
  constructor(private readonly messages: Messages) {}

  /** The newest one that contains `text`. */
  withText(text: string | RegExp): ToastPage {
    return new ToastPage(this.messages, text);
  }

  texts(): readonly string[] {
    return this.messages.toasts.map((toast) => toast.text);
  }

  /** All there were, also those that are gone, the oldest first. */
  get history(): readonly string[] {
    return this.messages.history;
  }

  clear(): void {
    this.messages.clear();
  }
}

export class ToastPage {
  constructor(
    private readonly messages: Messages,
    private readonly wanted: string | RegExp,
  ) {}

  async text(): Promise<string> {
    return (await this.find()).text;
  }

  async buttons(): Promise<readonly string[]> {
    return (await this.find()).buttons;
  }

  async severity(): Promise<Severity> {
    return (await this.find()).severity;
  }

  async click(button: string): Promise<void> {
    const toast = await this.find();
    assert.ok(toast.buttons.includes(button), `“${toast.text}” has no button ${button}`);
    toast.press(button);
  }

  async waitUntilShown(): Promise<void> {
    await this.find();
  }

  async waitUntilGone(): Promise<void> {
    await shown(`no message says ${String(this.wanted)}`, () => this.now() === undefined);
  }

  private find(): Promise<Message> {
    return shown(`a message says ${String(this.wanted)}`, () => this.now()).catch((error: unknown) => {
      const said = this.messages.toasts.map(({ text }) => text).join(' | ');
      throw new Error(`no message says ${String(this.wanted)}; shown: ${said}`, { cause: error });
    });
  }

  private now(): Message | undefined {
    return this.messages.toasts.find(({ text }) =>
      typeof this.wanted === 'string' ? text.includes(this.wanted) : this.wanted.test(text),
    );
  }
}

/** The modal question, as a person sees it. */
export class ModalPage {
  constructor(private readonly messages: Messages) {}

  /** Message and detail. Waits until there is one. */
  async text(): Promise<string> {
    const { text, detail } = await this.find();
    return detail === '' ? text : `${text}\n${detail}`;
  }

  /** With the one that every question has. */
  async buttons(): Promise<readonly string[]> {
    return [...(await this.find()).buttons, 'Cancel'];
  }

  async click(button: string): Promise<void> {
    const modal = await this.find();
    assert.ok(button === 'Cancel' || modal.buttons.includes(button), `“${modal.text}” has no ${button}`);
    modal.press(button === 'Cancel' ? undefined : button);
  }

  get isOpen(): boolean {
    return this.messages.modals.length > 0;
  }

  private find(): Promise<Message> {
    return shown('something is asked', () => this.messages.modals[0]);
  }
}
