import assert from 'node:assert/strict';
import { cellsOf, type Cell } from './expectation';
import type { MatrixFault } from './matrixFault';
import { operations } from './operations';
import { runCell } from './runCell';
import { brokenAnswers } from './table/brokenAnswers';
import { connecting } from './table/connecting';
import { oversized } from './table/oversized';
import { redirects } from './table/redirects';
import { refusals } from './table/refusals';
import { serverErrors } from './table/serverErrors';
import { silence } from './table/silence';
import { throttling } from './table/throttling';
import { loadWords, type Words } from './words';

const faults: readonly MatrixFault[] = [
  ...connecting,
  ...silence,
  ...brokenAnswers,
  ...oversized,
  ...refusals,
  ...throttling,
  ...serverErrors,
  ...redirects,
];

/** What has to be in the table, by the beginning of its name. */
const ASKED_FOR = [
  'connection refused',
  'DNS failure',
  'connect timeout',
  'no headers',
  'headers, then silence',
  'reset mid-body',
  'truncated JSON',
  'HTML with 200',
  '401 mid-use',
  '403',
  '404: no such endpoint',
  '404: no such project',
  '404: no such config',
  '405',
  '413',
  '429 with Retry-After',
  '429 without Retry-After',
  '429 with only the sentence',
  '500 JSON',
  '500 HTML',
  '502',
  '503',
  '504',
  'redirect to the same origin',
  'redirect to another origin',
  'redirect to http',
  'redirect loop',
  'gzip bomb',
  'endless body',
  'wrong content type',
  'slow drip',
  'TLS: self-signed certificate',
  'TLS: expired certificate',
  'TLS: certificate for another name',
];

describe('fault matrix', () => {
  let words: Words;
  let run = 0;
  let held = 0;

  before(async () => (words = await loadWords()));
  after(() => {
    console.log(`fault matrix: ${run} cells, ${held} hold`);
    assert.equal(held, run);
  });

  it('has every fault for every operation', () => {
    for (const { name } of operations) {
      const cells = cellsOf(operations, faults).filter(({ operation }) => operation.name === name);
      const missing = ASKED_FOR.filter((begin) => !cells.some(({ fault }) => fault.name.startsWith(begin)));
      assert.deepEqual(missing, [], name);
    }
    assert.equal(operations.length, 11);
    assert.equal(new Set(faults.map(({ name }) => name)).size, faults.length, 'names are unique');
  });

  for (const cell of cellsOf(operations, faults)) {
    it(nameOf(cell), async () => {
      run++;
      await runCell(cell, words);
      held++;
    });
  }
});

function nameOf({ operation, fault, acts, once }: Cell): string {
  const isWrite = operation.nature !== 'read' && fault.acts === 'either';
  const behind = isWrite ? (acts ? ', done behind it' : ', not done behind it') : '';
  return `${operation.name}: ${fault.name}${behind}${once ? ', once' : ''}`;
}
