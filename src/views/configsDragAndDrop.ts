import { DataTransferItem, type DataTransfer, type TreeDragAndDropController } from 'vscode';

import { Emitter } from '../connection/emitter';
import { VIEWS } from '../ids';
import { configOf, type OfConfig, type TreeNode } from './nodes';

/** Rows that were dropped somewhere in the tree. */
export interface Drop {
  readonly dragged: readonly OfConfig[];
  /** The config whose row, or a row below it, they were dropped on; undefined for the empty area below the rows. */
  readonly target: OfConfig | undefined;
}

/** The editor gives the drags of a tree this type, with the view's id in lower case. */
const DRAG_TYPE = `application/vnd.code.tree.${VIEWS.configs.toLowerCase()}`;

/** Lets rows of the tree be dragged within it. A row below a config stands for the config. */
export class ConfigsDragAndDrop implements TreeDragAndDropController<TreeNode> {
  private readonly dropped = new Emitter<Drop>();

  readonly dragMimeTypes = [DRAG_TYPE];
  readonly dropMimeTypes = [DRAG_TYPE];
  readonly onDidDrop = this.dropped.event;

  handleDrag(source: readonly TreeNode[], data: DataTransfer): void {
    const configs = source.flatMap((node) => configOf(node) ?? []);
    const dragged = configs.map(({ connectionId, configId }): OfConfig => ({ connectionId, configId }));
    if (dragged.length > 0) {
      data.set(DRAG_TYPE, new DataTransferItem(JSON.stringify(dragged)));
    }
  }

  async handleDrop(target: TreeNode | undefined, data: DataTransfer): Promise<void> {
    const dragged = readDragged((await data.get(DRAG_TYPE)?.asString()) ?? '');
    if (dragged.length > 0) {
      this.dropped.fire({ dragged, target: target && configOf(target) });
    }
  }

  dispose(): void {
    this.dropped.dispose();
  }
}

/** The text may come from another window: anything but what `handleDrag` makes counts as nothing. */
function readDragged(text: string): readonly OfConfig[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isOfConfig) : [];
  } catch {
    return [];
  }
}

function isOfConfig(value: unknown): value is OfConfig {
  return (
    typeof value === 'object' &&
    value !== null &&
    'connectionId' in value &&
    typeof value.connectionId === 'string' &&
    'configId' in value &&
    typeof value.configId === 'number'
  );
}
