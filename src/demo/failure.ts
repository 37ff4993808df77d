/** An error that the server answers on purpose: one flat object with four keys, only ever the first problem. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly status: number,
    readonly type: string,
    readonly code: string,
    readonly detail: string,
    readonly attr: string | null = null,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/**
 * What Python would not have caught: the client sees a 500 that says nothing. What was saved before stays saved, since
 * PostHog's requests are not transactions.
 */
export class Crash extends Failure {
  constructor() {
    super(500, 'server_error', 'error', 'A server error occurred.');
  }
}

export function notFound(detail = 'Not found.'): Failure {
  return new Failure(404, 'invalid_request', 'not_found', detail);
}

export function permissionDenied(detail = 'You do not have permission to perform this action.'): Failure {
  return new Failure(403, 'authentication_error', 'permission_denied', detail);
}

export function authenticationFailed(detail = 'Incorrect authentication credentials.'): Failure {
  return new Failure(401, 'authentication_error', 'authentication_failed', detail);
}

/** A `ValidationError("text")` raised in code: no field is named. */
export function refused(detail: string): Failure {
  return new Failure(400, 'validation_error', 'invalid_input', detail);
}

export function parseError(detail: string): Failure {
  return new Failure(400, 'invalid_request', 'parse_error', detail);
}
