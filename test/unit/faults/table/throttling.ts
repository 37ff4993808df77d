import type { MatrixFault, Told } from '../matrixFault';

const told = (next: RegExp): Told => ({ kind: 'rateLimited', cause: /is throttling requests/, next });
const throttled = (detail: string): unknown => ({
  type: 'throttled_error',
  code: 'throttled',
  detail,
  attr: null,
});

/** Servers that want less to be asked. */
export const throttling: readonly MatrixFault[] = [
  {
    name: '429 with Retry-After',
    deed: {
      to: 'answer',
      fault: {
        kind: 'answer',
        status: 429,
        body: throttled('Request was throttled.'),
        headers: { 'Retry-After': '13' },
      },
    },
    isRefusal: true,
    passes: true,
    periodMs: 13_000,
    told: told(/Try again in 13 s\./),
  },
  {
    name: '429 with a Retry-After of an hour',
    deed: {
      to: 'answer',
      fault: { kind: 'answer', status: 429, body: 'slow down', headers: { 'Retry-After': '3600' } },
    },
    isRefusal: true,
    passes: true,
    periodMs: 3_600_000,
    told: told(/Try again in 3600 s\./),
  },
  {
    name: '429 without Retry-After',
    deed: { to: 'answer', fault: { kind: 'answer', status: 429, body: throttled('Request was throttled.') } },
    isRefusal: true,
    passes: true,
    told: told(/Try again in a minute\./),
  },
  {
    name: '429 with only the sentence',
    deed: {
      to: 'answer',
      fault: {
        kind: 'answer',
        status: 429,
        body: throttled('Request was throttled. Expected available in 37 seconds.'),
      },
    },
    isRefusal: true,
    passes: true,
    periodMs: 37_000,
    told: told(/Try again in 37 s\./),
  },
];
