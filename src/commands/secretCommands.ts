import { l10n } from 'vscode';

import { connectionLabel } from '../connection/connection';
import type { Dialogs, Question } from '../connection/dialogs';
import { labelOf } from '../model/configWrites';
import { secretSettings, type SecretSetting } from '../model/protectedSettings';
import type { TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';
import type { ChangeReporter } from './changeReporter';
import { reportSaved } from './reportSaved';
import type { SecretBox, SecretBoxQuestion } from './secretBox';
import { placeOf, titleOf, type SettingTarget, type SettingTargets } from './settingTargets';

/** Set Secret… and Clear Secret…: values are typed hidden or taken from elsewhere, sent, and kept nowhere. */
export class SecretCommands {
  constructor(
    private readonly settings: SettingTargets,
    private readonly notifications: Notifications,
    private readonly dialogs: Dialogs,
    private readonly box: SecretBox,
    private readonly reporter: ChangeReporter,
  ) {}

  async set(node?: TreeNode): Promise<void> {
    const target = await this.settings.choose(node, l10n.t('Select a plugin config to set a secret of'));
    const secrets = target && this.secretsOf(target);
    if (!target || !secrets) {
      return;
    }
    const secret = await this.settings.pick(target, secrets, l10n.t('Select the secret to set'), stateText);
    const value = secret && (await this.box.ask(valueQuestion(target, secret)));
    if (!secret || value === undefined) {
      return;
    }
    if (value === '') {
      this.notifications.info(l10n.t('Nothing was saved: no value was typed.'));
      return;
    }
    const outcome = await this.settings.save(target, { secrets: { [secret.key]: value } });
    if (outcome) {
      const done = secret.isSet
        ? l10n.t('Set “{0}” of {1}. The former value cannot be brought back.', ...namesOf(target, secret))
        : l10n.t('Set “{0}” of {1}.', ...namesOf(target, secret));
      reportSaved(target, outcome, { ...secret, done }, this.reporter, this.notifications);
    }
  }

  async clear(node?: TreeNode): Promise<void> {
    const target = await this.settings.choose(node, l10n.t('Select a plugin config to clear a secret of'));
    const secrets = target && this.secretsOf(target);
    if (!target || !secrets) {
      return;
    }
    const present = secrets.filter(({ isSet }) => isSet);
    if (present.length === 0) {
      this.notifications.info(l10n.t('No secret of {0} is set.', labelOf(target.row)));
      return;
    }
    const secret = await this.settings.pick(target, present, l10n.t('Select the secret to clear'), stateText);
    if (!secret || !(await this.dialogs.confirm(clearQuestion(target, secret)))) {
      return;
    }
    const outcome = await this.settings.save(target, { secrets: { [secret.key]: '' } });
    if (outcome) {
      const done = l10n.t(
        'Cleared “{0}” of {1}. Its value cannot be brought back.',
        ...namesOf(target, secret),
      );
      reportSaved(target, outcome, { ...secret, done }, this.reporter, this.notifications);
    }
  }

  /** @returns undefined where there are none, which was said */
  private secretsOf(target: SettingTarget): readonly SecretSetting[] | undefined {
    const found = secretSettings(target.config, target.row.plugin);
    if (found.length === 0) {
      this.notifications.info(l10n.t('{0} has no secret settings.', labelOf(target.row)));
      return undefined;
    }
    return found;
  }
}

function stateText({ isSet, required }: SecretSetting): string {
  if (isSet) {
    return l10n.t('set');
  }
  return required ? l10n.t('not set, required') : l10n.t('not set');
}

function namesOf({ row, project }: SettingTarget, { title }: SecretSetting): readonly [string, string] {
  return [title, l10n.t('{0} in {1}', labelOf(row), connectionLabel(project.connection))];
}

function valueQuestion(target: SettingTarget, secret: SecretSetting): SecretBoxQuestion {
  return {
    title: titleOf(target),
    prompt: secret.isSet
      ? l10n.t(
          'New value of “{0}”. It replaces the present one at once, which cannot be brought back.',
          secret.title,
        )
      : l10n.t('Value of “{0}”. It is saved at once.', secret.title),
    confirm: ({ lines, length }, from) => ({
      message: l10n.t(
        'Set the secret “{0}” of “{1}” to what is in {2}?',
        secret.title,
        labelOf(target.row),
        from,
      ),
      detail: [placeOf(target), sizeText(lines, length), ...(secret.isSet ? [replacesText()] : [])].join(
        '\n\n',
      ),
      button: l10n.t('Set'),
    }),
  };
}

function sizeText(lines: number, length: number): string {
  return lines === 1
    ? l10n.t('1 line of {0} characters. It is not shown, and goes to the server as it is.', length)
    : l10n.t(
        '{0} lines, {1} characters. They are not shown, and go to the server as they are.',
        lines,
        length,
      );
}

function replacesText(): string {
  return l10n.t('It replaces the present value at once, which cannot be brought back.');
}

/** Says exactly what will happen, and where. */
function clearQuestion(target: SettingTarget, secret: SecretSetting): Question {
  const effect = secret.required
    ? l10n.t(
        'The plugin requires it and may stop working at once. The value cannot be brought back: no copy is kept.',
      )
    : l10n.t('The plugin goes on without it at once. The value cannot be brought back: no copy is kept.');
  return {
    message: l10n.t('Clear the secret “{0}” of “{1}”?', secret.title, labelOf(target.row)),
    detail: `${placeOf(target)}\n\n${effect}`,
    button: l10n.t('Clear'),
  };
}
