import { l10n } from 'vscode';
import { CLOUD_ORIGINS, parseAddress, type Address } from './address';
import type { Connection } from './connection';
import type { Connections, NewConnection } from './connections';
import type { Dialogs } from './dialogs';
import { askKey } from './keyStep';
import { KeyTrial, type KeyTrialOptions, type TriedKey } from './keyTrial';
import { pickProject, typeProject, type ChosenProject, type RefusedProject } from './projectStep';
import { inputStep, pickStep, type Choice, type StepPlace, type StepResult, type Submitted } from './steps';
import { storeOrKeep } from './storeOrKeep';
import { addressProblemText, insecureQuestion, storedKeyUsers, suggestionLabel } from './wording';

export interface ConnectFlowOptions extends KeyTrialOptions {
  readonly connections: Connections;
  readonly dialogs: Dialogs;
  /** What the workspace suggests, read anew for each run. */
  readonly suggestion: () => Address | undefined;
}

/** What follows a step: another one, or the connection that came of it all. */
type Next = Step | NewConnection;
type Step = (canGoBack: boolean) => Promise<StepResult<Next>>;

/** Asks for server, key and project, checks each with real requests, and adds the connection. One object per run. */
export class ConnectFlow {
  private readonly trial: KeyTrial;
  private typedAddress = '';

  constructor(private readonly options: ConnectFlowOptions) {
    this.trial = new KeyTrial(options);
  }

  /** @returns undefined when the user gave up; nothing is stored then */
  async run(): Promise<Connection | undefined> {
    try {
      const added = await this.walk(this.askWhere);
      return added && (await this.add(added));
    } finally {
      await this.trial.dispose();
    }
  }

  private async walk(first: Step): Promise<NewConnection | undefined> {
    const path: Step[] = [];
    let step = first;
    for (;;) {
      const result = await step(path.length > 0);
      if (result.kind === 'cancelled') {
        return undefined;
      }
      if (result.kind === 'back') {
        step = path.pop() ?? first;
      } else if (typeof result.value === 'function') {
        path.push(step);
        step = result.value;
      } else {
        return result.value;
      }
    }
  }

  private readonly askWhere: Step = (canGoBack) => {
    const suggested = this.options.connections.active ? undefined : this.options.suggestion();
    const items: Choice<Address | 'own'>[] = [
      {
        label: l10n.t('$(cloud) PostHog Cloud US'),
        description: CLOUD_ORIGINS.us,
        value: { origin: CLOUD_ORIGINS.us },
      },
      {
        label: l10n.t('$(cloud) PostHog Cloud EU'),
        description: CLOUD_ORIGINS.eu,
        value: { origin: CLOUD_ORIGINS.eu },
      },
      { label: l10n.t('$(server) Own server…'), description: l10n.t('by its address'), value: 'own' },
    ];
    return pickStep<Address | 'own', Next>({
      ...place(1, 3, canGoBack),
      placeholder: l10n.t('Where is the PostHog project?'),
      items: suggested ? [{ ...suggestionLabel(suggested), value: suggested }, ...items] : items,
      submit: (chosen) =>
        chosen === 'own' ? Promise.resolve({ value: this.askAddress }) : this.acceptAddress(chosen, 1),
    });
  };

  private readonly askAddress: Step = (canGoBack) =>
    inputStep<Next>({
      ...place(2, 4, canGoBack),
      prompt: l10n.t('The address of the PostHog server. The address of any page of the project will do.'),
      placeholder: 'https://posthog.example.com',
      value: this.typedAddress,
      check: (text) => {
        this.typedAddress = text;
        const parsed = parseAddress(text);
        // Any other problem may be cured by typing on.
        const isFinal = !parsed.ok && ['key', 'spaces', 'scheme'].includes(parsed.problem);
        return isFinal ? addressProblemText(parsed) : undefined;
      },
      submit: (text) => {
        const parsed = parseAddress(text);
        return parsed.ok
          ? this.acceptAddress(parsed.address, 2)
          : Promise.resolve({ problem: addressProblemText(parsed) });
      },
    });

