import type { ProjectApi } from '../api/pluginConfigs';

/** What a copied command does; the first two and the last only read. */
export type CurlRequest = 'retrieve' | 'list' | 'enable' | 'disable' | 'logs';

export interface CurlTarget {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly projectId: number;
  /** Servers of June 2021 spell it with a hyphen. */
  readonly collection: ProjectApi['collection'];
  readonly configId: number;
}

/** Where the command takes the key from: the key itself never becomes part of a text. */
export const KEY_VARIABLE = 'POSTHOG_PERSONAL_API_KEY';

/** Entries that the command for logs asks for: one page of PostHog's own log view. */
const LOG_LIMIT = 100;

/** Method and path of a request, as people read them. */
export function methodAndPath(request: CurlRequest, target: CurlTarget): string {
  return `${methodOf(request)} ${pathOf(request, target)}`;
}

/**
 * The request as a command for a POSIX shell, on one line, without any key, secret or name: ids, the origin and the
 * state are all that it carries. Only the key's variable is left for the shell to fill in.
 */
export function curlCommand(request: CurlRequest, target: CurlTarget): string {
  const parts = ['curl'];
  if (methodOf(request) !== 'GET') {
    parts.push('-X', methodOf(request));
  }
  parts.push('-H', `"Authorization: Bearer $${KEY_VARIABLE}"`);
  if (request === 'enable' || request === 'disable') {
    const body = JSON.stringify({ enabled: request === 'enable' });
    parts.push('-H', shellQuoted('Content-Type: application/json'), '--data', shellQuoted(body));
  }
  parts.push(shellQuoted(`${target.origin}${pathOf(request, target)}`));
  return parts.join(' ');
}

/** One word of a POSIX shell: inside single quotes nothing has a meaning, save the quote itself. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function methodOf(request: CurlRequest): 'GET' | 'PATCH' {
  return request === 'enable' || request === 'disable' ? 'PATCH' : 'GET';
}

function pathOf(request: CurlRequest, { projectId, collection, configId }: CurlTarget): string {
  const configs = `/api/projects/${projectId}/${collection}/`;
  switch (request) {
    case 'list':
      return configs;
    case 'logs':
      return `${configs}${configId}/logs?limit=${LOG_LIMIT}`;
    case 'retrieve':
    case 'enable':
    case 'disable':
      return `${configs}${configId}/`;
  }
}
