import assert from 'node:assert/strict';

import { plainText } from '../../../src/connection/plainText';

describe('plainText', () => {
  it('leaves ordinary text as it is', () => {
    assert.equal(plainText('GeoIP (v2) [beta] costs $5'), 'GeoIP (v2) [beta] costs $5');
  });

  for (const hostile of ['[x](command:workbench.action.quit)', '$(zap) up', '[a](http://x)[b](http://y)']) {
    it(`breaks ${hostile}`, () => {
      const plain = plainText(hostile);
      assert.doesNotMatch(plain, /\]\(|\$\(/);
      assert.equal(plain.replaceAll('\u200b', ''), hostile);
    });
  }
});
