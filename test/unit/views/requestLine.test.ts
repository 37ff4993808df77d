import assert from 'node:assert/strict';

import type { RequestRecord } from '../../../src/api/client';
import { requestLine } from '../../../src/views/requestLine';

const record: RequestRecord = {
  operation: 'listPluginConfigs',
  method: 'GET',
  path: '/api/projects/1/plugin_configs/?limit=1000',
  status: 200,
  ms: 12.6,
  attempt: 1,
};

describe('requestLine', () => {
  const cases: readonly (readonly [Partial<RequestRecord>, string])[] = [
    [{}, '200 in 13 ms'],
    [{ status: 503, attempt: 2 }, '503 in 13 ms, attempt 2'],
    [{ failure: 'protocol/html' }, '200 protocol/html in 13 ms'],
  ];
  for (const [change, end] of cases) {
    it(end, () => {
      assert.equal(
        requestLine({ ...record, ...change }, 'https://us.posthog.com'),
        `GET https://us.posthog.com/api/projects/1/plugin_configs/?limit=1000 ${end}`,
      );
    });
  }
});
