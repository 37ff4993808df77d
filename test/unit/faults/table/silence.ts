import type { MatrixFault, Told } from '../matrixFault';

const late: Told = {
  kind: 'network',
  reason: 'timeout',
  cause: /did not answer in time/,
  next: /Try again in a moment/,
};

/** Answers that take too long, or only long. */
export const silence: readonly MatrixFault[] = [
  {
    name: 'no headers',
    deed: { to: 'answer', fault: { kind: 'hang' } },
    acts: 'either',
    leavesOpen: true,
    passes: true,
    periodMs: 30_000,
    waitsForUpload: true,
    told: late,
  },
  {
    name: 'headers, then silence',
    deed: { to: 'answer', fault: { kind: 'headersThenSilence' } },
    acts: 'either',
    leavesOpen: true,
    passes: true,
    periodMs: 30_000,
    told: late,
  },
  {
    name: 'slow drip that never ends',
    deed: { to: 'answer', fault: { kind: 'drip', bytes: 2, everyMs: 6_000 } },
    acts: 'always',
    leavesOpen: true,
    passes: true,
    periodMs: 60_000,
    waitsForUpload: true,
    hitsOnly: 'bodies',
    told: late,
  },
  {
    name: 'slow drip that ends',
    deed: { to: 'answer', fault: { kind: 'drip', bytes: 500, everyMs: 100 } },
    acts: 'always',
  },
];
