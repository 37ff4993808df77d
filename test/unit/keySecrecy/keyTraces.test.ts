import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KEY_MARK, KeyTraces, withoutKeys } from '../../../src/api/keyTraces';
import { keyFormsIn, RECOGNISABLE_KEY } from '../../support/keySearch';
import { cpuTime } from '../../support/cpuTime';

const KEY = RECOGNISABLE_KEY;
const traces = new KeyTraces(KEY);

const escape = (character: string): string => `\\u00${character.charCodeAt(0).toString(16)}`;
const everyOther = (hide: (character: string) => string): string =>
  Array.from(KEY)
    .map((character, index) => (index % 2 ? hide(character) : character))
    .join('');

const forms: Readonly<Record<string, string>> = {
  'as it is': KEY,
  'twice in a row': KEY + KEY,
  'its beginning': KEY.slice(0, 24),
  'its end': KEY.slice(-24),
  'its middle': KEY.slice(6, 30),
  'in lower case': KEY.toLowerCase(),
  'in base64': Buffer.from(KEY).toString('base64'),
  'in a header in base64': Buffer.from(`Bearer ${KEY}`).toString('base64'),
  'in base64 with two characters before it': Buffer.from(`::${KEY}, and more`).toString('base64'),
  'in base64url': Buffer.from(`>${KEY}?`).toString('base64url'),
  'in escapes': Array.from(KEY).map(escape).join(''),
  'in escapes with capital digits': Array.from(KEY)
    .map((character) => escape(character).replace(/..$/, (code) => code.toUpperCase()))
    .join(''),
  'half in escapes': everyOther(escape),
  'in escapes that were escaped': everyOther((character) => `\\\\${escape(character)}`),
  'with characters of no width': everyOther((character) => `\u200b${character}`),
  'with escapes of such': everyOther((character) => `\\u200D${character}`),
  'with marks of direction': everyOther((character) => `\u202e${character}`),
  'with isolates of direction': everyOther((character) => `\u2066${character}`),
  'with Arabic marks of direction': everyOther((character) => `\u061c${character}`),
  'with byte order marks': everyOther((character) => `\ufeff${character}`),
  'with soft hyphens': everyOther((character) => `\u00ad${character}`),
  'with colours': everyOther((character) => `\u001b[31m${character}`),
  'with escapes of colours': everyOther((character) => `\\u001b[1;31m${character}`),
};

describe('Traces of a key', () => {
  for (const [name, form] of Object.entries(forms)) {
    it(`are taken out ${name}`, () => {
      const clean = traces.clean(`before (${form}) after`);
      assert.deepEqual(keyFormsIn(clean, KEY), []);
      assert.match(clean, /^before \(.*«key».*\) after$/);
      assert.ok(clean.length < 60, clean);
    });
  }

  it('are replaced by one mark, and nothing around them is', () => {
    assert.equal(traces.clean(`{"a":"Bearer ${KEY}."}`), `{"a":"Bearer ${KEY_MARK}."}`);
    assert.equal(traces.clean(`phx_ ${KEY.slice(0, 23)} ü`), `phx_ ${KEY.slice(0, 23)} ü`);
  });

  it('are found with characters that JSON, addresses and base64 write otherwise', () => {
    for (const key of ['ab"cd\\ef/gh+ij=kl&mn', '///+++???>>>///+++', '%41%42%43%44%45%46']) {
      const odd = new KeyTraces(key);
      for (const text of [
        key,
        JSON.stringify(key),
        JSON.stringify(key).replaceAll('/', '\\/'),
        encodeURIComponent(key),
        Buffer.from(key).toString('base64url'),
      ]) {
        assert.ok(odd.clean(`x ${text} y`).includes(KEY_MARK), `${key} as ${text}`);
      }
    }
  });

  it('leave JSON as it was where there are none, and valid where there were', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        assert.equal(traces.clean(text), text);
        const value: unknown = JSON.parse(text);
        const answer = JSON.stringify({ value, message: KEY });
        assert.deepEqual(JSON.parse(traces.clean(answer)), { value, message: KEY_MARK });
      }),
    );
    const awkward = ['\u001b[', '\u001b[1', '\\', '"', '/', '\u200b', 'u0041', '[', '}', ' ', '\u001b[!'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...awkward)), (pieces) => {
        const answer = JSON.stringify({ before: pieces.join(''), message: 'KEY' });
        const clean: unknown = JSON.parse(
          traces.clean(answer.replace('KEY', Array.from(KEY, escape).join(''))),
        );
        assert.equal(Reflect.get(Object(clean), 'message'), KEY_MARK);
      }),
    );
  });

  it('are found wherever they begin', () => {
    for (let at = 0; at < 40; at++) {
      const text = ' '.repeat(at) + KEY;
      assert.equal(traces.clean(text), ' '.repeat(at) + KEY_MARK);
    }
  });

  it('are no ids full of zeros, for a key that is full of them too', () => {
    const key = `phx_${'0'.repeat(39)}1`;
    const id = '00000000-0000-0000-0000-000000000001 00000000000000000000000000000001';
    const zeros = new KeyTraces(key);
    assert.equal(zeros.clean(id), id);
    assert.equal(zeros.clean(`${id} ${key}`), `${id} ${KEY_MARK}`);
  });

  it('of a short key are the whole of it, and there are none of one that could be a word', () => {
    assert.equal(new KeyTraces('Xy7kQ2').clean('a Xy7kQ2 Xy7kQ'), `a ${KEY_MARK} Xy7kQ`);
    for (const key of ['', 'a', 'abc']) {
      assert.equal(new KeyTraces(key).clean('abc a'), 'abc a');
    }
  });

  it('are taken out of long answers, also where these are cut, and of several keys', async () => {
    const other = 'phx_0therKeyThatWasReplaced123';
    const around = 'x'.repeat(1024 * 1024 - 20);
    const long = Buffer.from(`${around}${KEY} ${around}${KEY}${other} end`);
    const clean = await withoutKeys(long, [traces, new KeyTraces(other)]);
    assert.equal(Buffer.from(clean).toString(), `${around}${KEY_MARK} ${around}${KEY_MARK}${KEY_MARK} end`);
    const nothing = Buffer.from(`${around} ${around}`);
    assert.equal(await withoutKeys(nothing, [traces]), nothing);
  });

  it('cost no more for an answer that is made to be slow', () => {
    const size = 1024 * 1024;
    for (const piece of ['\\', '\\u', '\\u001b[', '\u001b[0', KEY.slice(0, 11), KEY.slice(0, 4)]) {
      const bytes = Buffer.from(piece.repeat(size / piece.length));
      const started = cpuTime();
      assert.equal(traces.cleanBytes(bytes), bytes);
      // Tens of milliseconds; what grows with the square of the length takes hours.
      assert.ok(cpuTime() - started < 10_000, JSON.stringify(piece));
    }
  });
});
