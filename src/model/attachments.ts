import { SERVER_MASK } from '../api/forms';
import { isRecord } from '../api/record';

/** A file that is stored under a key of a config's settings. Servers tell of it and never give it back. */
export interface StoredAttachment {
  /** Undefined where the key is secret: then servers hide everything about the file. */
  readonly name: string | undefined;
  /** In bytes. */
  readonly size: number | undefined;
  readonly contentType: string | undefined;
}

/**
 * The attachment that a setting's value tells of. Servers put `{uid, saved, size, name, type}` in the place of the
 * value, with a `uid` of -1 where the key is secret.
 *
 * @returns undefined where the value is a value
 */
export function attachmentIn(value: unknown): StoredAttachment | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { name, size, type, uid, saved } = value;
  if (name === SERVER_MASK) {
    // Whatever else it tells: sent back, the mask would become the file's name.
    return { name: undefined, size: undefined, contentType: undefined };
  }
  return typeof name === 'string' && saved === true && typeof uid === 'number'
    ? {
        name,
        size: typeof size === 'number' ? size : undefined,
        contentType: typeof type === 'string' && type !== '' ? type : undefined,
      }
    : undefined;
}
