import assert from 'node:assert/strict';

import type { ConfigRow } from '../../../src/model/configRow';
import type { FaultProxy } from '../../support/faults/faultProxy';
import { ProjectHarness } from '../../support/projectHarness';
import { failureOf } from '../api/clientHarness';

const CONFIG = '/api/projects/1/plugin_configs/1/';

describe('ConfigWrites on a bad server', () => {
  let harness: ProjectHarness;
  let proxy: FaultProxy;

  beforeEach(async () => {
    harness = await ProjectHarness.start({
      profile: '2023-12',
      behindProxy: true,
    });
    ({ proxy } = harness);
    await harness.configs.refresh();
  });

  afterEach(async () => {
    await harness.stop();
  });

  const row = (): ConfigRow => {
    const found = harness.configs.row(1);
    assert.ok(found);
    return found;
  };
  const requests = (method: string): number =>
    proxy.requests.filter((request) => request.method === method).length;

  it('looks before it speaks: a change whose answer never came was made all the same', async () => {
    proxy.inject({ method: 'PATCH', fault: { kind: 'reset', forwards: true } });
    const outcome = await harness.writes.setEnabled(row(), false);
    assert.equal(outcome.kind, 'changed');
    assert.equal(harness.configs.row(1)?.enabled, false);
    assert.equal(harness.configs.row(1)?.pending, undefined);
  });

  it('says that a change was not made when it was not', async () => {
    proxy.inject({ method: 'PATCH', fault: { kind: 'reset' } });
    const error = await failureOf(harness.writes.setEnabled(row(), false));
    assert.equal(error.kind, 'network');
    assert.equal(harness.configs.row(1)?.enabled, true);
    assert.equal(harness.configs.row(1)?.failure, error);
  });

  it('puts the former row back when the server refuses, and drops the mark with the next success', async () => {
    const body = { type: 'validation_error', code: 'invalid_input', detail: 'No.', attr: 'enabled' };
    const disarm = proxy.inject({ method: 'PATCH', fault: { kind: 'answer', status: 400, body } });
    const error = await failureOf(harness.writes.setEnabled(row(), false));
    assert.equal(error.kind, 'invalid');
    assert.equal(requests('PATCH'), 1);
    assert.equal(harness.configs.row(1)?.enabled, true);
    disarm();
    await harness.writes.setEnabled(row(), false);
    assert.equal(harness.configs.row(1)?.failure, undefined);
  });

  it('shows what the server did, not what it was asked for', async () => {
    proxy.inject({
      method: 'PATCH',
      fault: { kind: 'drift', map: (body) => ({ ...(body as object), enabled: true }) },
    });
    const outcome = await harness.writes.setEnabled(row(), false);
    assert.deepEqual(outcome, { kind: 'unchanged', enabled: true });
    assert.equal(harness.configs.row(1)?.enabled, true);
  });

  it('tells that a delete stopped half-way: disabled, but still listed', async () => {
    proxy.inject({ method: 'PATCH', fault: { kind: 'answer', status: 500, body: {} } });
    const outcome = await harness.writes.delete(row());
    assert.equal(outcome.kind, 'stillListed');
    assert.equal(outcome.cause?.kind, 'server');
    assert.equal(harness.configs.row(1)?.enabled, false);
  });

  it('an empty 404 of a delete is not taken for a config that is gone', async () => {
    proxy.inject({ method: 'DELETE', fault: { kind: 'answer', status: 404 } });
    const error = await failureOf(harness.writes.delete(row()));
    assert.equal(error.reason, 'pluginsNotAllowed');
    assert.ok(harness.configs.row(1));
  });

  it('a 500 of a delete that is really one stays one', async () => {
    proxy.inject({ method: 'DELETE', fault: { kind: 'answer', status: 500, body: {} } });
    const error = await failureOf(harness.writes.delete(row()));
    assert.equal(error.kind, 'server');
    assert.equal(requests('DELETE'), 1);
    assert.equal(harness.configs.row(1)?.enabled, true);
    assert.ok(proxy.requests.some(({ method, path }) => method === 'GET' && path === CONFIG));
  });

  it('keeps its rows when the list fails, and says why', async () => {
    proxy.inject({ method: 'GET', path: '/api/projects/1/plugin_configs/', fault: { kind: 'html' } });
    await harness.configs.refresh();
    const { state, rows } = harness.configs;
    assert.equal(state.kind, 'stale');
    assert.equal(state.error.reason, 'html');
    assert.equal(rows.length, 5);
  });

  it('shows nothing more of a server that has lost its plugin configs', async () => {
    const body = { type: 'invalid_request', code: 'not_found', detail: 'Endpoint not found.', attr: null };
    proxy.inject({ method: 'GET', fault: { kind: 'answer', status: 404, body } });
    await harness.configs.refresh();
    assert.equal(harness.configs.state.kind, 'failed');
    assert.equal(harness.configs.state.error.kind, 'gone');
    assert.deepEqual(harness.configs.rows, []);
  });

  it('names the place where an answer has drifted', async () => {
    proxy.inject({
      method: 'GET',
      path: '/api/projects/1/plugin_configs/',
      fault: {
        kind: 'drift',
        map: (body) => {
          const page = body as { results: object[] };
          return {
            ...page,
            results: page.results.map((result, index) =>
              index === 2 ? { ...result, enabled: 'yes' } : result,
            ),
          };
        },
      },
    });
    await harness.configs.refresh();
    assert.equal(harness.configs.state.kind, 'stale');
    assert.match(harness.configs.state.error.data.detail ?? '', /results\.2\.enabled/);
  });
});
