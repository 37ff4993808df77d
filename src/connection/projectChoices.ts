import type { ApiClient } from '../api/client';
import { isApiError } from '../api/errors';
import { findCollection } from '../api/generation';
import { getProject, getUser, listProjects } from '../api/neighbours';
import type { Project, User } from '../api/schemas';
import { isBrokenPage } from '../model/loadConfigs';
import { shownName } from '../model/oneLine';

/** A person waits for the answer: a failure is told after one retry, and throttling at once. */
const IMPATIENT = { priority: 'background' } as const;

/** What a key could tell about the projects it reaches. */
export interface ProjectChoices {
  /** Empty when the key may not list them. */
  readonly projects: readonly Project[];
  /** The project that the key's owner last used in the browser. */
  readonly currentId?: number;
}

/**
 * Checks a key with a real request, and learns the projects it reaches. A key that may read neither its owner nor the
 * projects (scopes `user:read` and `project:read`, asked for since 2024) is still a good key.
 *
 * @throws ApiError of kind `auth` when the server refuses the key, and whatever else keeps it from answering
 */
export async function projectChoices(client: ApiClient, signal: AbortSignal): Promise<ProjectChoices> {
  const options = { ...IMPATIENT, signal };
  const user = await unlessForbidden(getUser(client, options));
  const teams = user?.organization?.teams ?? [];
  const projects = teams.length > 0 ? teams : ((await unlessForbidden(listProjects(client, options))) ?? []);
  return { projects, ...currentProject(user) };
}

export type ProjectCheck =
  | { readonly kind: 'ok'; readonly name?: string }
  /** A 2021-06 server answers for the owner's current project, whatever project it is asked for. */
  | { readonly kind: 'otherProject'; readonly actualId: number };

/**
 * Checks that a project has plugin configs that this key can read, with a real request. A list that the server cannot
 * make because of one bad row is no reason against connecting: the tree shows the others.
 *
 * @throws ApiError: `projectNotFound`, `keyNotForProject`, `missingScope` and so on; `gone` where the server has no
 * plugin configs any more
 */
export async function checkProject(
  client: ApiClient,
  projectId: number,
  knownName: string | undefined,
  signal: AbortSignal,
): Promise<ProjectCheck> {
  const actualId = await projectOfRows(client, projectId, signal);
  if (actualId !== undefined && actualId !== projectId) {
    return { kind: 'otherProject', actualId };
  }
  const name = shownName(knownName ?? (await projectName(client, projectId, signal)) ?? '');
  return { kind: 'ok', ...(name && { name }) };
}

/** The project that the server answers for, as far as there are rows that tell. */
async function projectOfRows(
  client: ApiClient,
  projectId: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const { firstPage } = await findCollection(client, projectId, { ...IMPATIENT, signal });
    return firstPage.rows[0]?.team_id;
  } catch (error) {
    if (isBrokenPage(error)) {
      return undefined;
    }
    throw error;
  }
}

/** A name is a nicety: whatever keeps it from us does not matter. */
async function projectName(
  client: ApiClient,
  projectId: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await getProject(client, projectId, { ...IMPATIENT, signal })).name ?? undefined;
  } catch (error) {
    if (isApiError(error) && error.kind !== 'cancelled') {
      return undefined;
    }
    throw error;
  }
}

async function unlessForbidden<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isApiError(error, 'forbidden')) {
      return undefined;
    }
    throw error;
  }
}

function currentProject(user: User | undefined): { readonly currentId?: number } {
  const id = user?.team?.id;
  return id === undefined ? {} : { currentId: id };
}
