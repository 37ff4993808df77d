import type { QuickInputBox, QuickInputs } from '../quickInputs';
import { BACK } from '../quickInputs';
import { shown, shownAs } from './shown';

export interface PickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** The box at the top of the window, as a person uses it. Everything waits until it is there. */
export class QuickInputPage {
  constructor(private readonly inputs: QuickInputs) {}

  get isOpen(): boolean {
    return this.inputs.open !== undefined;
  }

  /** Waits for a step by its title, or by a part of it, with its place such as `(1/2)`. */
  async waitForTitle(title: string | RegExp): Promise<void> {
    await shownAs(
      `the title of the box is ${String(title)}`,
      () => this.inputs.open?.heading ?? '',
      (heading) => (typeof title === 'string' ? heading.includes(title) : title.test(heading)),
    );
  }

  async title(): Promise<string> {
    return (await this.box()).heading;
  }

  async placeholder(): Promise<string> {
    return (await this.box()).placeholder ?? '';
  }

  /** What was typed. */
  async value(): Promise<string> {
    return (await this.box()).value;
  }

  /** The entries that what was typed leaves. Waits until there is one. */
  async items(): Promise<readonly PickItem[]> {
    const visible = await shown('the box has entries', () => {
      const items = this.inputs.open?.visible ?? [];
      return items.length > 0 ? items : undefined;
    });
    return visible.map(({ label, description = '', detail = '' }) => ({ label, description, detail }));
  }

  /** Picks the entry with exactly this label, once it is there. */
  async pick(label: string): Promise<void> {
    const box = await shown(`the box offers ${label}`, () =>
      this.inputs.open?.visible.some((item) => item.label.replaceAll(/\$\([\w~-]+\)/g, '').trim() === label)
        ? this.inputs.open
        : undefined,
    ).catch((error: unknown) => {
      const offered = this.inputs.open?.visible.map((item) => item.label).join(', ');
      throw new Error(`the box does not offer ${label}, only: ${offered ?? 'no box'}`, { cause: error });
    });
    box.pick(label);
  }

  /** Types and leaves it open, so that its validation can be read. */
  async type(text: string): Promise<void> {
    (await this.box()).type(text);
  }

  async enter(text: string): Promise<void> {
    const box = await this.box();
    box.type(text);
    box.accept();
  }

  async accept(): Promise<void> {
    (await this.box()).accept();
  }

  /** Ticks these and no others, where several can be chosen. */
  async tick(...labels: readonly string[]): Promise<void> {
    (await this.box()).tick(labels);
  }

  async isPassword(): Promise<boolean> {
    return (await this.box()).password;
  }

  /** The prompt, or what is wrong with what was typed: both stand in the same place. */
  async message(): Promise<string> {
    return (await this.box()).message;
  }

  async waitForMessage(expected: string | RegExp): Promise<string> {
    return shownAs(
      `the box says ${String(expected)}`,
      () => this.inputs.open?.message ?? '',
      (text) => (typeof expected === 'string' ? text.includes(expected) : expected.test(text)),
    );
  }

  async waitForPlaceholder(expected: string): Promise<void> {
    await shownAs(
      `the box asks ${expected}`,
      () => this.inputs.open?.placeholder ?? '',
      (text) => text.includes(expected),
    );
  }

  /** Presses a button of the box by its tooltip; `Back` goes back a step. */
  async clickButton(tooltip: string = BACK): Promise<void> {
    (await this.box()).press(tooltip);
  }

  async clickItemButton(label: string, tooltip: string): Promise<void> {
    (await this.box()).pressOn(label, tooltip);
  }

  /** Presses Escape. */
  async cancel(): Promise<void> {
    (await this.box()).hide();
  }

  async waitUntilClosed(): Promise<void> {
    await shown('the box is closed', () => !this.isOpen);
  }

  private box(): Promise<QuickInputBox> {
    return shown('a box is open', () => this.inputs.open);
  }
}