  private async acceptAddress(address: Address, steps: number): Promise<Submitted<Next>> {
    if (address.insecure && !(await this.options.dialogs.confirm(insecureQuestion(address.origin)))) {
      return {
        problem: l10n.t('Nothing was sent to {0}. Use its https address if it has one.', address.origin),
      };
    }
    const hasStoredKey = this.options.connections.keysFor(address.origin).size > 0;
    return { value: hasStoredKey ? this.askStoredKey(address, steps) : this.askNewKey(address, steps) };
  }

  private askStoredKey(address: Address, steps: number): Step {
    return (canGoBack) => {
      const stored = [...this.options.connections.keysFor(address.origin)].map(([keyId, users]) => ({
        label: l10n.t('$(key) Use the stored key'),
        description: storedKeyUsers(users),
        value: keyId,
      }));
      return pickStep<string | undefined, Next>({
        ...keyPlace(address, steps, canGoBack),
        placeholder: l10n.t('Which key for {0}?', address.origin),
        items: [...stored, { label: l10n.t('$(edit) Enter another key…'), value: undefined }],
        submit: async (keyId, signal) => {
          if (keyId === undefined) {
            return { value: this.askNewKey(address, steps) };
          }
          const tried = await this.trial.tryStored(address, keyId, signal);
          return 'problem' in tried
            ? { value: this.askNewKey(address, steps, tried.problem) }
            : { value: this.afterKey(address, steps, tried.value) };
        },
      });
    };
  }

  private askNewKey(address: Address, steps: number, problem?: string): Step {
    return (canGoBack) =>
      askKey<Next>({
        place: keyPlace(address, steps, canGoBack),
        origin: address.origin,
        dialogs: this.options.dialogs,
        ...(problem !== undefined && { problem }),
        tryKey: async (text, signal) => {
          const tried = await this.trial.tryNew(address, text, signal);
          return 'problem' in tried ? tried : { value: this.afterKey(address, steps, tried.value) };
        },
      });
  }

  private afterKey(address: Address, steps: number, tried: TriedKey): Next {
    const { named } = tried;
    if (named) {
      return 'problem' in named
        ? this.typeProject(address, steps, tried, named)
        : connectionOf(address, tried, named);
    }
    return tried.choices.projects.length > 0
      ? this.pickProject(address, steps, tried)
      : this.typeProject(address, steps, tried);
  }

  private pickProject(address: Address, steps: number, tried: TriedKey): Step {
    return async (canGoBack) => {
      const result = await pickProject(place(steps + 2, steps + 2, canGoBack), tried.choices, tried.attempt);
      if (result.kind !== 'done') {
        return result;
      }
      const chosen = result.value;
      if (chosen === 'typeId') {
        return { kind: 'done', value: this.typeProject(address, steps, tried) };
      }
      const next =
        'problem' in chosen
          ? this.typeProject(address, steps, tried, chosen)
          : connectionOf(address, tried, chosen);
      return { kind: 'done', value: next };
    };
  }

  private typeProject(address: Address, steps: number, tried: TriedKey, refused?: RefusedProject): Step {
    return async (canGoBack) => {
      const { origin } = address;
      const result = await typeProject(
        place(steps + 2, steps + 2, canGoBack),
        origin,
        refused,
        tried.attempt,
      );
      return result.kind === 'done'
        ? { kind: 'done', value: connectionOf(address, tried, result.value) }
        : result;
    };
  }

  private async add(added: NewConnection): Promise<Connection | undefined> {
    const { connections, dialogs } = this.options;
    const { key } = added;
    if ('keyId' in key) {
      return connections.add(added);
    }
    return storeOrKeep(dialogs, key, (newKey) => connections.add({ ...added, key: newKey }));
  }
}

function connectionOf(address: Address, { key }: TriedKey, project: ChosenProject): NewConnection {
  return {
    origin: address.origin,
    projectId: project.projectId,
    ...(project.name !== undefined && { projectName: project.name }),
    ...(address.insecure && { insecure: address.insecure }),
    key,
  };
}

/** @param steps how many steps came before: one for the cloud, two for an own server */
function keyPlace(address: Address, steps: number, canGoBack: boolean): StepPlace {
  return place(steps + 1, steps + (address.projectId === undefined ? 2 : 1), canGoBack);
}

function place(step: number, totalSteps: number, canGoBack: boolean): StepPlace {
  return { title: l10n.t('Connect to PostHog'), step, totalSteps, canGoBack };
}
