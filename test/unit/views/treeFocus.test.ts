import assert from 'node:assert/strict';
import { focusedOrSelected } from '../../../src/views/treeFocus';
import { Editor } from '../../support/editor/editor';
import type { TreeView } from '../../support/editor/tree';
import { setCurrentEditor } from '../../support/editor/vscode';

const [ONE, TWO, THREE] = ['one', 'two', 'three'];

describe('what a key in the tree is for', () => {
  let view: TreeView;

  beforeEach(() => {
    const editor = new Editor();
    view = editor.createTreeView('rows', {
      treeDataProvider: { getChildren: () => [], getTreeItem: () => ({}) },
    } as never);
    setCurrentEditor(editor);
  });

  afterEach(() => setCurrentEditor(new Editor()));

  const cases = [
    {
      name: 'the focused row alone, where it is not selected',
      focused: ONE,
      selection: [TWO, THREE],
      found: [ONE],
    },
    {
      name: 'all selected rows, where the focused one is among them',
      focused: TWO,
      selection: [TWO, THREE],
      found: [TWO, THREE],
    },
    { name: 'the focused row, where nothing is selected', focused: ONE, selection: [], found: [ONE] },
    {
      name: 'what is selected, where nothing has the focus',
      focused: undefined,
      selection: [TWO],
      found: [TWO],
    },
    { name: 'nothing, where there is neither', focused: undefined, selection: [], found: [] },
  ] as const;
  for (const { name, focused, selection, found } of cases) {
    it(`is ${name}; the selection stays as it was`, async () => {
      view.select(selection);
      view.focused = focused;
      assert.deepEqual(await focusedOrSelected(view as never), found);
      assert.deepEqual([...view.selection].sort(), [...selection].sort());
    });
  }
});
