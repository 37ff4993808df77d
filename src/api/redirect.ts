import type { Reply } from './reply';

const REDIRECTS = [301, 302, 303, 307, 308];
/** Those that promise to keep the method and the body. */
const KEEPING = [307, 308];

export type Redirect =
  | { readonly kind: 'follow'; readonly path: string }
  /** `detail` names both ends. */
  | {
      readonly kind: 'refuse';
      readonly reason: 'redirect' | 'redirectedWrite';
      readonly detail: string;
    };

/**
 * Where an answer sends us, undefined when it is no redirect. Only the same origin is followed, because the key is
 * bound to it: another scheme is another origin. A write is followed only where its method and body are kept:
 * PostHog's own redirect from http to https turns a write into a read.
 */
export function redirectOf(
  reply: Reply,
  request: { readonly origin: string; readonly path: string; readonly method: string },
): Redirect | undefined {
  if (!REDIRECTS.includes(reply.status)) {
    return undefined;
  }
  const from = request.origin + request.path;
  const location = reply.headers.get('location');
  if (location === undefined || !URL.canParse(location, from)) {
    return { kind: 'refuse', reason: 'redirect', detail: `${from} redirects, but does not say where to` };
  }
  const target = new URL(location, from);
  const to = target.host === '' ? target.protocol : target.origin + target.pathname;
  const refused = { kind: 'refuse', reason: 'redirect', detail: `${from} redirects to ${to}` } as const;
  if (target.origin !== request.origin || target.username !== '' || target.password !== '') {
    return refused;
  }
  if (request.method !== 'GET' && !KEEPING.includes(reply.status)) {
    return { ...refused, reason: 'redirectedWrite' };
  }
  return { kind: 'follow', path: target.pathname + target.search };
}
