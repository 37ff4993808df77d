import { postField, type RequestData } from './bodyParser';
import { authenticationFailed, Crash, notFound, permissionDenied, refused } from './failure';
import type { Profile } from './profiles';
import { pyInt } from './pyValue';
import type { DemoRequest, Organization, Project, User } from './request';
import type { DemoState } from './state';

/** Levels of `plugins_access_level` that matter here. */
export const CONFIG_LEVEL = 3;
export const INSTALL_LEVEL = 6;

const LEVEL_TOO_LOW = "Your organization's plugin access level is insufficient.";

export interface AccessRequest {
  readonly profile: Profile;
  readonly state: DemoState;
  readonly request: DemoRequest;
  readonly data: RequestData;
  readonly user: User;
}

/** The project that a request works on, and the one whose members may make it: a token can tear the two apart. */
export interface ProjectTarget {
  readonly project: Project;
  readonly guard: Project;
}

/**
 * Finds the project of a path.
 *
 * A parameter `token` or `api_key` (query of a GET, else a form field) is taken for a project token, and moves the
 * request to that project or fails it.
 *
 * @param reference a project id, `@current`, or undefined for paths that mean the owner's current project
 * @throws Failure 401, 404 or 500
 */
export function findProject(
  access: AccessRequest,
  reference: string | undefined,
  isLogs: boolean,
): ProjectTarget {
  const tokenProject = projectOfToken(access);
  const { profile, state, user } = access;
  const current = state.projects.find(({ id }) => id === user.current_project);
  if (profile.usesCurrentProject && !isLogs) {
    if (!current) {
      throw new Crash();
    }
    return { project: current, guard: tokenProject ?? current };
  }
  if (reference === undefined) {
    const project = tokenProject ?? current;
    if (!project) {
      throw refused('This endpoint requires a project.');
    }
    return { project, guard: project };
  }
  const isUnguarded = !profile.logsCheckMembership && isLogs;
  if (reference === '@current') {
    if (!current) {
      throw isUnguarded ? new Crash() : notFound('Project not found.');
    }
    return { project: current, guard: tokenProject ?? current };
  }
  if (tokenProject) {
    return { project: tokenProject, guard: tokenProject };
  }
  const id = pyInt(reference);
  const project = state.projects.find((candidate) => BigInt(candidate.id) === id);
  if (!project) {
    throw isUnguarded
      ? new Crash()
      : notFound(id === undefined ? profile.badProjectIdDetail : 'Project not found.');
  }
  return { project, guard: project };
}

function projectOfToken({ state, request, data }: AccessRequest): Project | undefined {
  const inQuery = request.method === 'GET' ? [request.query.get('token'), request.query.get('api_key')] : [];
  const inForm = [postField(data, 'api_key'), postField(data, 'token')];
  const token = [...inQuery, ...inForm].find((candidate) => candidate !== undefined && candidate !== '');
  if (token === undefined) {
    return undefined;
  }
  const project = state.projects.find(({ api_token: candidate }) => candidate === token);
  if (!project) {
    throw authenticationFailed();
  }
  return project;
}

/**
 * Finds the organisation of a path.
 *
 * @throws Failure 404 or 500
 */
export function findOrganization(access: AccessRequest, reference: string): Organization {
  projectOfToken(access);
  const { profile, state, user } = access;
  const id = reference === '@current' ? currentOrganizationId(state, user) : uuidOf(reference);
  const organization = state.organizations.find((candidate) => candidate.id === id);
  if (!organization) {
    throw profile.unknownOrganizationCrashes ? new Crash() : notFound('Organization not found.');
  }
  return organization;
}

function uuidOf(text: string): string {
  const digits = text
    .replace(/^urn:uuid:/, '')
    .replace(/[{}-]/g, '')
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) {
    throw new Crash();
  }
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function currentOrganizationId(state: DemoState, user: User): string | undefined {
  return user.current_org === null ? undefined : state.organizationIdOf(user.current_org);
}

export function organizationOf(state: DemoState, { organization_id: id }: Project): Organization {
  const organization = state.organizations.find((candidate) => candidate.id === id);
  if (!organization) {
    throw new Crash();
  }
  return organization;
}

export function isMember(state: DemoState, user: User, organization: Organization): boolean {
  return user.organizations.some((reference) => state.organizationIdOf(reference) === organization.id);
}

/** @throws Failure 403 unless the user belongs to the organisation */
export function requireMember(
  state: DemoState,
  user: User,
  organization: Organization,
  detail?: string,
): void {
  if (!isMember(state, user, organization)) {
    throw permissionDenied(detail);
  }
}

/** Reading needs the level CONFIG, anything else INSTALL. @throws Failure 403 */
export function requireLevel(method: string, organization: Organization): void {
  const isSafe = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  if (organization.plugins_access_level < (isSafe ? CONFIG_LEVEL : INSTALL_LEVEL)) {
    throw permissionDenied(LEVEL_TOO_LOW);
  }
}

/** Whether plugin configs are available at all in an organisation. */
export function canConfigure(organization: Organization): boolean {
  return organization.plugins_access_level >= CONFIG_LEVEL;
}
