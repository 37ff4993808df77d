import * as vscode from 'vscode';
import type { Disposable } from './emitter';

/** Where a step stands in its flow. */
export interface StepPlace {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

export interface PickStep<T> extends StepPlace {
  readonly placeholder: string;
  readonly items: readonly (vscode.QuickPickItem & { readonly value: T })[];
}

export interface InputStep<T> extends StepPlace {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly password?: true;
  readonly value?: string;
  /** Shown from the start: why the step is asked again. */
  readonly problem?: string;
  readonly button?: { readonly icon: string; readonly tooltip: string; readonly run: () => void };
  /** Looked at while typing; gives a problem only where more typing cannot cure it. */
  readonly check?: (text: string) => string | undefined;
  /** Takes what was typed, or says why not; what was typed stays. Aborted when the user goes on typing or leaves. */
  readonly submit: (
    text: string,
    signal: AbortSignal,
  ) => Promise<{ readonly value: T } | { readonly problem: string }>;
}

/** `back` and `cancelled` are not values of any step. */
export type StepResult<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'cancelled' };

/** Lets the user choose one of several. */
export function pickStep<T>(step: PickStep<T>): Promise<StepResult<T>> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly value: T }>();
  pick.items = step.items;
  pick.placeholder = step.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  return run(pick, step, (finish) => [
    pick.onDidTriggerButton((button) => button === vscode.QuickInputButtons.Back && finish({ kind: 'back' })),
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems[0];
      if (chosen && chosen.kind !== vscode.QuickPickItemKind.Separator) {
        finish({ kind: 'done', value: chosen.value });
      }
    }),
  ]);
}

/** Lets the user type one thing, which is checked before the flow goes on. */
export function inputStep<T>(step: InputStep<T>): Promise<StepResult<T>> {
  const input = vscode.window.createInputBox();
  const button = step.button && {
    iconPath: new vscode.ThemeIcon(step.button.icon),
    tooltip: step.button.tooltip,
  };
  input.prompt = step.prompt;
  input.placeholder = step.placeholder;
  input.password = step.password ?? false;
  input.value = step.value ?? '';
  input.validationMessage = step.problem;
  let running: AbortController | undefined;
  const stop = (): void => {
    running?.abort();
    running = undefined;
    input.busy = false;
  };
  const result = run(input, step, (finish) => {
    const submit = async (): Promise<void> => {
      stop();
      const controller = (running = new AbortController());
      input.validationMessage = undefined;
      input.busy = true;
      const answer = await step.submit(input.value, controller.signal);
      if (running !== controller) {
        return;
      }
      stop();
      if ('value' in answer) {
        finish({ kind: 'done', value: answer.value });
      } else {
        input.validationMessage = answer.problem;
      }
    };
    return [
      input.onDidTriggerButton((pressed) =>
        pressed === button ? step.button?.run() : finish({ kind: 'back' }),
      ),
      input.onDidChangeValue((text) => {
        stop();
        input.validationMessage = step.check?.(text);
      }),
      input.onDidAccept(() => void submit()),
      { dispose: stop },
    ];
  });
  if (button) {
    input.buttons = [...input.buttons, button];
  }
  return result;
}

function run<T>(
  input: vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] },
  place: StepPlace,
  listen: (finish: (result: StepResult<T>) => void) => readonly Disposable[],
): Promise<StepResult<T>> {
  input.title = place.title;
  input.step = place.step;
  input.totalSteps = place.totalSteps;
  input.ignoreFocusOut = true;
  input.buttons = place.canGoBack ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const finish = (result: StepResult<T>): void => {
      resolve(result);
      for (const disposable of disposables) {
        disposable.dispose();
      }
      input.dispose();
    };
    const disposables = [...listen(finish), input.onDidHide(() => finish({ kind: 'cancelled' }))];
    input.show();
  });
}
