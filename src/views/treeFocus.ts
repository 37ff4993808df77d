import { commands, type TreeView } from 'vscode';

/**
 * The selected rows if the focused row is one of them, else the focused row alone. The editor tells extensions what is
 * selected and not what has the focus, so its command that selects the focused row, or unselects it, shows which row it
 * is; a second time puts the selection back. Only for a tree that has the keyboard: the command acts on that one.
 */
export async function focusedOrSelected<T>(view: Pick<TreeView<T>, 'selection'>): Promise<readonly T[]> {
  const before = view.selection;
  await commands.executeCommand('list.toggleSelection');
  const after = view.selection;
  await commands.executeCommand('list.toggleSelection');
  const focused = after.find((node) => !before.includes(node));
  return focused === undefined ? before : [focused];
}
