import { applyStyle, readEscapes, withoutEscapes } from './ansi';

/**
 * Control characters, halves of surrogate pairs, line and paragraph separators, and the marks that turn the direction
 * of what follows: invisible, and able to misplace or hide text around them. Line breaks and tabs are none of them.
 */
const disturbing = /(?![\n\t])[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu;
/** What nearly every message is. */
const harmless = /^[\n\t\x20-\x7e]*$/;

/** Text and where it is styled, as `protocol.ts` describes it. */
export interface StyledText {
  readonly text: string;
  /** Start, end, style; start, end, style; … */
  readonly runs: number[];
  /** The style in force at the end. */
  readonly style: number;
}

/**
 * Text as a log may show it: line breaks and tabs stay, terminal sequences go, and whatever could disturb its
 * surroundings is replaced by something that can be seen. Never interpreted as markup.
 */
export function printable(text: string): string {
  return harmless.test(text) ? text : visible(withoutEscapes(text));
}

/**
 * The same, with terminal styles told apart.
 *
 * @param style in force at the beginning
 */
export function styledText(text: string, style: number): StyledText {
  const runs: number[] = [];
  if (harmless.test(text)) {
    addRun(runs, 0, text.length, style);
    return { text, runs, style };
  }
  let shown = '';
  let current = style;
  const add = (part: string): void => {
    const safe = visible(part);
    addRun(runs, shown.length, shown.length + safe.length, current);
    shown += safe;
  };
  readEscapes(text, add, (parameters) => {
    current = applyStyle(current, parameters);
  });
  return { text: shown, runs, style: current };
}

function addRun(runs: number[], start: number, end: number, style: number): void {
  if (style === 0 || start === end) {
    return;
  }
  if (runs.at(-1) === style && runs.at(-2) === start) {
    runs[runs.length - 2] = end;
  } else {
    runs.push(start, end, style);
  }
}

function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(disturbing, visibleCharacter);
}

function visibleCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) {
    return String.fromCharCode(0x2400 + code); // the picture of that control character
  }
  if (code === 0x7f) {
    return '\u2421';
  }
  return code >= 0xd800 && code <= 0xdfff
    ? '\ufffd'
    : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}
