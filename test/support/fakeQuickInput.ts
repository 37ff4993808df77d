import * as vscode from 'vscode';
import { eventually } from './eventually';

/** One quick pick or input box that the code under test shows, to be used as a person would. */
export class FakeQuickInput {
  title: string | undefined;
  step: number | undefined;
  totalSteps: number | undefined;
  placeholder: string | undefined;
  prompt: string | undefined;
  validationMessage: string | vscode.InputBoxValidationMessage | undefined;
  password = false;
  busy = false;
  enabled = true;
  ignoreFocusOut = false;
  matchOnDescription = false;
  canSelectMany = false;
  value = '';
  buttons: readonly vscode.QuickInputButton[] = [];
  items: readonly vscode.QuickPickItem[] = [];
  activeItems: readonly vscode.QuickPickItem[] = [];
  selectedItems: readonly vscode.QuickPickItem[] = [];
  shown = false;
  disposed = false;

  private readonly accepted = new vscode.EventEmitter<void>();
  private readonly changed = new vscode.EventEmitter<string>();
  private readonly selected = new vscode.EventEmitter<readonly vscode.QuickPickItem[]>();
  private readonly hidden = new vscode.EventEmitter<void>();
  private readonly pressed = new vscode.EventEmitter<vscode.QuickInputButton>();
  private readonly itemPressed = new vscode.EventEmitter<
    vscode.QuickPickItemButtonEvent<vscode.QuickPickItem>
  >();

  readonly onDidAccept = this.accepted.event;
  readonly onDidChangeValue = this.changed.event;
  readonly onDidChangeSelection = this.selected.event;
  readonly onDidHide = this.hidden.event;
  readonly onDidTriggerButton = this.pressed.event;
  readonly onDidTriggerItemButton = this.itemPressed.event;

  show(): void {
    this.shown = true;
  }

  dispose(): void {
    this.disposed = true;
  }

  /** What stands below the box. */
  get said(): string | undefined {
    const { validationMessage: said } = this;
    return typeof said === 'object' ? said.message : said;
  }

  get labels(): readonly string[] {
    return this.items.map(({ label }) => label);
  }

  type(text: string): void {
    this.value = text;
    this.changed.fire(text);
  }

  /** Accepts; resolves when the step is over, or to what it says against it. */
  async enter(): Promise<string | undefined> {
    const { placeholder } = this;
    this.accepted.fire();
    return eventually('the step answers', () => {
      if (this.disposed) {
        return { said: undefined };
      }
      const said = this.said ?? (this.placeholder === placeholder ? undefined : this.placeholder);
      return !this.busy && said !== undefined && { said };
    }).then(({ said }) => said);
  }

  async typeAndEnter(text: string): Promise<string | undefined> {
    this.type(text);
    return this.enter();
  }

  /** Ticks these and no others, where several can be chosen. */
  select(labels: readonly string[]): void {
    this.selectedItems = labels.map((label) => this.item(label));
    this.selected.fire(this.selectedItems);
  }

  choose(label: string): Promise<string | undefined> {
    this.selectedItems = [this.item(label)];
    return this.enter();
  }

  press(button: vscode.QuickInputButton): void {
    this.pressed.fire(button);
  }

  pressOnItem(label: string, tooltip: string): void {
    const item = this.item(label);
    const button = item.buttons?.find((candidate) => candidate.tooltip === tooltip);
    if (!button) {
      throw new Error(`${label} has no button ${tooltip}`);
    }
    this.itemPressed.fire({ item, button });
  }

  escape(): void {
    this.hidden.fire();
  }

  private item(label: string): vscode.QuickPickItem {
    const item = this.items.find((candidate) => candidate.label.endsWith(label));
    if (!item) {
      throw new Error(`There is no ${label} among ${this.labels.join(', ')}`);
    }
    return item;
  }
}

/** Stands in for the editor's quick inputs: nothing can type into the real ones from inside the extension host. */
export class FakeQuickInputs {
  private readonly made: FakeQuickInput[] = [];
  private readonly real = {
    createQuickPick: vscode.window.createQuickPick,
    createInputBox: vscode.window.createInputBox,
  };

  constructor() {
    const make = (): FakeQuickInput => {
      const input = new FakeQuickInput();
      this.made.push(input);
      return input;
    };
    Reflect.set(vscode.window, 'createQuickPick', make);
    Reflect.set(vscode.window, 'createInputBox', make);
  }

  /** The step that is open now. */
  next(): Promise<FakeQuickInput> {
    return eventually('a step is shown', () => this.open);
  }

  get open(): FakeQuickInput | undefined {
    return this.made.find((input) => input.shown && !input.disposed);
  }

  restore(): void {
    Reflect.set(vscode.window, 'createQuickPick', this.real.createQuickPick);
    Reflect.set(vscode.window, 'createInputBox', this.real.createInputBox);
  }
}
