import assert from 'node:assert/strict';
import { CarefulState } from '../../../src/connection/carefulState';
import { ChangeHistory } from '../../../src/model/changeHistory';
import { FakeStateStore } from '../../support/fakeStores';

describe('CarefulState', () => {
  it('passes on what the editor keeps', async () => {
    const state = new CarefulState(new FakeStateStore(), () => assert.fail('nothing fails'));
    await state.update('a', { b: 1 });
    assert.deepEqual(state.get('a'), { b: 1 });
    assert.equal(state.get('c'), undefined);
  });

  it('tells what the editor throws, and throws nothing itself', async () => {
    const failures: unknown[] = [];
    const broken = {
      get: (): unknown => {
        throw new Error('unreadable');
      },
      update: (): Promise<void> => Promise.reject(new Error('disk full')),
    };
    const state = new CarefulState(broken, (error) => failures.push(String(error)));
    assert.equal(state.get('a'), undefined);
    await state.update('a', 1);
    const history = new ChangeHistory({
      store: state,
      clock: { now: () => 1 },
      newId: () => 'id',
      onDamaged: () => assert.fail('what cannot be read is not damaged'),
    });
    history.add('c', { what: 'enabled', configs: [], cannotRestore: [] }, true);
    assert.equal(history.last('c')?.id, 'id');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([...new Set(failures)], ['Error: unreadable', 'Error: disk full']);
  });
});
