/**
 * What terminals do with escape sequences, as far as a log can do it: styles are kept, everything that moves a cursor,
 * sets a title or picks a character set goes. What is no complete sequence stays, so that no text is lost.
 */

const ESC = '\u001b';
/** Titles, links and the like are this long at most, so that no search for an end goes far. */
const STRING_UNITS = 2048;
/** More units than any sequence has that `PATTERN` finds. */
const SEQUENCE_UNITS = STRING_UNITS + 4;

/** `ESC [ … m`; other CSI; OSC, DCS and such up to their end; character sets; the cursor's two-character ones. */
const PATTERN = [
  `${ESC}\\[([0-9;:]{0,200})m`,
  `${ESC}\\[[0-?]{0,200}[!-/]{0,4}[@-~]`,
  `${ESC}[\\]P^_X][^\\u0000-\\u0008\\u000a-\\u001f]{0,${STRING_UNITS}}(?:\\u0007|${ESC}\\\\)`,
  `${ESC}[()*+][AB012]`,
  `${ESC}[78=>]`,
].join('|');

const sequences = new RegExp(PATTERN, 'g');
const sequenceHere = new RegExp(PATTERN, 'y');

/** Text without its escape sequences. */
export function withoutEscapes(text: string): string {
  return text.includes(ESC) ? text.replace(sequences, '') : text;
}

/**
 * Goes through a text, part by part.
 *
 * @param onText gets what stands between two escape sequences
 * @param onStyle gets the parameters of a sequence that sets a style
 */
export function readEscapes(
  text: string,
  onText: (part: string) => void,
  onStyle: (parameters: string) => void,
): void {
  let from = 0;
  const read = (sequence: string, style: string | undefined, at: number): string => {
    onText(text.slice(from, at));
    from = at + sequence.length;
    if (style !== undefined) {
      onStyle(style);
    }
    return '';
  };
  text.replace(sequences, read);
  onText(text.slice(from));
}

/**
 * The nearest place at or before `at` that is not inside an escape sequence.
 *
 * @param from where to look from at the earliest: the result is never before it
 */
export function cutOutsideEscape(text: string, from: number, at: number): number {
  let cut = at;
  // A link's end is a sequence of its own with an ESC in it, so the one before counts too.
  for (let look = 0, esc = at; look < 2; look++) {
    esc = lastEscape(text, Math.max(from, at - SEQUENCE_UNITS), esc);
    if (esc < 0) {
      break;
    }
    sequenceHere.lastIndex = 0;
    const length = sequenceHere.exec(text.slice(esc, esc + SEQUENCE_UNITS))?.[0].length ?? 0;
    if (esc + length > at) {
      cut = esc;
    }
  }
  return cut;
}

/** The last ESC at or after `from` and before `to`; -1 where there is none. `lastIndexOf` would go to the beginning. */
function lastEscape(text: string, from: number, to: number): number {
  const at = text.slice(from, to).lastIndexOf(ESC);
  return at < 0 ? -1 : from + at;
}

const FLAGS: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [2, 2],
  [3, 4],
  [4, 8],
  [7, 16],
  [9, 32],
  [21, 8],
]);
const FLAGS_OFF: ReadonlyMap<number, number> = new Map([
  [22, 1 | 2],
  [23, 4],
  [24, 8],
  [27, 16],
  [29, 32],
]);

const FOREGROUND = 0;
const BACKGROUND = 5;
const FLAG_BITS = 10;

/**
 * The style after a sequence that sets one. Styles are numbers as `protocol.ts` describes them.
 *
 * @param parameters what stands between `ESC [` and `m`
 */
export function applyStyle(style: number, parameters: string): number {
  const codes = parameters.split(';');
  let next = style;
  for (let at = 0; at < codes.length; at++) {
    const [code = 0, ...details] = (codes[at] ?? '').split(':').map(Number);
    if (code === 38 || code === 48 || code === 58) {
      // Details stand behind colons, or are the codes that follow.
      const rest = details.length > 0 ? details : codes.slice(at + 1, at + 5).map(Number);
      const [colour, used] = readColour(rest, details.length > 0);
      at += details.length > 0 ? 0 : used;
      if (colour !== undefined && code !== 58) {
        next = withColour(next, code === 38 ? FOREGROUND : BACKGROUND, colour);
      }
    } else {
      next = applyCode(next, code, details[0]);
    }
  }
  return next;
}

function applyCode(style: number, code: number, detail: number | undefined): number {
  const on = FLAGS.get(code);
  if (on !== undefined) {
    // `4:0` is no underline; `4:3` is a curly one, which is one too.
    return code === 4 && detail === 0 ? style & ~(on << FLAG_BITS) : style | (on << FLAG_BITS);
  }
  const off = FLAGS_OFF.get(code);
  if (off !== undefined) {
    return style & ~(off << FLAG_BITS);
  }
  const colours: readonly (readonly [number, number, number])[] = [
    [30, FOREGROUND, 1],
    [40, BACKGROUND, 1],
    [90, FOREGROUND, 9],
    [100, BACKGROUND, 9],
  ];
  for (const [first, place, colour] of colours) {
    if (code >= first && code < first + 8) {
      return withColour(style, place, colour + code - first);
    }
  }
  return code === 0
    ? 0
    : code === 39 || code === 49
      ? withColour(style, code === 39 ? FOREGROUND : BACKGROUND, 0)
      : style;
}

function withColour(style: number, place: number, colour: number): number {
  return (style & ~(31 << place)) | (colour << place);
}

/** @returns the colour, 1 to 16, and how many numbers it took */
function readColour(
  numbers: readonly number[],
  hasColons: boolean,
): readonly [colour: number | undefined, used: number] {
  const [kind, ...rest] = numbers;
  if (kind === 5) {
    return [indexedColour(rest[0] ?? NaN), 2];
  }
  if (kind !== 2) {
    return [undefined, 1];
  }
  // With colons, a colour space may come first.
  const [red = NaN, green = NaN, blue = NaN] = hasColons && rest.length > 3 ? rest.slice(1) : rest;
  return [nearestColour(red, green, blue), 4];
}

function indexedColour(index: number): number | undefined {
  if (!(index >= 0 && index <= 255)) {
    return undefined;
  }
  if (index < 16) {
    return index + 1;
  }
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return nearestColour(grey, grey, grey);
  }
  const cube = index - 16;
  const part = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  return nearestColour(part(Math.floor(cube / 36)), part(Math.floor(cube / 6) % 6), part(cube % 6));
}

/** The sixteen colours as xterm has them: the theme's own are near enough to choose by. */
const PALETTE: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229],
  [127, 127, 127],
  [255, 0, 0],
  [0, 255, 0],
  [255, 255, 0],
  [92, 92, 255],
  [255, 0, 255],
  [0, 255, 255],
  [255, 255, 255],
];

function nearestColour(red: number, green: number, blue: number): number | undefined {
  let nearest: number | undefined;
  let least = Infinity;
  for (const [index, [r, g, b]] of PALETTE.entries()) {
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) {
      least = distance;
      nearest = index + 1;
    }
  }
  return nearest;
}
