import assert from 'node:assert/strict';
import type { Editor } from '../editor';
import { keyBinding, menuOffers, welcomeOf, type Offer } from '../manifest';
import type { TreeNode, TreeView } from '../tree';
import { MarkdownString } from '../values';
import { shown, shownAs } from './shown';

/** What one row of the tree shows and says. */
export interface RowState {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly ariaLabel: string;
  /** 1 for a plugin config, 2 for what is below it. */
  readonly level: number;
  readonly expanded: boolean | undefined;
  /** The name of the codicon. */
  readonly icon: string | undefined;
}

export interface MenuItem {
  readonly label: string;
  readonly enabled: boolean;
}

const VIEW = 'posthogPlugins.configs';

/** The tree of plugin configs, as a person uses it. Everything waits until it is there. */
export class TreePage {
  constructor(
    private readonly editor: Editor,
    private readonly runOffer: (offer: Offer, ...args: readonly unknown[]) => void,
  ) {}

  /** Shows the view, as a click on its icon does. */
  open(): void {
    this.view.show();
  }

  hide(): void {
    this.view.show(false);
  }

  rows(): readonly RowState[] {
    return this.view.rows.map(stateOf);
  }

  /** The labels of the top-level rows. */
  labels(): readonly string[] {
    return this.rows()
      .filter(({ level }) => level === 1)
      .map(({ label }) => label);
  }

  async waitForLabels(expected: readonly string[]): Promise<void> {
    await shownAs(
      `the tree shows ${expected.join(', ')}`,
      () => this.labels(),
      (labels) => labels.join('\n') === expected.join('\n'),
    );
  }

  /** The first row whose label is exactly this. */
  row(label: string): RowPage {
    return new RowPage(this.editor, this.view, label, this.runOffer);
  }

  /** The labels of the selected rows, top to bottom. */
  selected(): readonly string[] {
    const { selection } = this.view;
    return this.view.rows.filter(({ element }) => selection.includes(element)).map(({ item }) => item.label);
  }

  /** Selects these rows, the first by a click and the others by clicks with Ctrl. The last one has the focus. */
  async select(...labels: readonly string[]): Promise<void> {
    const nodes = await Promise.all(labels.map((label) => this.row(label).node()));
    this.view.select(nodes.map(({ element }) => element));
    this.view.focused = nodes.at(-1)?.element;
  }

  async selectAll(): Promise<void> {
    await shown('the tree has rows', () => this.view.rows.length > 0);
    this.view.select(this.view.rows.map(({ element }) => element));
    this.view.focused = this.view.rows[0]?.element;
  }

  /** Puts the focus on a row without selecting it, as the arrow keys do. */
  async focus(label: string): Promise<void> {
    this.view.focused = (await this.row(label).node()).element;
  }

  /** Presses a key while the tree has the keyboard. @param key as package.json names it, such as `alt+up` */
  press(key: string): void {
    const context = new Map([...this.editor.context, ['focusedView', VIEW]]);
    const binding = keyBinding(key, context);
    assert.ok(binding, `the key ${key} does nothing here`);
    this.runOffer({ command: binding.command, title: key, enabled: true }, ...binding.args);
  }

  /** Drags rows onto another one. @param target undefined for the empty area below the rows */
  async drag(labels: readonly string[], target: string | undefined): Promise<void> {
    const drop = await this.pickUp(labels);
    await drop(target);
  }

  /** Begins to drag rows. @returns lets them go, as `drag` does */
  async pickUp(labels: readonly string[]): Promise<(target: string | undefined) => Promise<void>> {
    const nodes = await Promise.all(labels.map((label) => this.row(label).node()));
    const drop = await this.view.drag(nodes.map(({ element }) => element));
    return async (target) => drop(target === undefined ? undefined : (await this.row(target).node()).element);
  }

  /** The line above the rows. */
  get message(): string {
    return this.view.message;
  }

  async waitForMessage(expected: RegExp): Promise<string> {
    return shownAs(
      `the view says ${String(expected)}`,
      () => this.message,
      (text) => expected.test(text),
    );
  }

  async waitForNoMessage(): Promise<void> {
    await shownAs(
      'the view says nothing above its rows',
      () => this.message,
      (text) => text === '',
    );
  }

  /** What stands beside the view's name. */
  get description(): string {
    return this.view.description;
  }

  /** The number on the view's icon, and what it says to readers. */
  get badge(): { readonly value: number; readonly tooltip: string } | undefined {
    return this.view.badge;
  }

  /** The text and the links of the empty view; undefined where it has rows or something to say. */
  get welcome(): { readonly text: string; readonly buttons: readonly string[] } | undefined {
    const found =
      this.view.rows.length === 0 && this.message === '' ? welcomeOf(this.editor.context) : undefined;
    return found && { text: found.text, buttons: [...found.links.keys()] };
  }

  async waitForWelcome(expected: RegExp): Promise<{ text: string; buttons: readonly string[] }> {
    const found = await shownAs(
      `the welcome view says ${String(expected)}`,
      () => this.welcome,
      (welcome) => expected.test(welcome?.text ?? ''),
    );
    assert.ok(found);
    return found;
  }

  clickWelcomeButton(title: string): void {
    const command = welcomeOf(this.editor.context)?.links.get(title);
    assert.ok(command !== undefined, `the welcome view has no button ${title}`);
    this.runOffer({ command, title, enabled: true });
  }

