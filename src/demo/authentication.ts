import type { RequestData } from './bodyParser';
import { authenticationFailed, Crash, Failure } from './failure';
import { isDict, isList, isTruthy, type PyValue } from './pyValue';
import type { DemoRequest, User } from './request';
import type { DemoState } from './state';

interface FoundKey {
  readonly key: PyValue;
  readonly place: 'Authorization header' | 'body' | 'query string';
}

/**
 * The key's owner. Only the first place with a key is looked at: the header (`Bearer`, spelled so, and two characters
 * at least), then the body, then the query. A body is read, and complained about, only without a key in the header.
 *
 * @param readBody parses the body, or throws
 * @throws Failure 401, or whatever `readBody` throws
 */
export function authenticate(state: DemoState, request: DemoRequest, readBody: () => RequestData): User {
  const found = headerKey(request) ?? bodyKey(readBody()) ?? queryKey(request);
  if (!found) {
    throw new Failure(
      401,
      'authentication_error',
      'not_authenticated',
      'Authentication credentials were not provided.',
    );
  }
  const user = state.users.find(({ key, is_active: isActive }) => isActive && key === found.key);
  if (!user) {
    throw authenticationFailed(`Personal API key found in request ${found.place} is invalid.`);
  }
  return user;
}

function headerKey({ headers }: DemoRequest): FoundKey | undefined {
  const key = /^Bearer\s+(\S.+)$/.exec(headers.authorization ?? '')?.[1];
  return key === undefined ? undefined : { key: key.trim(), place: 'Authorization header' };
}

function bodyKey(data: RequestData): FoundKey | undefined {
  if (data.kind === 'form') {
    const key = data.fields.get('personal_api_key');
    return key === undefined ? undefined : { key, place: 'body' };
  }
  const { value } = data;
  if (!isTruthy(value)) {
    return undefined;
  }
  if (isDict(value)) {
    const key = value.get('personal_api_key');
    return key === undefined ? undefined : { key, place: 'body' };
  }
  const canBeSearched = isList(value) || typeof value === 'string';
  if (canBeSearched && !value.includes('personal_api_key')) {
    return undefined;
  }
  throw new Crash();
}

function queryKey({ query }: DemoRequest): FoundKey | undefined {
  const key = query.get('personal_api_key');
  return key === undefined ? undefined : { key, place: 'query string' };
}
