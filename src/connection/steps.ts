import * as vscode from 'vscode';
import type { Disposable } from './emitter';
import { plainText } from './plainText';

/** Where a step stands in its flow. */
export interface StepPlace {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

/** What was chosen or typed led to a value, or there is a problem and the step stays as it is. */
export type Submitted<T> = { readonly value: T } | { readonly problem: string };

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export interface PickStep<C, T> extends StepPlace {
  readonly placeholder: string;
  readonly items: readonly Choice<C>[];
  /** Must not throw. Aborted when the user chooses anew or leaves. */
  readonly submit: (chosen: C, signal: AbortSignal) => Promise<Submitted<T>>;
}

export interface InputStep<T> extends StepPlace {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly password?: true;
  readonly value?: string;
  /** Shown from the start: why the step is asked again. */
  readonly problem?: string;
  readonly button?: { readonly icon: string; readonly tooltip: string; readonly run: () => void };
  /** Looked at while typing; gives a problem only where more typing cannot cure it, or says what is understood. */
  readonly check?: (text: string) => string | vscode.InputBoxValidationMessage | undefined;
  /** Must not throw. Aborted when the user goes on typing or leaves. */
  readonly submit: (text: string, signal: AbortSignal) => Promise<Submitted<T>>;
}

export type StepResult<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'cancelled' };

/** Lets the user choose one of several, and stays busy while the choice is checked. */
export function pickStep<C, T>(step: PickStep<C, T>): Promise<StepResult<T>> {
  const pick = vscode.window.createQuickPick<Choice<C>>();
  pick.items = step.items;
  pick.placeholder = plainText(step.placeholder);
  pick.matchOnDescription = true;
  return run(pick, step, (finish) => {
    const submission = new Submission(pick, finish, (problem) => (pick.placeholder = plainText(problem)));
    return [
      submission,
      pick.onDidAccept(() => {
        const chosen = pick.selectedItems[0];
        if (chosen) {
          void submission.start((signal) => step.submit(chosen.value, signal));
        }
      }),
    ];
  });
}

/** Lets the user type one thing, and stays busy while it is checked. What was typed stays whatever comes of it. */
export function inputStep<T>(step: InputStep<T>): Promise<StepResult<T>> {
  const input = vscode.window.createInputBox();
  // Prompts and problems become links and icons where they can, and what they quote may come from a server.
  input.prompt = plainText(step.prompt);
  input.placeholder = step.placeholder;
  input.password = step.password ?? false;
  input.value = step.value ?? '';
  input.validationMessage = step.problem && plainText(step.problem);
  const button = step.button && {
    iconPath: new vscode.ThemeIcon(step.button.icon),
    tooltip: step.button.tooltip,
  };
  return run(
    input,
    step,
    (finish) => {
      const submission = new Submission(
        input,
        finish,
        (problem) => (input.validationMessage = plainText(problem)),
      );
      return [
        submission,
        input.onDidTriggerButton((pressed) => {
          if (pressed === button) {
            step.button?.run();
          }
        }),
        input.onDidChangeValue((text) => {
          submission.dispose();
          input.validationMessage = step.check?.(text);
        }),
        input.onDidAccept(() => {
          input.validationMessage = undefined;
          void submission.start((signal) => step.submit(input.value, signal));
        }),
      ];
    },
    button && [button],
  );
}

/** The check of what was submitted: one at a time, and only the newest counts. */
class Submission<T> implements Disposable {
  private running: AbortController | undefined;

  constructor(
    private readonly input: vscode.QuickInput,
    private readonly finish: (result: StepResult<T>) => void,
    private readonly showProblem: (problem: string) => void,
  ) {}

  async start(submit: (signal: AbortSignal) => Promise<Submitted<T>>): Promise<void> {
    this.dispose();
    const controller = new AbortController();
    this.running = controller;
    this.input.busy = true;
    const answer = await submit(controller.signal);
    if (this.running !== controller) {
      return;
    }
    this.dispose();
    if ('value' in answer) {
      this.finish({ kind: 'done', value: answer.value });
    } else {
      this.showProblem(answer.problem);
    }
  }

  dispose(): void {
    this.running?.abort();
    this.running = undefined;
    this.input.busy = false;
  }
}

interface QuickInputWithButtons extends vscode.QuickInput {
  buttons: readonly vscode.QuickInputButton[];
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
}

function run<T>(
  input: QuickInputWithButtons,
  place: StepPlace,
  listen: (finish: (result: StepResult<T>) => void) => readonly Disposable[],
  buttons: readonly vscode.QuickInputButton[] = [],
): Promise<StepResult<T>> {
  input.title = plainText(place.title);
  input.step = place.step;
  input.totalSteps = place.totalSteps;
  input.ignoreFocusOut = true;
  input.buttons = place.canGoBack ? [vscode.QuickInputButtons.Back, ...buttons] : buttons;
  return new Promise<StepResult<T>>((resolve) => {
    const finish = (result: StepResult<T>): void => {
      resolve(result);
      for (const disposable of disposables) {
        disposable.dispose();
      }
      input.dispose();
    };
    const disposables = [
      ...listen(finish),
      input.onDidTriggerButton((pressed) => {
        if (pressed === vscode.QuickInputButtons.Back) {
          finish({ kind: 'back' });
        }
      }),
      input.onDidHide(() => finish({ kind: 'cancelled' })),
    ];
    input.show();
  });
}
