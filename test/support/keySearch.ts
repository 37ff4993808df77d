/** Long and odd enough to be found in no text by chance, and so is any dozen of its characters. */
export const RECOGNISABLE_KEY = 'phx_Qz7RecognisableKx9VnT4wLm2Yb8HdPs6Jc3';

const COLOUR = new RegExp(String.raw`\u001b\[[0-9;]*[a-z]`, 'gi');

/** As much of a key as nobody should see. */
const PART = 12;

/**
 * The forms in which a key, or its beginning, middle or end, is found in something: by their names, none where it is
 * not. Texts are also looked at without escapes, invisible characters and colours; bytes also as UTF-16.
 */
export function keyFormsIn(content: string | Buffer, key: string): readonly string[] {
  const texts = typeof content === 'string' ? [content] : readings(content);
  const views = texts.flatMap((text) => [text, plain(text)]).map((text) => text.toLowerCase());
  return [...formsOf(key)]
    .filter(([, form]) => views.some((view) => view.includes(form.toLowerCase())))
    .map(([name]) => name);
}

function readings(bytes: Buffer): readonly string[] {
  return [bytes.toString('latin1'), bytes.toString('utf16le'), bytes.subarray(1).toString('utf16le')];
}

/** What is left of a text when everything is undone that hides a letter from a search, but not from a reader. */
function plain(text: string): string {
  return text
    .replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(COLOUR, '')
    .replaceAll(/[\p{Cc}\p{Cf}\\]/gu, '');
}

function formsOf(key: string): ReadonlyMap<string, string> {
  const middle = Math.floor((key.length - PART) / 2);
  const reversed = Array.from(key).reverse().join('');
  return new Map([
    ['its beginning', key.slice(0, PART)],
    ['its middle', key.slice(middle, middle + PART)],
    ['its end', key.slice(-PART)],
    ['its beginning, reversed', reversed.slice(-PART)],
    ['its end, reversed', reversed.slice(0, PART)],
    [
      'hexadecimal',
      Buffer.from(key)
        .toString('hex')
        .slice(0, 2 * PART),
    ],
    ...[0, 1, 2].map((shift): [string, string] => {
      const text = Buffer.from(' '.repeat(shift) + key).toString('base64');
      return [`base64, shifted by ${shift}`, text.slice(4, 4 + PART)];
    }),
  ]);
}
