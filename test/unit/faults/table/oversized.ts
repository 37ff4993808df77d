import type { MatrixFault, Told } from '../matrixFault';

const MEGABYTE = 1024 * 1024;
const tooLarge: Told = {
  kind: 'protocol',
  reason: 'tooLarge',
  cause: /The answer of 127\.0\.0\.1:\d+ is too large to read/,
  next: /Check that this is PostHog’s address/,
};

/** Answers that are too much. */
export const oversized: readonly MatrixFault[] = [
  {
    name: 'gzip bomb',
    deed: { to: 'answer', fault: { kind: 'gzipBomb', bytes: 40 * MEGABYTE } },
    acts: 'either',
    leavesOpen: true,
    told: tooLarge,
  },
  {
    name: 'endless body',
    deed: { to: 'answer', fault: { kind: 'endlessBody' } },
    acts: 'either',
    leavesOpen: true,
    told: tooLarge,
  },
  {
    name: 'body that announces 200 MB',
    deed: { to: 'answer', fault: { kind: 'hugeBody' } },
    acts: 'either',
    leavesOpen: true,
    told: tooLarge,
  },
];
