/** Marks that turn the direction of text: left in a name, they would turn what stands beside it, too. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const SPACE_AND_CONTROLS = /[\s\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** A name as one line of text that keeps to itself: servers store whatever was typed or sent. */
export function oneLine(text: string): string {
  return text.replace(DIRECTION_MARKS, '').replace(SPACE_AND_CONTROLS, ' ').trim();
}

/** The beginning of a text that is too long for a title. @param most characters as people see them, with the ellipsis */
export function shortened(text: string, most: number): string {
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
