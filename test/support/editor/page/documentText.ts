import type { Document } from '../documents';
import { shownAs } from './shown';

/** Waits until a document has this text: what the server answered follows a moment after the save. */
export function shows(document: Document, expected: RegExp): Promise<string> {
  return shownAs(
    `the document shows ${String(expected)}`,
    () => document.getText(),
    (text) => expected.test(text),
  );
}
