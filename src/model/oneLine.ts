/** Marks that turn the direction of text: left in a name, they would turn what stands beside it, too. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const SPACE_AND_CONTROLS = /[\s\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** A row with such a name could not be told from an empty one. */
const NOTHING_VISIBLE = /^[\s\p{Cf}]*$/u;

/** Names may have hundreds of characters, far more than a row, a tab or a question has room for. */
const LONGEST_NAME = 80;
/** UTF-16 units that a character has at most, on average, with all its accents: there is no end to those. */
const MOST_UNITS = 8;

/** A name as one line of text that keeps to itself: servers store whatever was typed or sent. */
export function oneLine(text: string): string {
  const line = text.replace(DIRECTION_MARKS, '').replace(SPACE_AND_CONTROLS, ' ').trim();
  return NOTHING_VISIBLE.test(line) ? '' : line;
}

/** The beginning of a text that is too long for a title. @param most characters as people see them, with the ellipsis */
export function shortened(text: string, most: number): string {
  if (text.length <= most) {
    return text; // Most names: taking characters apart costs more than all else about a row.
  }
  const units = most * MOST_UNITS;
  const ends = Array.from(
    new Intl.Segmenter().segment(text.slice(0, units)),
    ({ index, segment }) => index + segment.length,
  );
  if (text.length <= units && ends.length <= most) {
    return text;
  }
  // The last of them may have been cut in two.
  const end = ends.length < most ? ends.at(-2) : ends[most - 2];
  return `${text.slice(0, end ?? 0)}…`;
}

/** A name of any length as it is shown in a row, a message or a question. */
export function shownName(text: string): string {
  return shortened(oneLine(text), LONGEST_NAME);
}

/** Characters of a description below a name in a list. */
export const LONGEST_DETAIL = 200;

/** A text of any length where there is room for a line or two. */
export function shownText(text: string, most: number): string {
  return shortened(oneLine(text.slice(0, most * MOST_UNITS)), most);
}

/** A value as JSON that can be shown among other text: what would turn or hide that is escaped. */
export function shownValue(value: unknown, most: number): string {
  return shortened(escapedJson(value), most);
}

/**
 * JSON, laid out or in one line, with what ends lines or turns the text around it escaped: it reads the same, and an
 * editor does not ask whether to remove it.
 */
export function escapedJson(value: unknown, indent?: number): string {
  const json = value === undefined ? '' : JSON.stringify(value, undefined, indent);
  return json.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
