import assert from 'node:assert/strict';

import { labelOf } from '../../../src/model/configWrites';
import { rowOf } from '../../../src/model/configRow';
import { oneLine, shortened } from '../../../src/model/oneLine';

describe('names of servers', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['line ends', 'two\r\nlines\u2028three', 'two lines three'],
    ['control characters', '\u0007bell\u0000', 'bell'],
    ['marks that turn the direction', 'right \u202eotni tfel\u2066!', 'right otni tfel!'],
    ['letters that are written from right to left', 'شركة', 'شركة'],
  ];
  for (const [what, name, expected] of cases) {
    it(`${what}: become one line that keeps to itself`, () => assert.equal(oneLine(name), expected));
  }

  it('are cut between characters, and only where they are too long', () => {
    assert.equal(shortened('😀😀😀', 3), '😀😀😀');
    assert.equal(shortened('😀😀😀', 2), '😀…');
  });

  const config = { id: 1, plugin: 12, enabled: true, order: 1, team_id: 1 };
  it('a config without a name is called as its plugin, and that by its id where nobody knows it', () => {
    const label = (name: string | null, plugin?: string | null): string =>
      labelOf(rowOf({ ...config, name }, plugin === undefined ? undefined : { id: 12, name: plugin }));
    assert.equal(label('Own', 'GeoIP'), 'Own');
    assert.equal(label(null, 'GeoIP'), 'GeoIP');
    assert.equal(label(' \u202e ', 'GeoIP'), 'GeoIP');
    assert.equal(label(null, null), 'Plugin 12');
    assert.equal(label(null), 'Plugin 12');
    assert.equal(label('L'.repeat(400)).length, 80);
  });
});