  /** The buttons of the view's title, and what is behind its “…”, in order. */
  titleItems(): readonly MenuItem[] {
    return this.titleOffers().map(({ title, enabled }) => ({ label: title, enabled }));
  }

  /** Presses a button of the view's title, or chooses an entry behind its “…”. */
  clickTitle(title: string): void {
    const offer = this.titleOffers().find((one) => one.title === title && one.enabled);
    assert.ok(offer, `the title of the view does not offer ${title}`);
    this.runOffer(offer);
  }

  private titleOffers(): readonly Offer[] {
    return menuOffers('view/title', new Map([...this.editor.context, ['view', VIEW]]));
  }

  private get view(): TreeView {
    const view = this.editor.trees.get(VIEW);
    assert.ok(view, 'the extension has made its view');
    return view;
  }
}

/** One row of the tree. */
export class RowPage {
  constructor(
    private readonly editor: Editor,
    private readonly view: TreeView,
    private readonly label: string,
    private readonly runOffer: (offer: Offer, ...args: readonly unknown[]) => void,
  ) {}

  async node(): Promise<TreeNode> {
    return shown(`the row ${this.label} is there`, () => this.find());
  }

  async state(): Promise<RowState> {
    return stateOf(await this.node());
  }

  async waitUntil(what: string, condition: (state: RowState) => boolean): Promise<RowState> {
    const found = await shownAs(
      `the row ${this.label} ${what}`,
      () => this.find()?.item && stateOf(this.find() ?? assert.fail()),
      (state) => state !== undefined && condition(state),
    );
    assert.ok(found);
    return found;
  }

  async waitUntilGone(): Promise<void> {
    await shown(`the row ${this.label} is gone`, () => this.find() === undefined);
  }

  /** Selects the row, and does what a click on it does. */
  async click(): Promise<void> {
    const { element, item } = await this.node();
    this.view.select([element]);
    this.view.focused = element;
    if (item.command) {
      const { command, title, arguments: args = [] } = item.command;
      this.runOffer({ command, title, enabled: true }, ...(args as readonly unknown[]));
    }
  }

  async expand(): Promise<void> {
    this.view.expand((await this.node()).element, true);
  }

  async collapse(): Promise<void> {
    this.view.expand((await this.node()).element, false);
  }

  /** The labels of the rows one level below. Expands the row, and waits until there is one. */
  async children(): Promise<readonly RowState[]> {
    await this.expand();
    return shown(`the row ${this.label} has rows below it`, () => {
      const rows = this.view.rows;
      const at = rows.findIndex(({ item }) => item.label === this.label);
      const level = rows[at]?.level ?? 0;
      const rest = rows.slice(at + 1);
      const end = rest.findIndex((row) => row.level <= level);
      const below = (end === -1 ? rest : rest.slice(0, end)).filter((row) => row.level === level + 1);
      return below.length > 0 ? below.map(stateOf) : undefined;
    });
  }

  /** The text of the hover. */
  async tooltip(): Promise<string> {
    const { tooltip } = (await this.node()).item;
    return tooltip instanceof MarkdownString ? tooltip.rendered : (tooltip ?? '');
  }

  async inlineButtons(): Promise<readonly string[]> {
    return (await this.offers()).filter(isInline).map(({ title }) => title);
  }

  async clickInline(title: string): Promise<void> {
    await this.choose(title, isInline);
  }

  /** What the context menu offers, greyed-out items too. */
  async contextMenuItems(): Promise<readonly MenuItem[]> {
    const offers = (await this.offers()).filter((offer) => !isInline(offer));
    return offers.map(({ title, enabled }) => ({ label: title, enabled }));
  }

  async chooseInContextMenu(title: string): Promise<void> {
    await this.choose(title, (offer) => !isInline(offer));
  }

  /** A menu of a row that is selected acts on all that are, as the editor has it; an inline button as well. */
  private async choose(title: string, isMeant: (offer: { group: string }) => boolean): Promise<void> {
    const offer = await shown(`the row ${this.label} offers ${title}`, async () =>
      (await this.offers()).find((one) => isMeant(one) && one.enabled && one.title === title),
    );
    const { element } = await this.node();
    const { selection } = this.view;
    this.runOffer(
      offer,
      element,
      selection.includes(element) && selection.length > 1 ? selection : undefined,
    );
  }

  private async offers(): Promise<readonly (Offer & { group: string })[]> {
    const { element, item } = await this.node();
    const { selection } = this.view;
    const context = new Map<string, unknown>([
      ...this.editor.context,
      ['view', VIEW],
      ['viewItem', item.contextValue],
      ['listMultiSelection', selection.length > 1 && selection.includes(element)],
    ]);
    return menuOffers('view/item/context', context);
  }

  private find(): TreeNode | undefined {
    return this.view.rows.find(({ item }) => item.label === this.label);
  }
}

function isInline({ group }: { group: string }): boolean {
  return group.startsWith('inline');
}

function stateOf({ item, level, expanded }: TreeNode): RowState {
  return {
    label: item.label,
    description: item.description ?? '',
    ariaLabel: item.accessibilityInformation?.label ?? item.label,
    level,
    expanded,
    icon: item.iconPath?.id,
  };
}
