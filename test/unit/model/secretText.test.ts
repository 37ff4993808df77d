import assert from 'node:assert/strict';

import { hasLostLineBreaks, secretIn, secretText } from '../../../src/model/secretText';

const PEM = '-----BEGIN PRIVATE KEY-----\nMIIB\nAAAA==\n-----END PRIVATE KEY-----\n';

describe('secretText', () => {
  const cases: readonly (readonly [what: string, text: string, value: string, lines: number])[] = [
    ['a key with its line breaks, the last one included', PEM, PEM, 4],
    ['line breaks of Windows', 'a\r\nb', 'a\r\nb', 2],
    ['one line without the break that ends its file', 'token\n', 'token', 1],
    ['one line of Windows without it', 'token\r\n', 'token', 1],
    ['spaces around one line', ' token \n', ' token ', 1],
    ['two breaks behind one line', 'token\n\n', 'token\n\n', 2],
  ];
  for (const [what, text, value, lines] of cases) {
    it(`takes ${what}`, () => {
      assert.deepEqual(secretText(text), { kind: 'text', value, lines, length: value.length });
    });
  }

  it('takes no text without a character, none with a NUL, and none that is larger than a form field takes', () => {
    assert.deepEqual(secretText(''), { kind: 'empty' });
    assert.deepEqual(secretText(' \r\n\n'), { kind: 'empty' });
    assert.deepEqual(secretText('a\0b'), { kind: 'notText' });
    assert.equal(secretText('ä'.repeat(128 * 1024)).kind, 'text');
    assert.deepEqual(secretText(`${'ä'.repeat(128 * 1024)}a`), { kind: 'tooLarge' });
  });
});

describe('secretIn', () => {
  const file = (bytes: Uint8Array) => ({ size: bytes.length, read: () => Promise.resolve(bytes) });

  it('reads a file, without the mark that some editors put in front', async () => {
    const bytes = new TextEncoder().encode(`\ufeff${PEM}`);
    assert.deepEqual(await secretIn(file(bytes)), secretText(PEM));
  });

  it('takes no file that is not UTF-8', async () => {
    assert.deepEqual(await secretIn(file(Uint8Array.of(0x61, 0xff, 0xfe))), { kind: 'notText' });
  });

  it('does not read a file that is too large', async () => {
    const read = () => Promise.reject(new Error('was read'));
    assert.deepEqual(await secretIn({ size: 256 * 1024 + 1, read }), { kind: 'tooLarge' });
  });

  it('fails as reading the file fails', async () => {
    const read = () => Promise.reject(new TypeError('gone'));
    await assert.rejects(secretIn({ size: 1, read }), /gone/);
  });
});

describe('hasLostLineBreaks', () => {
  it('knows a key of which a box has made one line', () => {
    assert.equal(hasLostLineBreaks(PEM.replaceAll('\n', '')), true);
    assert.equal(hasLostLineBreaks(PEM.replaceAll('\n', ' ')), true);
    assert.equal(hasLostLineBreaks(PEM), false);
    assert.equal(hasLostLineBreaks('-----BEGIN PRIVATE KEY-----'), false);
    assert.equal(hasLostLineBreaks('a token -----BEGIN'), false);
  });
});
