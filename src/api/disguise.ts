const BACKSLASHES = String.raw`(?<!\\)\\+`;

/** Printable ASCII, but for the quote, the backslash and DEL: without its escape a JSON text would be another one. */
const LETTER = '(?:2(?!2)|[346]|5(?![cC])|7(?![fF]))[0-9a-fA-F]';

/** What names are shown without: characters of no width, and marks that turn the direction of writing. */
const INVISIBLE_ESCAPE = '200[b-fB-F]|202[a-eA-E]|206[0-9a-fA-F]|061[cC]|[fF][eE][fF][fF]|00[aA][dD]';
const INVISIBLE_BYTES = String.raw`\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xd8\x9c|\xef\xbb\xbf|\xc2\xad`;

/** Sequences of a terminal, which log messages are shown without: colours for one. None reaches beyond a JSON string. */
const TERMINAL_CODE = String.raw`(?:${BACKSLASHES}u001[bB]|\x1b)(?:\[[0-?]{0,200}[!#-/]{0,4}[@-Z^-~]|[()*+][AB012]|[78=>])`;

/** For texts with one character a byte. Escapes may have been escaped again, and again. */
const DISGUISE = new RegExp(
  String.raw`${BACKSLASHES}(?:u00(${LETTER})|(/)|u(?:${INVISIBLE_ESCAPE}))|${INVISIBLE_BYTES}|${TERMINAL_CODE}`,
  'g',
);

/** Some of this is in everything that `DISGUISE` finds. Looking for it first takes a twentieth of the time. */
const HINT = new RegExp(String.raw`\\[u/]|\x1b|\xe2[\x80\x81]|\xd8\x9c|\xef\xbb|\xc2\xad`);

/**
 * The bytes of an UTF-8 text with all that it would be read as in plain sight: without the escapes of JSON, invisible
 * characters and colours. Undefined where nothing is hidden.
 */
export function undisguised(bytes: Buffer): Buffer | undefined {
  const text = bytes.toString('latin1');
  if (!HINT.test(text)) {
    return undefined;
  }
  const plain = text.replace(DISGUISE, (_, code?: string, slash?: string) =>
    code === undefined ? (slash ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  );
  return plain === text ? undefined : Buffer.from(plain, 'latin1');
}
