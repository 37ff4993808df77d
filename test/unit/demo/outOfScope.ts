import type { ProfileName } from '../../../src/demo/profiles';
import type { Exchange } from './goldenFormat';

interface Kind {
  readonly reason: string;
  applies(exchange: Exchange, profile: ProfileName): boolean;
}

const is2021 = (profile: ProfileName): boolean => profile === '2021-06';

/**
 * Kinds of exchanges that the demo server does not have to get right. Nothing else may differ, except for what Python's
 * parser says after "JSON parse error - ", which is never compared.
 */
export const OUT_OF_SCOPE: Readonly<Record<string, Kind>> = {
  sessions: {
    reason: 'the extension signs in with keys only',
    applies: ({ request }) => request.headers.Cookie !== undefined,
  },
  basicAuthentication: {
    reason: 'the extension never has a password',
    applies: ({ request }) => request.headers.Authorization?.startsWith('Basic ') === true,
  },
  tlsRedirects: {
    reason: 'the demo server speaks plain HTTP on loopback only',
    applies: ({ setup }) => setup.sslRedirect === true,
  },
  browsableHtml: {
    reason: 'the HTML form of the API is for browsers',
    applies: ({ response, request }, profile) =>
      is2021(profile) &&
      response.headers['content-type'] === 'text/html; charset=utf-8' &&
      request.method !== 'OPTIONS',
  },
  optionsMethod: {
    reason: 'no client of the API asks for its description',
    applies: ({ request }) => request.method === 'OPTIONS',
  },
  unknownMethods: {
    reason: "Node's HTTP parser refuses them before the server sees them",
    applies: ({ request }) => request.method === 'FOO',
  },
  activity: {
    reason: 'the extension does not show the activity log',
    applies: ({ request }) => request.path.includes('/plugins/activity/'),
  },
  headMethod: {
    reason:
      'no client here sends HEAD; its only difference is how Python writes 1.0 in the length of the body',
    applies: ({ request }) => request.method === 'HEAD',
  },
};

/** The name of the kind that excuses an exchange, if one does. */
export function outOfScopeKind(exchange: Exchange, profile: ProfileName): string | undefined {
  return Object.entries(OUT_OF_SCOPE).find(([, kind]) => kind.applies(exchange, profile))?.[0];
}
