import type { MatrixFault, Told } from '../matrixFault';

const cut: Told = {
  kind: 'protocol',
  reason: 'truncated',
  cause: /The answer of 127\.0\.0\.1:\d+ was cut off/,
  next: /Try again in a moment/,
};

/** Answers that break, or are not what they should be. */
export const brokenAnswers: readonly MatrixFault[] = [
  {
    name: 'reset without an answer',
    deed: { to: 'answer', fault: { kind: 'reset' } },
    acts: 'either',
    leavesOpen: true,
    passes: true,
    told: {
      kind: 'network',
      reason: 'reset',
      cause: /The connection to 127\.0\.0\.1:\d+ broke/,
      next: /Try again in a moment/,
    },
  },
  {
    name: 'reset mid-body',
    deed: { to: 'answer', fault: { kind: 'resetMidBody' } },
    acts: 'always',
    leavesOpen: true,
    passes: true,
    told: cut,
  },
  {
    name: 'truncated JSON',
    deed: { to: 'answer', fault: { kind: 'truncated' } },
    acts: 'always',
    leavesOpen: true,
    passes: true,
    hitsOnly: 'jsonOrNothing',
    told: cut,
  },
  {
    name: 'HTML with 200',
    deed: { to: 'answer', fault: { kind: 'html' } },
    acts: 'either',
    leavesOpen: true,
    told: {
      kind: 'protocol',
      reason: 'html',
      cause: /answered with a web page instead of data \(Sign in\)\. A login page or a proxy may stand/,
      next: /Open 127\.0\.0\.1:\d+ in a browser/,
    },
  },
  {
    name: '200 without a body',
    deed: { to: 'answer', fault: { kind: 'answer', status: 200 } },
    acts: 'always',
    leavesOpen: true,
    hitsOnly: 'json',
    told: {
      kind: 'protocol',
      reason: 'notJson',
      cause: /answered with something that is not PostHog’s API \(empty reply\)/,
      next: /Check that this is PostHog’s address/,
    },
  },
  {
    name: 'JSON of another shape',
    deed: { to: 'answer', fault: { kind: 'answer', status: 200, body: { results: 'none', id: 'seven' } } },
    acts: 'always',
    leavesOpen: true,
    hitsOnly: 'json',
    told: {
      kind: 'protocol',
      reason: 'drifted',
      cause: /is not what PostHog sends \(.+: (missing|expected .+)\)/,
      next: /Look for an update of the extension/,
    },
  },
  {
    name: 'wrong content type',
    deed: { to: 'answer', fault: { kind: 'contentType', type: 'application/octet-stream' } },
    acts: 'always',
  },
];
