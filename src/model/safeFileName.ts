/** Characters that a path, a file system or a tab title would trip over, and halves of pairs, which no address can have. */
const UNSAFE = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

const LONGEST = 80;
/** File systems take 255 bytes; an ending and a time come behind the name. */
const MOST_BYTES = 180;

/** Names of things as a part of a file's name: one that every file system takes, and that hides nothing. */
export function safeFileName(name: string, fallback: string): string {
  const safe = name
    .replaceAll(UNSAFE, ' ')
    .replace(/^[\s.]+/, '')
    .slice(0, 2 * LONGEST);
  return cut(safe).trim() || fallback;
}

/** Names that the editor, as it comes, knows a JSON Schema on the web for: alone, with more behind a dot or a hyphen, or last. */
const WELL_KNOWN =
  /^(?:[jt]sconfig|package|bower|composer|devcontainer|arazzo|openapi|overlay)(?=[-.]|$)|\.(?=(?:schema|openapi|overlay|html-data|css-data|settings|compared)$)/giu;

/** The same for a JSON file that is no such file, whatever it is called: the editor fetches no schema for it. */
export function jsonFileName(name: string, fallback: string): string {
  return safeFileName(name, fallback).replace(WELL_KNOWN, (found) => (found === '.' ? ' ' : `${found} `));
}

/** Cut between characters, never within one. */
function cut(text: string): string {
  let kept = '';
  let bytes = 0;
  for (const character of Array.from(text).slice(0, LONGEST)) {
    bytes += new TextEncoder().encode(character).length;
    if (bytes > MOST_BYTES) {
      break;
    }
    kept += character;
  }
  return kept;
}
