/**
 * Settings that cannot be sent back as they came: a number in them has more digits than this program can hold, and
 * would be stored rounded.
 */
export class InexactNumberError extends Error {
  override readonly name = 'InexactNumberError';

  constructor(
    /** Of the setting. */
    readonly key: string,
  ) {
    super(`the setting ${key} holds a number that would be rounded`);
  }
}

/** @throws InexactNumberError for the first setting that would not be stored as it is meant */
export function requireExactNumbers(settings: Readonly<Record<string, unknown>>): void {
  const key = Object.keys(settings).find((name) => holdsInexactNumber(settings[name]));
  if (key !== undefined) {
    throw new InexactNumberError(key);
  }
}

function holdsInexactNumber(value: unknown): boolean {
  if (typeof value === 'number') {
    return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
  }
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInexactNumber);
}
