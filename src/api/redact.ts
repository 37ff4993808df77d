import type { KeyTraces } from './keyTraces';

const LONGEST_DETAIL = 300;

/** A text without any of the keys. */
export function redact(text: string, keys: readonly KeyTraces[]): string {
  return keys.reduce((clean, key) => key.clean(clean), text);
}

/**
 * The first line of a text that came from a server, fit to be shown: without control characters, the marks that turn
 * the direction of writing, and the keys, at most 300 characters. Undefined when nothing is left.
 */
export function firstLine(text: string, keys: readonly KeyTraces[] = []): string | undefined {
  const [line = ''] = text.trimStart().split(/[\r\n\u2028\u2029]/, 1);
  const clean = redact(line.replace(/[\p{Cc}\p{Cf}]/gu, ''), keys).trim();
  return clean === '' ? undefined : clean.slice(0, LONGEST_DETAIL);
}

/**
 * What can safely be told of an error from below: its name, code and message. The objects that the network stack
 * attaches to its errors (requests with their headers, for one) stay behind.
 */
export function safeCause(error: unknown, keys: readonly KeyTraces[]): Error {
  const cause = new Error(redact(error instanceof Error ? error.message : String(error), keys));
  cause.name = error instanceof Error ? error.name : 'Error';
  delete cause.stack;
  const code = errorCode(error);
  return code === undefined ? cause : Object.assign(cause, { code });
}

/** The `code` of a system, TLS or undici error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
