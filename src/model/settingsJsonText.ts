import { createScanner } from 'jsonc-parser';

import { isTooDeep } from '../api/nesting';
import { isRecord } from '../api/record';

/**
 * How a `json` setting is shown. Servers keep such values as text; an object or an array in it is shown unfolded where
 * nothing is lost by that: numbers beyond the precision of this language, keys that come twice or that look like
 * numbers stay as the text that they are.
 */
export function shownJson(stored: unknown): unknown {
  if (typeof stored !== 'string') {
    return stored;
  }
  try {
    const value: unknown = JSON.parse(stored);
    const unfolds = (isRecord(value) || Array.isArray(value)) && !isTooDeep(value);
    return unfolds && JSON.stringify(value) === withoutBlanks(stored) ? value : stored;
  } catch {
    return stored;
  }
}

/**
 * The form in which a `json` setting goes back: the stored one to the letter where the value is the same, else text,
 * laid out as the former text was. What was not stored as text does not become text.
 */
export function storedJson(shown: unknown, stored: unknown): unknown {
  if (typeof shown === 'string' || (stored !== undefined && stored !== null && typeof stored !== 'string')) {
    return shown;
  }
  if (shown === null && (stored === null || stored === undefined)) {
    return shown;
  }
  if (typeof stored === 'string' && sameJson(shownJson(stored), shown)) {
    return stored;
  }
  const isLaidOut = stored === undefined || stored === null || stored === '' || stored.trim().includes('\n');
  return JSON.stringify(shown, undefined, isLaidOut ? 2 : undefined);
}

/** Whether two values are the same JSON. The order of keys counts for nothing. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, index) => sameJson(value, b[index]));
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
    );
  }
  return a === b;
}

function withoutBlanks(text: string): string {
  const scanner = createScanner(text, true);
  let joined = '';
  scanner.scan();
  while (scanner.getTokenLength() > 0) {
    joined += text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
    scanner.scan();
  }
  return joined;
}
