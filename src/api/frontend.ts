import * as v from 'valibot';

/** What a plugin's front end is, told from its text, which is never evaluated. */
export type Frontend =
  | { readonly kind: 'source'; readonly source: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'transpiling' }
  | { readonly kind: 'error'; readonly message: string };

/** The whole of the module that stands in for a front end that is not there. */
const STUB = /^\s*export\s+function\s+getFrontendApp\s*\(\s*\)\s*\{\s*return\s+(\{.*\})(?:\s*;)?\s*\}\s*$/s;

/**
 * Recognises the three stubs that a server sends instead of code: a module whose only function returns one JSON
 * object with one known key. Anything else is code.
 */
export function recogniseFrontend(text: string): Frontend {
  const returned = parseObject(STUB.exec(text)?.[1]);
  const [entry, more] = Object.entries(returned);
  if (entry !== undefined && more === undefined) {
    const [key, value] = entry;
    if (key === 'no_frontend' && value === true) {
      return { kind: 'none' };
    }
    if (key === 'transpiling' && value === true) {
      return { kind: 'transpiling' };
    }
    if (key === 'error' && typeof value === 'string') {
      return { kind: 'error', message: value };
    }
  }
  return { kind: 'source', source: text };
}

function parseObject(text = 'null'): Readonly<Record<string, unknown>> {
  try {
    return v.parse(v.record(v.string(), v.unknown()), JSON.parse(text));
  } catch {
    return {};
  }
}
