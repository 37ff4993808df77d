import type { ApiClient, CallOptions } from './client';
import { getAllPages } from './pages';
import { percentEncoded } from './percentEncoded';
import { json } from './reply';
import { type Plugin, pluginSchema, type Project, projectSchema, type User, userSchema } from './schemas';

/**
 * `GET /api/users/@me/` → 200 with the key's owner, the organisation and its projects.
 *
 * @throws ApiError `auth`, `forbidden`/`missingScope` on servers from 2024 on, which want the scope `user:read`
 */
export function getUser(client: ApiClient, options?: CallOptions): Promise<User> {
  return client.request(
    { operation: 'getUser', method: 'GET', path: '/api/users/@me/', read: json(userSchema) },
    options,
  );
}

/**
 * `GET /api/projects/`, all pages → the projects of the owner's current organisation.
 *
 * @throws ApiError `forbidden`/`missingScope` without `project:read`, `keyNotForProject` for a key that is restricted
 *   to certain projects (2024 on)
 */
export function listProjects(client: ApiClient, options?: CallOptions): Promise<readonly Project[]> {
  return getAllPages(client, { operation: 'listProjects', path: '/api/projects/' }, projectSchema, options);
}

/**
 * `GET /api/projects/:id/` → 200 with the project.
 *
 * @throws ApiError `notFound`/`projectNotFound`, `forbidden`
 */
export function getProject(client: ApiClient, projectId: number, options?: CallOptions): Promise<Project> {
  return client.request(
    {
      operation: 'getProject',
      method: 'GET',
      path: `/api/projects/${projectId}/`,
      read: json(projectSchema),
    },
    options,
  );
}

/**
 * `GET /api/organizations/:id/plugins/`, all pages → its own plugins, the instance's, and all it has configured, in
 * no order.
 *
 * `@current` is the organisation that the key's owner last used in the browser: it moves. The list works at every
 * access level that may configure plugins, where a single plugin may not be readable.
 *
 * @throws ApiError `forbidden`: `pluginsNotAllowed`, or `keyNotForProject` for a key that is restricted to certain
 *   projects (2024 on)
 */
export function listPlugins(
  client: ApiClient,
  organizationId: string,
  options?: CallOptions,
): Promise<readonly Plugin[]> {
  // `@` may stand in a path as it is, and is part of a word of the API here.
  const organization = percentEncoded(organizationId).replace('%40', '@');
  const path = `/api/organizations/${organization}/plugins/`;
  return getAllPages(client, { operation: 'listPlugins', path }, pluginSchema, options);
}
