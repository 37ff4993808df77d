/** A text that is to be a secret, and what can be said of it without showing it. */
export interface SecretText {
  readonly kind: 'text';
  readonly value: string;
  readonly lines: number;
  /** In UTF-16 code units, as editors count. */
  readonly length: number;
}

export type SecretSource =
  SecretText | { readonly kind: 'empty' } | { readonly kind: 'tooLarge' } | { readonly kind: 'notText' };

/** Longer than any key or certificate chain, and short enough for a form field of every server. In bytes. */
const LARGEST = 256 * 1024;

/**
 * A text as a secret: line breaks stay as they are. The one that ends the only line belongs to how the line was stored,
 * and would make a token useless.
 */
export function secretText(text: string): SecretSource {
  const value = /^[^\r\n]*\r?\n$/.test(text) ? text.replace(/\r?\n$/, '') : text;
  if (value.trim() === '') {
    return { kind: 'empty' };
  }
  if (value.includes('\0')) {
    return { kind: 'notText' };
  }
  if (new TextEncoder().encode(value).length > LARGEST) {
    return { kind: 'tooLarge' };
  }
  const lines = value.replace(/\r?\n$/, '').split(/\r?\n/).length;
  return { kind: 'text', value, lines, length: value.length };
}

/** A file's text as a secret. @throws what reading the file throws */
export async function secretIn(file: {
  readonly size: number;
  read(): Promise<Uint8Array>;
}): Promise<SecretSource> {
  if (file.size > LARGEST) {
    return { kind: 'tooLarge' };
  }
  const bytes = await file.read();
  try {
    return secretText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { kind: 'notText' };
  }
}

/** Whether a text looks like a key or certificate that a box of one line has made one line of. */
export function hasLostLineBreaks(text: string): boolean {
  return /^\s*-----BEGIN [^\n]*-----./.test(text) && !text.includes('\n');
}
