import type * as vscode from 'vscode';
import { EventEmitter, QuickInputButtons, QuickPickItemKind } from './values';

/** One quick pick or input box, as the extension sees it and as a person uses it. */
export class QuickInputBox {
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
  matchOnDetail = false;
  canSelectMany = false;
  keepScrollPosition = false;
  buttons: readonly vscode.QuickInputButton[] = [];
  selectedItems: readonly vscode.QuickPickItem[] = [];
  shown = false;

  private text = '';
  private all: readonly vscode.QuickPickItem[] = [];
  private active: vscode.QuickPickItem | undefined;
  private readonly accepted = new EventEmitter<void>();
  private readonly changed = new EventEmitter<string>();
  private readonly selected = new EventEmitter<readonly vscode.QuickPickItem[]>();
  private readonly activated = new EventEmitter<readonly vscode.QuickPickItem[]>();
  private readonly hidden = new EventEmitter<void>();
  private readonly pressed = new EventEmitter<vscode.QuickInputButton>();
  private readonly itemPressed = new EventEmitter<vscode.QuickPickItemButtonEvent<vscode.QuickPickItem>>();

  readonly onDidAccept = this.accepted.event;
  readonly onDidChangeValue = this.changed.event;
  readonly onDidChangeSelection = this.selected.event;
  readonly onDidChangeActive = this.activated.event;
  readonly onDidHide = this.hidden.event;
  readonly onDidTriggerButton = this.pressed.event;
  readonly onDidTriggerItemButton = this.itemPressed.event;

  constructor(
    readonly kind: 'pick' | 'input',
    private readonly open: (box: QuickInputBox) => void,
  ) {}

  get value(): string {
    return this.text;
  }

  set value(text: string) {
    this.text = text;
  }

  get items(): readonly vscode.QuickPickItem[] {
    return this.all;
  }

  set items(items: readonly vscode.QuickPickItem[]) {
    this.all = items;
    this.active = undefined;
  }

  get activeItems(): readonly vscode.QuickPickItem[] {
    const active = this.active ?? this.visible[0];
    return active ? [active] : [];
  }

  set activeItems(items: readonly vscode.QuickPickItem[]) {
    this.active = items[0];
  }

  show(): void {
    this.shown = true;
    this.open(this);
  }

  hide(): void {
    if (this.shown) {
      this.shown = false;
      this.hidden.fire();
    }
  }

  dispose(): void {
    this.hide();
  }

  /** The entries that what was typed leaves, without separators. */
  get visible(): readonly vscode.QuickPickItem[] {
    const words = this.text.toLowerCase();
    return this.all.filter(
      (item) =>
        !isSeparator(item) &&
        (item.alwaysShow === true ||
          [
            item.label,
            this.matchOnDescription ? item.description : '',
            this.matchOnDetail ? item.detail : '',
          ].some((part) => part?.toLowerCase().includes(words))),
    );
  }

  /** The title with the place of the step, as the editor puts it. */
  get heading(): string {
    const place =
      this.step === undefined || this.totalSteps === undefined ? '' : `(${this.step}/${this.totalSteps})`;
    return [this.title, place].filter(Boolean).join(' ');
  }

  /** What stands below the box: what is wrong with what was typed, else the prompt. */
  get message(): string {
    const { validationMessage: said } = this;
    return (typeof said === 'object' ? said.message : said) ?? this.prompt ?? '';
  }

  type(text: string): void {
    this.text = text;
    this.active = undefined;
    this.changed.fire(text);
  }

  /** Presses Enter. A box that is not enabled takes no key. */
  accept(): void {
    if (!this.enabled) {
      return;
    }
    if (this.kind === 'pick' && !this.canSelectMany) {
      this.selectedItems = this.activeItems;
      this.selected.fire(this.selectedItems);
    }
    this.accepted.fire();
  }

  /** @throws Error where there is no such entry */
  pick(label: string): void {
    this.active = this.item(label);
    this.accept();
  }

