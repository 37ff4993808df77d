import { l10n, window } from 'vscode';

import type { OpenProject } from '../connection/activeProject';
import { connectionLabel } from '../connection/connection';
import { plainText } from '../connection/plainText';
import { COMMANDS, VIEWS } from '../ids';
import { labelOf } from '../model/configWrites';
import { planMove, type Move } from '../model/order';
import type { Drop } from '../views/configsDragAndDrop';
import type { TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';
import type { BulkTargets, FromKeyboard } from './bulkTargets';
import { mayWrite } from './mayWrite';
import type { MoveRuns } from './moveRuns';
import type { Rows, Targets } from './targets';

export interface OrderCommandsOptions {
  readonly targets: Targets;
  readonly chosen: BulkTargets;
  readonly notifications: Notifications;
  readonly runs: MoveRuns;
}

type Source = TreeNode | FromKeyboard;

/** Moves of the same rows that wait for their turn, and are then made as one. */
interface Waiting {
  readonly project: OpenProject;
  readonly ids: ReadonlySet<number>;
  readonly moves: Move[];
}

/** Move Up, Down, to Top, to Bottom and to Position…, and what is dropped on the tree. */
export class OrderCommands {
  private next: (Waiting & { done: Promise<void> }) | undefined;

  readonly handlers: ReadonlyMap<string, (node?: Source, nodes?: readonly TreeNode[]) => Promise<void>>;

  constructor(private readonly options: OrderCommandsOptions) {
    const to =
      (move: Move) =>
      (node?: Source, nodes?: readonly TreeNode[]): Promise<void> =>
        this.move(move, node, nodes);
    this.handlers = new Map([
      [COMMANDS.moveUp, to({ kind: 'up' })],
      [COMMANDS.moveDown, to({ kind: 'down' })],
      [COMMANDS.moveToTop, to({ kind: 'top' })],
      [COMMANDS.moveToBottom, to({ kind: 'bottom' })],
      [COMMANDS.moveToPosition, this.moveToPosition.bind(this)],
    ]);
  }

  private async move(move: Move, node?: Source, nodes?: readonly TreeNode[]): Promise<void> {
    const chosen = await this.choose(node, nodes);
    if (chosen && (await this.isReady(chosen.project))) {
      await this.run(chosen, move);
    }
  }

  private async moveToPosition(node?: Source, nodes?: readonly TreeNode[]): Promise<void> {
    const chosen = await this.choose(node, nodes);
    if (chosen && (await this.isReady(chosen.project))) {
      const position = await askPosition(chosen);
      if (position !== undefined) {
        await this.run(chosen, { kind: 'position', position });
      }
    }
  }

  /** The dropped rows take the place of the one that they were dropped on; in the empty area, the last. */
  async drop({ dragged, target }: Drop): Promise<void> {
    const found = await this.options.targets.rows();
    const here = found?.project.connection.id;
    // What was dragged may be of a connection that is no longer shown, where the same ids mean other configs.
    const ids = new Set(
      dragged.filter(({ connectionId }) => connectionId === here).map(({ configId }) => configId),
    );
    const rows = found?.rows.filter(({ id }) => ids.has(id)) ?? [];
    if (found && rows.length > 0 && (await this.isReady(found.project))) {
      await this.run(
        { project: found.project, rows },
        target ? { kind: 'onto', target: target.configId } : { kind: 'bottom' },
      );
    }
  }

  private async choose(
    node: Source | undefined,
    nodes: readonly TreeNode[] | undefined,
  ): Promise<Rows | undefined> {
    const found = await this.options.chosen.choose(node, nodes);
    if (found?.kind === 'several') {
      return found;
    }
    const target =
      found &&
      (await this.options.targets.choose(found.node, {
        placeHolder: l10n.t('Select a plugin config to move'),
      }));
    return target && { project: target.project, rows: [target.row] };
  }

  /** @returns false where nothing can be sent, or where the list could not be read to its end, which was said */
  private async isReady(project: OpenProject): Promise<boolean> {
    const { targets, notifications } = this.options;
    if (!mayWrite(project, notifications) || !(await targets.knowServer({ project }))) {
      return false;
    }
    const { configs } = project;
    const isWhole = (): boolean => configs.nextOffset === undefined;
    if (isWhole()) {
      return true;
    }
    // New orders must fit those of rows that the tree has not loaded yet.
    await window.withProgress({ location: { viewId: VIEWS.configs } }, async () => {
      while (!isWhole() && configs.state.kind === 'ready') {
        await configs.loadMore();
      }
    });
    if ('error' in configs.state) {
      notifications.error(configs.state.error);
    }
    return isWhole();
  }

  private run({ project, rows }: Rows, move: Move): Promise<void> {
    const ids = new Set(rows.map(({ id }) => id));
    const next = this.next;
    if (next?.project === project && next.ids.size === ids.size && rows.every(({ id }) => next.ids.has(id))) {
      next.moves.push(move); // a key that is held down sends faster than a server answers
      return next.done;
    }
    const waiting = { project, ids, moves: [move], done: Promise.resolve() };
    this.next = waiting;
    waiting.done = this.options.runs.run(project, () => {
      if (this.next === waiting) {
        this.next = undefined;
      }
      return planMove(project.configs.rows, ids, ...waiting.moves);
    });
    return waiting.done;
  }
}

/** @returns from 1; undefined where the user gave up */
async function askPosition({ project, rows }: Rows): Promise<number | undefined> {
  const all = project.configs.rows;
  const [first] = rows;
  if (!first) {
    return undefined;
  }
  const highest = all.length - rows.length + 1;
  const isPosition = (text: string): boolean =>
    /^\s*\d{1,9}\s*$/.test(text) && Number(text) >= 1 && Number(text) <= highest;
  const name = plainText(labelOf(first));
  const text = await window.showInputBox({
    title: connectionLabel(project.connection),
    prompt:
      rows.length === 1
        ? l10n.t('New position of {0}, from 1 to {1}', name, highest)
        : l10n.t('New position of the first of {0} plugin configs, from 1 to {1}', rows.length, highest),
    value: String(all.findIndex(({ id }) => id === first.id) + 1),
    validateInput: (typed) =>
      isPosition(typed) ? undefined : l10n.t('Enter a whole number from 1 to {0}.', highest),
  });
  return text === undefined ? undefined : Number(text);
}
