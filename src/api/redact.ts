const MARK = '[key]';
const LONGEST_DETAIL = 300;

/** Removes every one of `secrets` from `text`, also in percent-encoded form. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret !== '') {
      clean = clean.replaceAll(secret, MARK).replaceAll(encodeURIComponent(secret), MARK);
    }
  }
  return clean;
}

/**
 * The first line of a text that came from a server, fit to be shown: without control characters and without the
 * marks that turn the direction of writing, at most 300 characters. Undefined when nothing is left.
 */
export function firstLine(text: string): string | undefined {
  const [line = ''] = text.trimStart().split(/[\r\n\u2028\u2029]/, 1);
  const clean = line.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  return clean === '' ? undefined : clean.slice(0, LONGEST_DETAIL);
}

/**
 * What can safely be told of an error from below: its name, code and message. The objects that the network stack
 * attaches to its errors (requests with their headers, for one) stay behind.
 */
export function safeCause(error: unknown, secrets: readonly string[]): Error {
  const cause = new Error(redact(error instanceof Error ? error.message : String(error), secrets));
  cause.name = error instanceof Error ? error.name : 'Error';
  delete cause.stack;
  const code = errorCode(error);
  return code === undefined ? cause : Object.assign(cause, { code });
}

/** The `code` of a system, TLS or undici error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
