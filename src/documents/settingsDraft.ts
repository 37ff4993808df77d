import { createScanner } from 'jsonc-parser';

import { MASK } from '../model/secrets';

/** `SyntaxKind` of jsonc-parser, whose constants cannot be imported one by one. */
const COLON = 6;
const STRING = 10;

/**
 * A draft as it may be written to disk: what was typed in a secret's place is replaced by the mask. The text need not
 * be valid yet.
 *
 * @returns undefined where the text is so unfinished that a secret might hide in it
 */
export function draftToKeep(text: string, isSecret: (key: string) => boolean): string | undefined {
  const scanner = createScanner(text, true);
  let kept = '';
  let copied = 0;
  let key: string | undefined;
  let afterColon = false;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const error: number = scanner.getTokenError();
    if (error !== 0) {
      return undefined;
    }
    const token: number = scanner.getToken();
    if (afterColon && key !== undefined && isSecret(key)) {
      if (token !== STRING && !isPlainLiteral(scanner.getTokenValue())) {
        return undefined;
      }
      if (token === STRING && scanner.getTokenValue() !== '') {
        kept += text.slice(copied, scanner.getTokenOffset()) + JSON.stringify(MASK);
        copied = scanner.getTokenOffset() + scanner.getTokenLength();
      }
    }
    afterColon = token === COLON;
    if (token === STRING) {
      key = scanner.getTokenValue();
    } else if (!afterColon) {
      key = undefined;
    }
  }
  return kept + text.slice(copied);
}

function isPlainLiteral(text: string): boolean {
  return text === 'null' || text === 'true' || text === 'false';
}
