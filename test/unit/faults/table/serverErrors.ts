import type { Fault } from '../../../support/faults/fault';
import type { MatrixFault, Told } from '../matrixFault';

const failed = (status: number, words: string): Told => ({
  kind: 'server',
  cause: new RegExp(`failed with status ${status} \\(${words}\\)`),
  next: /Try again in a moment/,
});
const page = (status: number, title: string): Fault => ({
  kind: 'html',
  status,
  text: `<html>\r\n<head><title>${title}</title></head>\r\n<body><h1>${title}</h1></body></html>`,
});

/** Servers that fail, and gateways before them. None of it shows whether a write was done. */
export const serverErrors: readonly MatrixFault[] = [
  {
    name: '500 JSON',
    deed: {
      to: 'answer',
      fault: {
        kind: 'answer',
        status: 500,
        body: { type: 'server_error', code: 'error', detail: 'A server error occurred.', attr: null },
      },
    },
    acts: 'either',
    leavesOpen: true,
    isRefusal: true,
    told: failed(500, 'A server error occurred\\.'),
  },
  {
    name: '500 HTML',
    deed: { to: 'answer', fault: page(500, 'Server Error (500)') },
    acts: 'either',
    leavesOpen: true,
    isRefusal: true,
    told: failed(500, 'Server Error \\(500\\)'),
  },
  ...[
    [502, 'Bad Gateway'] as const,
    [503, 'Service Temporarily Unavailable'] as const,
    [504, 'Gateway Time-out'] as const,
  ].map(([status, words]): MatrixFault => ({
    name: String(status),
    deed: { to: 'answer', fault: page(status, `${status} ${words}`) },
    acts: 'either',
    leavesOpen: true,
    passes: true,
    isRefusal: true,
    told: failed(status, `${status} ${words}`),
  })),
];
