/**
 * - `empty`: nothing was typed.
 * - `projectToken`: `phc_…`, the public token that sends events in; the API refuses it.
 * - `otherToken`: `pha_…`, `phr_…` or `phs_…`: a token of an OAuth app or of feature flags.
 * - `address`: a web address instead of a key.
 * - `spaces`: whitespace inside, e.g. a line break from a terminal.
 * - `characters`: something that no key holds, e.g. a bullet copied from a masked field.
 * - `short`: cut off.
 */
export type KeyProblem =
  'empty' | 'projectToken' | 'otherToken' | 'address' | 'spaces' | 'characters' | 'short';

export type ParsedKey =
  { readonly ok: true; readonly key: string } | { readonly ok: false; readonly problem: KeyProblem };

/** Shorter than any key that PostHog ever made, by far; long enough to catch a lone prefix. */
const SHORTEST = 6;

/**
 * Understands a pasted personal API key. They start with `phx_` today; those made before 2022 have no prefix. A
 * whole `Authorization: Bearer …` line gives the key in it. Whether the key is good only the server can tell.
 */
export function parseKey(text: string): ParsedKey {
  const key = text
    .trim()
    .replace(/^["']|["']$/g, '')
    .replace(/^(?:authorization:\s*)?bearer\s+/i, '');
  const problem = problemOf(key);
  return problem ? { ok: false, problem } : { ok: true, key };
}

function problemOf(key: string): KeyProblem | undefined {
  if (key === '') {
    return 'empty';
  }
  if (/^https?:\/\//i.test(key)) {
    return 'address';
  }
  if (/^phc_/i.test(key)) {
    return 'projectToken';
  }
  if (/^ph[ars]_/i.test(key)) {
    return 'otherToken';
  }
  if (/\s/.test(key)) {
    return 'spaces';
  }
  if (/[^\x21-\x7e]/.test(key)) {
    return 'characters';
  }
  return key.length < SHORTEST ? 'short' : undefined;
}
