import assert from 'node:assert/strict';
import type { DataTransfer } from 'vscode';
import { ConfigsDragAndDrop, type Drop } from '../../../src/views/configsDragAndDrop';
import type { TreeNode } from '../../../src/views/nodes';
import { DataTransferItem } from '../../support/editor/values';

const TYPE = 'application/vnd.code.tree.posthogplugins.configs';
const CONFIG: TreeNode = { kind: 'config', connectionId: 'c', configId: 1 };
const LOGS: TreeNode = { kind: 'logs', connectionId: 'c', configId: 2 };
const NOTE: TreeNode = {
  kind: 'note',
  id: 'unreadable/3',
  text: 'Row 4 cannot be read',
  severity: 'warning',
};
const MORE: TreeNode = { kind: 'more' };

describe('dragging rows of the tree', () => {
  let controller: ConfigsDragAndDrop;
  let drops: Drop[];
  let data: Map<string, DataTransferItem>;

  beforeEach(() => {
    controller = new ConfigsDragAndDrop();
    drops = [];
    data = new Map();
    controller.onDidDrop((drop) => drops.push(drop));
  });

  afterEach(() => controller.dispose());

  const transfer = (): DataTransfer => data as unknown as DataTransfer;
  const dropText = async (text: string, target: TreeNode | undefined = CONFIG): Promise<readonly Drop[]> => {
    data.set(TYPE, new DataTransferItem(text));
    await controller.handleDrop(target, transfer());
    return drops;
  };

  it('has the type that the editor gives to drags of this view', () => {
    assert.deepEqual([controller.dragMimeTypes, controller.dropMimeTypes], [[TYPE], [TYPE]]);
  });

  it('takes the rows below a config for the config, and leaves out what belongs to none', async () => {
    controller.handleDrag([CONFIG, LOGS, NOTE, MORE], transfer());
    await controller.handleDrop(LOGS, transfer());
    assert.deepEqual(
      drops.map(({ dragged }) => dragged),
      [
        [
          { connectionId: 'c', configId: 1 },
          { connectionId: 'c', configId: 2 },
        ],
      ],
    );
    assert.equal(drops[0]?.target?.configId, 2);
  });

  it('drags nothing where no row belongs to a config', async () => {
    controller.handleDrag([NOTE, MORE], transfer());
    assert.equal(data.size, 0);
    await controller.handleDrop(CONFIG, transfer());
    assert.deepEqual(drops, []);
  });

  for (const [where, target] of [
    ['the empty area', undefined],
    ['a note', NOTE],
    ['“Load More…”', MORE],
  ] as const) {
    it(`takes what is dropped on ${where} for dropped below all rows`, async () => {
      controller.handleDrag([CONFIG], transfer());
      await controller.handleDrop(target, transfer());
      assert.deepEqual(drops, [{ dragged: [{ connectionId: 'c', configId: 1 }], target: undefined }]);
    });
  }

  for (const text of [
    '',
    'GeoIP',
    '{}',
    'null',
    '[]',
    '[1, null, {"configId": 1}]',
    '[{"connectionId":"c","configId":"1"}]',
  ]) {
    it(`takes ${JSON.stringify(text)}, which it has not made, for nothing`, async () => {
      assert.deepEqual(await dropText(text), []);
    });
  }

  it('keeps what is right among what is not', async () => {
    const [drop] = await dropText('[null, {"connectionId":"c","configId":7}, "x"]');
    assert.deepEqual(drop?.dragged, [{ connectionId: 'c', configId: 7 }]);
  });

  it('says nothing of a drop after it is disposed', async () => {
    controller.dispose();
    assert.deepEqual(await dropText('[{"connectionId":"c","configId":7}]'), []);
  });
});