  /** Ticks these and no others, where several can be chosen. */
  tick(labels: readonly string[]): void {
    this.selectedItems = labels.map((label) => this.item(label));
    this.selected.fire(this.selectedItems);
  }

  /** @throws Error where there is no such button */
  press(tooltip: string): void {
    const button = this.buttons.find((candidate) => candidate.tooltip === tooltip);
    if (!button) {
      throw new Error(`there is no button ${tooltip}`);
    }
    this.pressed.fire(button);
  }

  /** @throws Error where there is no such button */
  pressOn(label: string, tooltip: string): void {
    const item = this.item(label);
    const button = item.buttons?.find((candidate) => candidate.tooltip === tooltip);
    if (!button) {
      throw new Error(`${label} has no button ${tooltip}`);
    }
    this.itemPressed.fire({ item, button });
  }

  private item(label: string): vscode.QuickPickItem {
    const item = this.visible.find((candidate) => withoutIcons(candidate.label) === label);
    if (!item) {
      throw new Error(`there is no ${label} among ${this.visible.map((one) => one.label).join(', ')}`);
    }
    return item;
  }
}

/** The place where quick picks and input boxes come up: one at a time. */
export class QuickInputs {
  private current: QuickInputBox | undefined;

  get open(): QuickInputBox | undefined {
    return this.current?.shown ? this.current : undefined;
  }

  create(kind: 'pick' | 'input'): QuickInputBox {
    return new QuickInputBox(kind, (box) => {
      if (this.current !== box) {
        this.current?.hide();
      }
      this.current = box;
    });
  }

  /** The editor's own quick pick. */
  async showQuickPick(
    items: readonly vscode.QuickPickItem[] | PromiseLike<readonly vscode.QuickPickItem[]>,
    options: vscode.QuickPickOptions,
  ): Promise<unknown> {
    const box = this.create('pick');
    box.title = options.title;
    box.placeholder = options.placeHolder;
    box.matchOnDescription = options.matchOnDescription ?? false;
    box.matchOnDetail = options.matchOnDetail ?? false;
    box.canSelectMany = options.canPickMany ?? false;
    box.busy = true;
    box.show();
    const entries = await items;
    box.busy = false;
    box.items = entries.map((entry) => (typeof entry === 'string' ? { label: entry } : entry));
    box.selectedItems = box.canSelectMany ? box.items.filter(({ picked }) => picked) : [];
    return new Promise((resolve) => {
      box.onDidHide(() => resolve(undefined));
      box.onDidAccept(() => {
        resolve(box.canSelectMany ? box.selectedItems : box.selectedItems[0]);
        box.dispose();
      });
    });
  }

  /** The editor's own input box. It stays open as long as what was typed is wrong. */
  showInputBox(options: vscode.InputBoxOptions): Promise<string | undefined> {
    const box = this.create('input');
    box.title = options.title;
    box.prompt = options.prompt;
    box.placeholder = options.placeHolder;
    box.password = options.password ?? false;
    box.value = options.value ?? '';
    const check = async (): Promise<boolean> => {
      box.validationMessage = (await options.validateInput?.(box.value)) ?? undefined;
      return box.validationMessage === undefined || box.validationMessage === '';
    };
    return new Promise((resolve) => {
      box.onDidHide(() => resolve(undefined));
      box.onDidChangeValue(() => void check());
      box.onDidAccept(() => {
        const { value } = box;
        void check().then((isRight) => {
          if (isRight) {
            resolve(value);
            box.dispose();
          }
        });
      });
      box.show();
      void check();
    });
  }
}

/** The button that goes back a step. */
export const BACK = QuickInputButtons.Back.tooltip;

function isSeparator({ kind }: vscode.QuickPickItem): boolean {
  const found: number | undefined = kind;
  return found === QuickPickItemKind.Separator;
}

function withoutIcons(label: string): string {
  return label.replaceAll(/\$\([\w~-]+\)/g, '').trim();
}
