import { permissionDenied } from './failure';
import type { Organization, Project, User } from './request';

/**
 * Checks what a personal key may do on servers with scopes.
 *
 * @param scope for example `plugin:write`, or undefined for an action from which none can be derived; that one refuses
 *   every key, even with all scopes
 * @throws Failure 403
 */
export function requireScope(user: User, scope: string | undefined): void {
  if (scope === undefined) {
    throw permissionDenied('This action does not support personal API key access');
  }
  const granted = user.scopes ?? ['*'];
  const enough = ['*', scope, scope.replace(/:read$/, ':write')];
  if (!enough.some((candidate) => granted.includes(candidate))) {
    throw permissionDenied(`API key missing required scope '${scope}'`);
  }
}

/**
 * Checks a key that is restricted to projects or organisations.
 *
 * @param project undefined for endpoints that belong to no project
 * @throws Failure 403
 */
export function requireReach(
  user: User,
  project: Project | undefined,
  organization: Organization | undefined,
): void {
  const projects = user.scoped_teams ?? [];
  if (projects.length > 0) {
    if (!project) {
      throw permissionDenied('API keys with scoped projects are only supported on project-based endpoints.');
    }
    if (!projects.includes(project.id)) {
      throw permissionDenied(`API key does not have access to the requested project: ID ${project.id}.`);
    }
  }
  const organizations = user.scoped_organizations ?? [];
  if (organizations.length > 0 && organization && !organizations.includes(organization.id)) {
    throw permissionDenied(
      `API key does not have access to the requested organization: ID ${organization.id}.`,
    );
  }
}
