import assert from 'node:assert/strict';
import { fromRemembered, toRemembered } from '../../../src/model/rememberedRows';
import { rowOf } from '../../../src/model/configRow';
import { HOSTILE_VALUES, parsed } from './hostileValues';

const NOW = Date.UTC(2026, 0, 1);
const row = { id: 1, pluginId: 2, enabled: true, order: 3, teamId: 4, name: 'GeoIP', pluginName: 'GeoIP' };
const good = { version: 1, at: NOW, readOnly: false, rows: [row] };

describe('remembered rows', () => {
  it('are read as they were kept, the longest texts cut', () => {
    const config = { id: 1, plugin: 2, enabled: true, order: 3, team_id: 4 };
    const rows = [
      rowOf({ ...config, name: 'x'.repeat(5_000), description: 'y'.repeat(50_000) }, undefined),
      rowOf({ ...config, id: 2 }, undefined),
    ];
    const kept: unknown = JSON.parse(JSON.stringify(toRemembered(rows, NOW, true)));
    const read = fromRemembered(kept, NOW);
    assert.deepEqual([read?.at, read?.readOnly], [NOW, true]);
    assert.deepEqual(
      read?.rows.map(({ id, name, description }) => [id, name?.length, description?.length]),
      [
        [1, 1_000, 10_000],
        [2, undefined, undefined],
      ],
    );
  });

  describe('count as none where anything is damaged: a part of a list would look like the whole', () => {
    const cases: Readonly<Record<string, unknown>> = {
      ...HOSTILE_VALUES,
      'no time': { ...good, at: undefined },
      'a time that no date can tell': { ...good, at: 1e300 },
      'a time before all': { ...good, at: -1 },
      'a time far ahead': { ...good, at: NOW + 10 * 86_400_000 },
      'a row without an id': { ...good, rows: [row, { ...row, id: undefined }] },
      'half an id': { ...good, rows: [{ ...row, id: 1.5 }] },
      'an id twice, which no tree can show': { ...good, rows: [row, { ...row, name: 'Other' }] },
      'an order without an end': { ...good, rows: parsed(`[${JSON.stringify(row).replace('3', '1e999')}]`) },
      'a name that is none': { ...good, rows: [{ ...row, name: ['GeoIP'] }] },
      'a huge name': { ...good, rows: [{ ...row, name: 'x'.repeat(1_000_000) }] },
      'a prototype': { ...good, rows: [parsed('{"__proto__": {"id": 1}}')] },
      'more rows than are kept': {
        ...good,
        rows: Array.from({ length: 100_000 }, (_, id) => ({ ...row, id })),
      },
    };
    for (const [name, stored] of Object.entries(cases)) {
      it(name, () => assert.equal(fromRemembered(stored, NOW), undefined));
    }
  });

  it('from a clock that was a little ahead are taken', () => {
    assert.equal(fromRemembered({ ...good, at: NOW + 60_000 }, NOW)?.rows.length, 1);
  });
});
