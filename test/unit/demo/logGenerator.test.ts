import assert from 'node:assert/strict';
import { demoFixture } from '../../../src/demo/demoFixture';
import { LATEST_ARRIVAL_MS, LogGenerator } from '../../../src/demo/logGenerator';
import type { LogRow } from '../../../src/demo/logStore';
import { DemoState } from '../../../src/demo/state';
import { FakeClock } from '../../support/fakeClock';

const HOUR = 3_600_000;

interface Run {
  readonly clock: FakeClock;
  readonly state: DemoState;
  readonly generator: LogGenerator;
}

function create(): Run {
  const clock = new FakeClock();
  const state = new DemoState(demoFixture('phx_key', clock.now()), clock);
  return { clock, state, generator: new LogGenerator(state, clock, { seed: 1 }) };
}

function rowsOf({ state }: Run): readonly LogRow[] {
  return state.configRows().flatMap(({ id, projectId }) => state.logs.rows(projectId, id));
}

describe('log generator', function () {
  this.timeout(20_000);

  it('does nothing before it is started, and leaves no timer when stopped', () => {
    const run = create();
    assert.equal(rowsOf(run).length, 0);
    run.generator.start();
    assert.equal(run.clock.armed, 1);
    run.generator.stop();
    assert.equal(run.clock.armed, 0);
  });

  it('makes an hour of history for enabled configs only', () => {
    const run = create();
    run.generator.start();
    const rows = rowsOf(run);
    const now = run.clock.now() * 1000;
    assert.ok(rows.length > 300 && rows.length < 1500, String(rows.length));
    assert.ok(rows.every(({ micros }) => micros <= now && micros >= now - HOUR * 1000));
    assert.equal(run.state.logs.rows(1, 17).length, 0);
    run.generator.stop();
  });

  it('is the same for the same seed and clock', async () => {
    const [first, second] = [create(), create()];
    for (const run of [first, second]) {
      run.generator.start();
      await run.clock.advance(60_000);
      run.generator.stop();
    }
    assert.deepEqual(rowsOf(first), rowsOf(second));
  });

  it('flows on with bursts, ties, late arrivals, all levels and sources, lines and JSON', async () => {
    const run = create();
    run.generator.start();
    const known = new Set(rowsOf(run).map(({ id }) => id));
    let late = 0;
    let largest = 0;
    for (let step = 0; step < 200; step += 1) {
      await run.clock.advance(3000);
      const fresh = rowsOf(run).filter(({ id }) => !known.has(id));
      const now = run.clock.now() * 1000;
      late += fresh.filter(({ micros }) => micros < now - 5_000_000).length;
      largest = Math.max(largest, fresh.length);
      assert.ok(fresh.every(({ micros }) => micros >= now - (LATEST_ARRIVAL_MS + 3000) * 1000));
      fresh.forEach(({ id }) => known.add(id));
    }
    run.generator.stop();
    const rows = rowsOf(run);
    assert.ok(late > 0);
    assert.ok(largest >= 15);
    const instants = rows.map(({ plugin_config_id: config, micros }) => `${config}/${micros}`);
    assert.ok(new Set(instants).size < rows.length);
    assert.deepEqual([...new Set(rows.map(({ type }) => type))].sort(), [
      'DEBUG',
      'ERROR',
      'INFO',
      'LOG',
      'WARN',
    ]);
    assert.deepEqual([...new Set(rows.map(({ source }) => source))].sort(), ['CONSOLE', 'PLUGIN', 'SYSTEM']);
    assert.ok(rows.some(({ message }) => message.includes('\n')));
    assert.ok(rows.some(({ message }) => message.startsWith('{')));
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  });

  it('writes what a job writes', async () => {
    const run = create();
    run.generator.start();
    run.generator.runJob(17, 'Say hello');
    await run.clock.advance(10_000);
    run.generator.stop();
    const messages = run.state.logs.rows(1, 17).map(({ message }) => message);
    assert.equal(messages.at(-1), 'Job started: Say hello');
    assert.equal(messages[0], 'Job finished: Say hello');
    assert.equal(messages.length, 7);
  });
});
