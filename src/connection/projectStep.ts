import { l10n } from 'vscode';
import type { ApiClient } from '../api/client';
import type { Project } from '../api/schemas';
import { parseAddress } from './address';
import { shownName } from '../model/oneLine';
import { plainText } from './plainText';
import { checkProject, type ProjectChoices } from './projectChoices';
import { inputStep, pickStep, type Choice, type StepPlace, type StepResult, type Submitted } from './steps';
import { otherProjectText, projectFailureText } from './wording';

export interface ChosenProject {
  readonly projectId: number;
  readonly name?: string;
}

/** A project that was checked and cannot be connected. */
export interface RefusedProject {
  readonly projectId: number;
  readonly problem: string;
}

export type ProjectAttempt = ChosenProject | RefusedProject;

/** Checks a project with a real request. Never throws: every failure is a problem in words. */
export async function attemptProject(
  client: ApiClient,
  project: ChosenProject,
  explain: (error: unknown) => string,
  signal: AbortSignal,
): Promise<ProjectAttempt> {
  const { projectId } = project;
  try {
    const check = await checkProject(client, projectId, project.name, signal);
    return check.kind === 'ok'
      ? { projectId, ...(check.name !== undefined && { name: check.name }) }
      : { projectId, problem: otherProjectText(new URL(client.origin).host, projectId, check.actualId) };
  } catch (error) {
    return { projectId, problem: projectFailureText(error, projectId, explain) };
  }
}

/** Lets the user choose one of the projects that the key reaches; `typeId` to name one that is not among them. */
export function pickProject(
  place: StepPlace,
  choices: ProjectChoices,
  attempt: (project: ChosenProject, signal: AbortSignal) => Promise<ProjectAttempt>,
): Promise<StepResult<ProjectAttempt | 'typeId'>> {
  const items: Choice<Project | 'typeId'>[] = choices.projects.map((project) => ({
    label: plainText(shownName(project.name ?? '') || l10n.t('Project {0}', project.id)),
    description:
      project.id === choices.currentId
        ? l10n.t('id {0}, last opened in the browser', project.id)
        : l10n.t('id {0}', project.id),
    value: project,
  }));
  return pickStep<Project | 'typeId', ProjectAttempt | 'typeId'>({
    ...place,
    placeholder: l10n.t('Choose a project'),
    items: [...items, { label: l10n.t('$(edit) Enter a project id…'), alwaysShow: true, value: 'typeId' }],
    submit: async (chosen, signal) => {
      if (chosen === 'typeId') {
        return { value: chosen };
      }
      return {
        value: await attempt({ projectId: chosen.id, ...(chosen.name && { name: chosen.name }) }, signal),
      };
    },
  });
}

/** Lets the user type a project's id or paste the address of one of its pages. */
export function typeProject(
  place: StepPlace,
  origin: string,
  refused: RefusedProject | undefined,
  attempt: (project: ChosenProject, signal: AbortSignal) => Promise<ProjectAttempt>,
): Promise<StepResult<ChosenProject>> {
  return inputStep<ChosenProject>({
    ...place,
    prompt: l10n.t(
      'The id of the project: the number behind /project/ in the address of its pages on {0}.',
      origin,
    ),
    placeholder: '12345',
    ...(refused && { value: String(refused.projectId), problem: refused.problem }),
    submit: async (text, signal): Promise<Submitted<ChosenProject>> => {
      const typed = parseProject(text, origin);
      if ('problem' in typed) {
        return typed;
      }
      const answer = await attempt(typed, signal);
      return 'problem' in answer ? { problem: answer.problem } : { value: answer };
    },
  });
}

function parseProject(text: string, origin: string): ChosenProject | { readonly problem: string } {
  const typed = text.trim();
  if (/^[1-9]\d{0,14}$/.test(typed)) {
    return { projectId: Number(typed) };
  }
  const parsed = parseAddress(typed);
  const projectId = parsed.ok && parsed.address.origin === origin ? parsed.address.projectId : undefined;
  return projectId === undefined
    ? {
        problem: l10n.t(
          'Enter a number like 12345, or paste the address of a page of the project on {0}.',
          origin,
        ),
      }
    : { projectId };
}
