import {
  env,
  InputBoxValidationSeverity,
  l10n,
  ThemeIcon,
  window,
  type InputBoxValidationMessage,
  type QuickInputButton,
} from 'vscode';

import { SERVER_MASK } from '../api/forms';
import type { Dialogs, Question } from '../connection/dialogs';
import { plainText } from '../connection/plainText';
import { hasLostLineBreaks, secretIn, secretText, type SecretText } from '../model/secretText';
import { MASK } from '../model/secrets';
import type { Notifications } from '../views/notifications';
import type { FileDialog } from './fileDialog';

export interface SecretBoxQuestion {
  readonly title: string;
  readonly prompt: string;
  /** Asked before a text that was not typed is used, since nobody sees it. @param from where it is from */
  readonly confirm: (text: SecretText, from: string) => Question;
}

export interface SecretBoxParts {
  readonly notifications: Pick<Notifications, 'warn' | 'error'>;
  readonly dialogs: Dialogs;
  readonly files: FileDialog;
}

type Answer = { readonly typed: string } | { readonly source: 'clipboard' | 'file' };

/**
 * Asks for a secret: typed hidden, or taken as it is from the clipboard or a file. A box holds one line only, and drops
 * the line breaks of what is pasted into it, without which keys and certificates are worthless.
 */
export class SecretBox {
  constructor(private readonly parts: SecretBoxParts) {}

  /** @returns what is to be the secret, empty where nothing was typed; undefined where the user gave up */
  async ask(question: SecretBoxQuestion): Promise<string | undefined> {
    for (;;) {
      const answer = await showBox(question);
      if (!answer || 'typed' in answer) {
        return answer?.typed;
      }
      const taken = await this.take(answer.source, question.title);
      if (taken && (await this.parts.dialogs.confirm(question.confirm(taken.text, taken.from)))) {
        return taken.text.value;
      }
    }
  }

  /** @returns undefined where nothing was chosen, or where it cannot be used, which was said */
  private async take(
    source: 'clipboard' | 'file',
    title: string,
  ): Promise<{ readonly text: SecretText; readonly from: string } | undefined> {
    const { notifications } = this.parts;
    try {
      const found = source === 'file' ? await this.readFile(title) : await readClipboard();
      if (!found) {
        return undefined;
      }
      if (found.text.kind === 'text' && problemOf(found.text.value)?.severity !== ERROR) {
        return { text: found.text, from: found.from };
      }
      const problem = found.text.kind === 'text' ? 'mask' : found.text.kind;
      notifications.warn(l10n.t('Nothing was saved. {0}', unusableText(problem, found.from)));
    } catch (error) {
      notifications.error(error);
    }
    return undefined;
  }

  private async readFile(title: string): Promise<Found | undefined> {
    const file = await this.parts.files.open({ title, button: l10n.t('Use as Secret') });
    return file && { text: await secretIn(file), from: l10n.t('the file {0}', file.name) };
  }
}

interface Found {
  readonly text: Awaited<ReturnType<typeof secretIn>>;
  readonly from: string;
}

async function readClipboard(): Promise<Found> {
  return { text: secretText(await env.clipboard.readText()), from: l10n.t('the clipboard') };
}

function unusableText(problem: 'empty' | 'tooLarge' | 'notText' | 'mask', from: string): string {
  switch (problem) {
    case 'empty':
      return l10n.t('There is no text in {0}.', from);
    case 'tooLarge':
      return l10n.t('What is in {0} is too large for a secret.', from);
    case 'notText':
      return l10n.t('What is in {0} is not text in UTF-8.', from);
    case 'mask':
      return l10n.t('What is in {0} stands in the place of a secret, and is not one.', from);
  }
}

const ERROR = InputBoxValidationSeverity.Error;

function showBox({ title, prompt }: SecretBoxQuestion): Promise<Answer | undefined> {
  const clipboard: QuickInputButton = {
    iconPath: new ThemeIcon('clippy'),
    tooltip: l10n.t('Take from Clipboard, with Line Breaks…'),
  };
  const file: QuickInputButton = {
    iconPath: new ThemeIcon('folder-opened'),
    tooltip: l10n.t('Take from File…'),
  };
  const input = window.createInputBox();
  input.title = plainText(title);
  input.prompt = plainText(prompt);
  input.password = true;
  input.ignoreFocusOut = true;
  input.buttons = [clipboard, file];
  return new Promise((resolve) => {
    const finish = (answer: Answer | undefined): void => {
      resolve(answer);
      subscriptions.forEach((subscription) => void subscription.dispose());
      input.dispose();
    };
    const subscriptions = [
      input.onDidChangeValue((value) => {
        input.validationMessage = problemOf(value);
      }),
      input.onDidAccept(() => {
        if (problemOf(input.value)?.severity !== ERROR) {
          finish({ typed: input.value });
        }
      }),
      input.onDidTriggerButton((pressed) => finish({ source: pressed === file ? 'file' : 'clipboard' })),
      input.onDidHide(() => finish(undefined)),
    ];
    input.show();
  });
}

function problemOf(value: string): InputBoxValidationMessage | undefined {
  if (value === MASK || value === SERVER_MASK) {
    return {
      message: l10n.t('This is what stands in the place of a secret, not a secret.'),
      severity: ERROR,
    };
  }
  if (hasLostLineBreaks(value)) {
    return {
      message: l10n.t(
        'This box has dropped the line breaks of what was pasted. Use the buttons above to take it from the clipboard or a file.',
      ),
      severity: InputBoxValidationSeverity.Warning,
    };
  }
  return value !== value.trim() && !value.includes('\n')
    ? {
        message: l10n.t('The value begins or ends with a space, which is saved as well.'),
        severity: InputBoxValidationSeverity.Warning,
      }
    : undefined;
}
