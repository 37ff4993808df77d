import { l10n } from 'vscode';

import type { Attachment } from '../api/forms';
import { connectionLabel } from '../connection/connection';
import type { Dialogs, Question } from '../connection/dialogs';
import { attachmentProblem, contentTypeOf, LARGE_FILE, LARGEST_FILE } from '../model/attachmentLimits';
import { labelOf } from '../model/configWrites';
import { shownName } from '../model/oneLine';
import { attachmentSettings, type AttachmentSetting } from '../model/protectedSettings';
import type { TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';
import { fileText, sizeText } from '../views/fileText';
import type { ChangeReporter } from './changeReporter';
import type { ChosenFile, FileDialog } from './fileDialog';
import { reportSaved } from './reportSaved';
import { placeOf, titleOf, type SettingTarget, type SettingTargets } from './settingTargets';

/** Add Attachment… and Remove Attachment…: servers never give a file back, so neither can be undone. */
export class AttachmentCommands {
  constructor(
    private readonly settings: SettingTargets,
    private readonly notifications: Notifications,
    private readonly dialogs: Dialogs,
    private readonly files: FileDialog,
    private readonly reporter: ChangeReporter,
  ) {}

  async add(node?: TreeNode): Promise<void> {
    const target = await this.settings.choose(node, l10n.t('Select a plugin config to add an attachment to'));
    const found = target && this.attachmentsOf(target);
    const setting =
      found &&
      (await this.settings.pick(target, found, l10n.t('Select the setting for the file'), stateText));
    const attachment = setting && (await this.chooseFile(target, setting));
    if (!attachment) {
      return;
    }
    const outcome = await this.settings.save(target, { addAttachments: { [setting.key]: attachment } });
    if (outcome) {
      const names = [attachment.fileName, setting.title, ...namesOf(target)] as const;
      const done = setting.stored
        ? l10n.t(
            'Stored {0} as “{1}” of {2} in {3}. The file that it replaced cannot be brought back.',
            ...names,
          )
        : l10n.t('Stored {0} as “{1}” of {2} in {3}.', ...names);
      reportSaved(target, outcome, { ...setting, done }, this.reporter, this.notifications);
    }
  }

  async remove(node?: TreeNode): Promise<void> {
    const target = await this.settings.choose(
      node,
      l10n.t('Select a plugin config to remove an attachment from'),
    );
    const found = target && this.attachmentsOf(target);
    if (!found) {
      return;
    }
    const present = found.filter(({ stored }) => stored);
    if (present.length === 0) {
      this.notifications.info(l10n.t('{0} has no attachments.', labelOf(target.row)));
      return;
    }
    const setting = await this.settings.pick(
      target,
      present,
      l10n.t('Select the attachment to remove'),
      stateText,
    );
    if (!setting || !(await this.dialogs.confirm(removeQuestion(target, setting)))) {
      return;
    }
    const outcome = await this.settings.save(target, { removeAttachments: [setting.key] });
    if (outcome) {
      const done = l10n.t(
        'Removed the file “{0}” from {1} in {2}. It cannot be brought back.',
        setting.title,
        ...namesOf(target),
      );
      reportSaved(target, outcome, { ...setting, done }, this.reporter, this.notifications);
    }
  }

  /** @returns undefined where no file can be stored, which was said */
  private attachmentsOf(target: SettingTarget): readonly AttachmentSetting[] | undefined {
    const found = attachmentSettings(target.config, target.row.plugin);
    if (found.length === 0) {
      this.notifications.info(l10n.t('{0} has no settings that hold a file.', labelOf(target.row)));
      return undefined;
    }
    return found;
  }

  /** @returns undefined where none was chosen, or none that can be sent, which was said */
  private async chooseFile(
    target: SettingTarget,
    setting: AttachmentSetting,
  ): Promise<Attachment | undefined> {
    try {
      const file = await this.files.open({
        title: l10n.t('“{0}” of {1}', setting.title, titleOf(target)),
        button: l10n.t('Attach'),
      });
      if (!file) {
        return undefined;
      }
      const problem = problemText(target, setting, file);
      if (problem !== undefined) {
        this.notifications.warn(problem);
        return undefined;
      }
      if (
        (setting.stored || file.size > LARGE_FILE) &&
        !(await this.dialogs.confirm(addQuestion(target, setting, file)))
      ) {
        return undefined;
      }
      return {
        fileName: file.name,
        contentType: contentTypeOf(file.name),
        bytes: await file.read(),
      };
    } catch (error) {
      this.notifications.error(error);
      return undefined;
    }
  }
}

function stateText({ stored, required }: AttachmentSetting): string {
  if (stored) {
    return fileText(stored);
  }
  return required ? l10n.t('no file, required') : l10n.t('no file');
}

function namesOf({ row, project }: SettingTarget): readonly [string, string] {
  return [labelOf(row), connectionLabel(project.connection)];
}

function problemText(
  target: SettingTarget,
  { key }: AttachmentSetting,
  file: ChosenFile,
): string | undefined {
  switch (attachmentProblem(key, file, target.config.config)) {
    case 'longName':
      return l10n.t('The name of this file is longer than 200 characters. Rename it, then try again.');
    case 'longKey':
      return l10n.t(
        'The key of this setting is longer than 200 characters: no server can store a file under it.',
      );
    case 'oddKey':
      return l10n.t('The key {0} contains a bracket: no server can store a file under it.', shownName(key));
    case 'tooLarge':
      return l10n.t(
        '{0} has {1}. No more than {2} can be sent.',
        file.name,
        sizeText(file.size),
        sizeText(LARGEST_FILE),
      );
    case 'largeSettings':
      return l10n.t(
        'The settings of {0} are larger than the 20 MB that a server takes together with a file.',
        labelOf(target.row),
      );
    case undefined:
      return undefined;
  }
}

/** Asked where a file is replaced or is large. */
function addQuestion(target: SettingTarget, setting: AttachmentSetting, file: ChosenFile): Question {
  const chosen = l10n.t('File {0}, {1}.', file.name, sizeText(file.size));
  const replaced = setting.stored
    ? l10n.t('It replaces {0}, which cannot be brought back.', fileText(setting.stored))
    : undefined;
  const large =
    file.size > LARGE_FILE
      ? l10n.t(
          'It is large: the server keeps it in its database and loads it with every start of the plugin.',
        )
      : undefined;
  return {
    message: setting.stored
      ? l10n.t('Replace the file “{0}” of “{1}”?', setting.title, labelOf(target.row))
      : l10n.t('Store a large file as “{0}” of “{1}”?', setting.title, labelOf(target.row)),
    detail: [placeOf(target), [chosen, replaced, large].filter((text) => text !== undefined).join(' ')].join(
      '\n\n',
    ),
    button: setting.stored ? l10n.t('Replace') : l10n.t('Store'),
  };
}

function removeQuestion(target: SettingTarget, { title, stored, required }: AttachmentSetting): Question {
  const effect = required
    ? l10n.t('The plugin requires it and may stop working at once. The file cannot be brought back.')
    : l10n.t('The plugin goes on without it at once. The file cannot be brought back.');
  const what = stored ? `${l10n.t('It is: {0}.', fileText(stored))} ` : '';
  return {
    message: l10n.t('Remove the file “{0}” from “{1}”?', title, labelOf(target.row)),
    detail: `${placeOf(target)}\n\n${what}${effect}`,
    button: l10n.t('Remove'),
  };
}
