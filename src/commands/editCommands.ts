import { commands, l10n, Range, window, workspace, WorkspaceEdit } from 'vscode';

import type { Plugin } from '../api/schemas';
import type { ActiveProject } from '../connection/activeProject';
import { connectionLabel } from '../connection/connection';
import { newContentOf, textOf } from '../documents/settingsDocument';
import type { SettingsDocuments } from '../documents/settingsDocuments';
import { newSettingsUri, parseSettingsUri, schemaUri, settingsUri } from '../documents/settingsUris';
import { VIEWS } from '../ids';
import { labelOf } from '../model/configWrites';
import type { TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';
import type { ConflictChoice } from './settingsSaves';
import type { Targets } from './targets';

/** Opens settings documents, of configs that are there and of new ones. */
export class EditCommands {
  constructor(
    private readonly project: ActiveProject,
    private readonly targets: Targets,
    private readonly notifications: Notifications,
    private readonly documents: SettingsDocuments,
  ) {}

  async editSettings(node?: TreeNode): Promise<void> {
    const target = await this.targets.choose(node, {
      placeHolder: l10n.t('Select a plugin config to edit the settings of'),
    });
    if (target) {
      await this.open(target.project.connection.id, target.row.id, labelOf(target.row));
    }
  }

  /** Opens the settings of a config. Never throws: a failure is told. @param name what its tab is called */
  async open(connectionId: string, configId: number, name: string): Promise<void> {
    const uri = settingsUri(connectionId, configId, name);
    const address = parseSettingsUri(uri);
    if (!address) {
      return;
    }
    try {
      const isDraft = await window.withProgress({ location: { viewId: VIEWS.configs } }, () =>
        this.documents.load(uri, address),
      );
      await commands.executeCommand('vscode.open', uri, { preview: false });
      this.tellReadOnly(connectionId);
      if (isDraft) {
        const discard = l10n.t('Discard Draft');
        const text = l10n.t('{0} shows a draft that was not sent.', name);
        this.notifications.made(text, discard, () => this.documents.discardDraft(uri, address), 'info');
      }
    } catch (error) {
      this.notifications.error(error);
    }
  }

  /**
   * Opens an unsaved document with the defaults of a plugin, for a config that is not there yet. Saving it makes the
   * config.
   */
  async openNew(connectionId: string, plugin: Plugin): Promise<void> {
    const uri = newSettingsUri(connectionId, plugin.id, plugin.name ?? String(plugin.id));
    const open = this.project.current;
    const traits = open?.connection.id === connectionId ? open.configs.traits : undefined;
    const isOpen = workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    if (!isOpen) {
      this.documents.prepareNew(uri, plugin, traits?.editableName === true);
    }
    const document = await workspace.openTextDocument(uri);
    if (document.getText() === '') {
      const edit = new WorkspaceEdit();
      edit.insert(
        uri,
        document.positionAt(0),
        textOf(newContentOf(plugin, traits), schemaUri(uri).toString()),
      );
      await workspace.applyEdit(edit);
    }
    const editor = await window.showTextDocument(document, { preview: false });
    editor.revealRange(new Range(0, 0, 0, 0));
  }

  private tellReadOnly(connectionId: string): void {
    const open = this.project.current;
    if (open?.connection.id === connectionId && open.configs.readOnly) {
      this.notifications.info(
        l10n.t(
          'The settings can only be read: the key of {0} lacks the scope plugin:write. Use Replace Key… to change that.',
          connectionLabel(open.connection),
        ),
      );
    }
  }
}

/** Asks what to do about a config that somebody else has changed. */
export async function askConflict(question: {
  readonly message: string;
  readonly detail: string;
}): Promise<ConflictChoice> {
  const choices = new Map<string, ConflictChoice>([
    [l10n.t('Keep Mine'), 'mine'],
    [l10n.t('Take Theirs'), 'theirs'],
    [l10n.t('Compare'), 'compare'],
  ]);
  const options = { modal: true, detail: question.detail };
  const chosen = await window.showWarningMessage(question.message, options, ...choices.keys());
  return chosen === undefined ? undefined : choices.get(chosen);
}
