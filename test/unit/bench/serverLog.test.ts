import assert from 'node:assert/strict';
import { request } from 'undici';
import type { FixtureLogEntry } from '../../../src/demo/fixture';
import { parseIsoTime } from '../../../src/demo/timestamps';
import { logTexts } from '../../bench/logText';
import { ServerLog } from '../../bench/serverLog';
import { useDemoServer } from '../../support/demoServer';

const CONFIG = 11;

describe('the log server of the benchmarks', () => {
  const demo = useDemoServer({ profile: '2023-12' });

  it('answers byte by byte as the demo server', async () => {
    const { server } = demo;
    const log = new ServerLog(logTexts(), server.projectId, CONFIG);
    log.add(300, 7);
    log.add(200, 9_000);
    const everything = { after: undefined, before: undefined, limit: 1000 };
    const { results } = JSON.parse(text(log.page(everything))) as { results: FixtureLogEntry[] };
    assert.equal(results.length, 500);
    server.insertLogs(results);
    const times = [undefined, ...[0, 1, 250, 251, 499].map((index) => results[index]?.timestamp)];
    for (const before of times) {
      for (const after of times) {
        for (const limit of [1, 100, 1000]) {
          const query = new URLSearchParams({
            limit: String(limit),
            ...(before !== undefined && { before }),
            ...(after !== undefined && { after }),
          });
          const path = `/api/projects/${server.projectId}/plugin_configs/${CONFIG}/logs?${query.toString()}`;
          const { body } = await request(`${server.url}${path}`, {
            headers: { authorization: `Bearer ${server.key}` },
          });
          const page = log.page({ after: micros(after), before: micros(before), limit });
          assert.equal(text(page), await body.text(), path);
        }
      }
    }
  });

  it('adds entries in order, and knows which were sent', () => {
    const log = new ServerLog(logTexts(), 1, CONFIG);
    assert.deepEqual(log.add(10, 1), { first: 1, last: 10 });
    assert.deepEqual(log.add(1, 1_000_000), { first: 11, last: 11 });
    const numbers = log.matches({ op: 'matches', config: CONFIG, newest: 11, any: [], none: [] }).last;
    assert.deepEqual(
      numbers,
      Array.from({ length: 11 }, (_, index) => index + 1),
    );
    log.page({ after: undefined, before: undefined, limit: 3 });
    log.page({ after: undefined, before: undefined, limit: 5 });
    assert.deepEqual(log.counts, { added: 11, sent: 5 });
  });
});

function text(page: Uint8Array): string {
  return Buffer.from(page).toString('utf8');
}

function micros(timestamp: string | undefined): number | undefined {
  return timestamp === undefined ? undefined : parseIsoTime(timestamp.replaceAll('Z', '+00:00'))?.micros;
}
