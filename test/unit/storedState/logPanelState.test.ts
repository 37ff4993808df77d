import assert from 'node:assert/strict';
import { SHOW_ALL } from '../../../src/logs/view/filter';
import { defaultDisplay } from '../../../src/views/logPanel/logPanelDefaults';
import { readLogPanelState, type RestoredPanel } from '../../../src/views/logPanel/logPanelState';
import { HOSTILE_VALUES, parsed } from './hostileValues';

const defaults = { filter: { ...SHOW_ALL, context: 3 }, display: defaultDisplay('utc') };
const good = {
  connectionId: 'c',
  configIds: [3, 5],
  filter: { ...SHOW_ALL, text: 'needle' },
  textInForce: { text: 'need', regex: true, matchCase: false, wholeWord: false },
  display: { ...defaults.display, wrap: true },
  since: '2026-01-01T00:00:00.000001Z',
  top: { key: 'k', timestamp: '2026-01-01T00:00:00.000001Z' },
  markers: [{ key: 'm', timestamp: '2026-01-01T00:00:00.000001Z', label: 'Job' }],
};
const read = (stored: unknown): RestoredPanel => readLogPanelState(stored, defaults);

describe('what a log panel is restored from', () => {
  it('comes back as it was', () => {
    const stored: unknown = JSON.parse(JSON.stringify(good));
    assert.deepEqual(read(stored), { state: good, damaged: false });
  });

  it('of the first version: one config, and a filter of two fields', () => {
    const stored = { connectionId: 'c', configId: 3, filter: { hiddenLevels: ['DEBUG'], text: 'x' } };
    const { state, damaged } = read(stored);
    assert.deepEqual(state, {
      connectionId: 'c',
      configIds: [3],
      filter: { ...defaults.filter, hiddenLevels: ['DEBUG'], text: 'x' },
      display: defaults.display,
      markers: [],
    });
    assert.equal(damaged, false, 'nothing was lost');
  });

  it('is nothing where the log is not known, and that is told', () => {
    const states: readonly unknown[] = [
      undefined,
      ...Object.values(HOSTILE_VALUES),
      ...Object.values(HOSTILE_VALUES).map((configIds) => ({ ...good, configIds: configIds ?? 'none' })),
      ...Object.values(HOSTILE_VALUES)
        .filter((id) => typeof id !== 'string' || id === '')
        .map((connectionId) => ({ ...good, connectionId })),
      { ...good, configIds: [] },
      { ...good, configIds: [-1] },
      { ...good, configIds: [1.5] },
      { ...good, configIds: [1e300] },
      { ...good, configIds: Array.from({ length: 21 }, (_, id) => id) },
      parsed(`{"__proto__": ${JSON.stringify(good)}}`),
    ];
    for (const stored of states) {
      assert.deepEqual(
        read(stored),
        { state: undefined, damaged: true },
        JSON.stringify(stored ?? null).slice(0, 200),
      );
    }
  });

  it('a config that stands twice is shown once, and the order does not make another panel', () => {
    assert.deepEqual(read({ ...good, configIds: [5, 3, 5] }).state?.configIds, [3, 5]);
  });

  for (const part of ['filter', 'display', 'since', 'top', 'markers'] as const) {
    it(`a damaged ${part} is as in a new panel, and the others stay`, () => {
      for (const [name, bad] of Object.entries(HOSTILE_VALUES)) {
        const { state, damaged } = read({ ...good, [part]: bad });
        assert.ok(state, name);
        if (part === 'since' && typeof bad === 'string') {
          continue; // the feed ignores what is no time
        }
        const { filter, display, since, top, markers } = state;
        const isFieldless =
          (part === 'filter' || part === 'display') && typeof bad === 'object' && bad !== null;
        assert.equal(damaged, !isFieldless, name);
        assert.deepEqual(filter, part === 'filter' ? defaults.filter : good.filter, name);
        assert.deepEqual(display, part === 'display' ? defaults.display : good.display, name);
        assert.equal(since, part === 'since' ? undefined : good.since, name);
        assert.deepEqual(top, part === 'top' ? undefined : good.top, name);
        assert.deepEqual(markers, part === 'markers' ? [] : good.markers, name);
      }
    });
  }

  it('one damaged field of the filter does not take the others along', () => {
    const filter = { ...good.filter, context: 1e9, hiddenLevels: ['NOTHING'], regex: true };
    const { state, damaged } = read({ ...good, filter });
    assert.equal(damaged, true);
    assert.deepEqual(state?.filter, {
      ...good.filter,
      context: defaults.filter.context,
      hiddenLevels: defaults.filter.hiddenLevels,
      regex: true,
    });
  });

  it('a filter from a prototype is none', () => {
    const filter = parsed(`{"__proto__": ${JSON.stringify(good.filter)}}`);
    assert.deepEqual(read({ ...good, filter }).state?.filter, defaults.filter);
  });

  it('of many markers the damaged ones go, and a hundred stay', () => {
    const [marker] = good.markers;
    const markers = [null, { ...marker, label: 5 }, ...Array.from({ length: 100_000 }, () => marker)];
    const { state, damaged } = read({ ...good, markers });
    assert.deepEqual([state?.markers.length, damaged], [98, true]);
  });
});
