/** Colour and style sequences of terminals say nothing in plain text, so they go. */
const styles = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;:]*m`, 'g');

/**
 * Control characters, halves of surrogate pairs, line and paragraph separators, and the marks that turn the direction
 * of what follows: invisible, and able to misplace or hide text around them.
 */
const disturbing = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Text as a log may show it: line breaks and tabs stay, terminal styles go, and whatever could disturb its
 * surroundings is replaced by something that can be seen. Never interpreted as markup.
 */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(styles, '').replace(disturbing, visible);
}

function visible(character: string): string {
  if (character === '\n' || character === '\t') {
    return character;
  }
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
