import type { MatrixFault, Told } from '../matrixFault';

const elsewhere: Told = {
  kind: 'protocol',
  reason: 'redirect',
  cause: /redirects elsewhere \(https:\S+ redirects to https?:\/\/\S+\)\. The key was not sent/,
  next: /Connect to the other address if it is yours/,
};

/** The same address, with or without the slash at its end: PostHog takes both. */
function otherSlash(url: string): string {
  const [path = '', ...query] = url.split('?');
  return [path.endsWith('/') ? path.slice(0, -1) : `${path}/`, ...query].join('?');
}

export const redirects: readonly MatrixFault[] = [
  {
    name: 'redirect to the same origin (302)',
    deed: { to: 'answer', fault: { kind: 'redirect', status: 302, location: otherSlash } },
    acts: 'either',
    leavesOpen: true,
    sparesReads: true,
    followed: 1,
    told: {
      kind: 'protocol',
      reason: 'redirectedWrite',
      cause: /answered with a redirect \(https:\S+ redirects to https:\S+\), which a change must not follow/,
      next: /Open 127\.0\.0\.1:\d+ in a browser/,
    },
  },
  {
    name: 'redirect to the same origin (307)',
    deed: { to: 'answer', fault: { kind: 'redirect', status: 307, location: otherSlash } },
    followed: 1,
  },
  {
    name: 'redirect to another origin',
    deed: {
      to: 'answer',
      fault: { kind: 'redirect', status: 307, location: 'https://localhost:9/stolen?from=here' },
    },
    told: elsewhere,
  },
  {
    name: 'redirect to http',
    deed: {
      to: 'answer',
      fault: { kind: 'redirect', status: 308, location: (url, host) => `http://${host}${url}` },
    },
    told: elsewhere,
  },
  {
    name: 'redirect loop',
    deed: { to: 'answer', fault: { kind: 'redirect', status: 307, location: (url) => url } },
    followed: 5,
    told: {
      kind: 'protocol',
      reason: 'redirectLoop',
      cause: /redirects in circles \(more than 5 redirects\)/,
      next: /Open 127\.0\.0\.1:\d+ in a browser/,
    },
  },
];
