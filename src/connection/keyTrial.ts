import type { ApiClient } from '../api/client';
import type { Address } from './address';
import type { Connections, NewConnection } from './connections';
import { projectChoices, type ProjectChoices } from './projectChoices';
import { attemptProject, type ChosenProject, type ProjectAttempt } from './projectStep';
import type { Sessions } from './sessions';
import type { Submitted } from './steps';
import { keyFailureText, storedKeyGoneText } from './wording';

/** A key that the server took. */
export interface TriedKey {
  readonly key: NewConnection['key'];
  readonly choices: ProjectChoices;
  /** What became of the project that the address named, if it named one. */
  readonly named?: ProjectAttempt;
  readonly attempt: (project: ChosenProject, signal: AbortSignal) => Promise<ProjectAttempt>;
}

export interface KeyTrialOptions {
  readonly connections: Connections;
  readonly sessions: Sessions;
  /** Words a failure of a request. */
  readonly explain: (error: unknown) => string;
}

/** Tries keys that are not part of a connection yet, each through a client of its own. */
export class KeyTrial {
  private readonly clients: ApiClient[] = [];

  constructor(private readonly options: KeyTrialOptions) {}

  /** Tries the key that is stored for this address under `keyId`. */
  async tryStored(address: Address, keyId: string, signal: AbortSignal): Promise<Submitted<TriedKey>> {
    const { connections, explain } = this.options;
    try {
      const user = connections.keysFor(address.origin).get(keyId)?.[0];
      const text = user && (await connections.readKey(user));
      return text === undefined
        ? { problem: storedKeyGoneText() }
        : await this.try(address, text, { keyId }, signal);
    } catch (error) {
      return { problem: explain(error) };
    }
  }

  tryNew(address: Address, text: string, signal: AbortSignal): Promise<Submitted<TriedKey>> {
    return this.try(address, text, { text }, signal);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.clients.splice(0).map((client) => client.dispose()));
  }

  private async try(
    address: Address,
    text: string,
    key: NewConnection['key'],
    signal: AbortSignal,
  ): Promise<Submitted<TriedKey>> {
    const { sessions, explain } = this.options;
    const client = sessions.open(address.origin, text);
    this.clients.push(client);
    try {
      const choices = await projectChoices(client, signal);
      const attempt: TriedKey['attempt'] = (project, attemptSignal) =>
        attemptProject(
          client,
          { ...knownName(choices, project.projectId), ...project },
          explain,
          attemptSignal,
        );
      const named = address.projectId && (await attempt({ projectId: address.projectId }, signal));
      return { value: { key, choices, attempt, ...(named && { named }) } };
    } catch (error) {
      return { problem: keyFailureText(error, address.origin, explain) };
    }
  }
}

function knownName(choices: ProjectChoices, projectId: number): { readonly name?: string } {
  const name = choices.projects.find(({ id }) => id === projectId)?.name;
  return name ? { name } : {};
}
