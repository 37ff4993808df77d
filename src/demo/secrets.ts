import { Crash } from './failure';
import { isDict, isList, isTruthy, type PyValue } from './pyValue';

/** What stands in an answer in place of a secret. The server does not recognise it when it is sent back. */
export const SECRET_MASK = '**************** POSTHOG SECRET FIELD ****************';

/**
 * The keys of a config schema that are secret. Only the array form works: of the dictionary form the server walks the
 * key names, in which a lower-case "secret" is fatal, as it is for a secret entry without a key.
 *
 * @throws Crash
 */
export function secretKeys(schema: PyValue, toleratesOddSchema: boolean): readonly string[] {
  const entries: readonly PyValue[] = isList(schema) ? schema : isDict(schema) ? [...schema.keys()] : [];
  const keys = new Set<string>();
  for (const entry of entries) {
    if (isDict(entry)) {
      if (isTruthy(entry.get('secret'))) {
        const key = entry.get('key');
        if (typeof key === 'string') {
          keys.add(key);
        } else if (!toleratesOddSchema) {
          throw new Crash();
        }
      }
    } else if (!toleratesOddSchema) {
      requireSearchableWithoutSecret(entry);
    }
  }
  return [...keys];
}

function requireSearchableWithoutSecret(entry: PyValue): void {
  const canBeSearched = typeof entry === 'string' || isList(entry);
  if (!canBeSearched || entry.includes('secret')) {
    throw new Crash();
  }
}
