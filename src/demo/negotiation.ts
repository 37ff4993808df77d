import { Failure, notFound } from './failure';
import { MediaType } from './mediaType';

/**
 * Decides whether the client takes JSON, the only form there is: even JavaScript is sent through this check, so that
 * asking for it by its own type is refused.
 *
 * @param format from the path's suffix or the query; `json` is the only one known
 * @throws Failure 404 for another format, 406 for an `Accept` header without JSON
 */
export function negotiate(accept: string | undefined, format: string | undefined): void {
  if (format && format !== 'json') {
    throw notFound();
  }
  const takesJson = (accept ?? '*/*')
    .split(',')
    .some((type) => new MediaType(type).covers('application', 'json'));
  if (!takesJson) {
    throw new Failure(
      406,
      'invalid_request',
      'not_acceptable',
      'Could not satisfy the request Accept header.',
    );
  }
}
