import { ApiError, type ApiErrorKind, isApiError } from '../../api/errors';

/** Failures that waiting does not mend: a person has to do something first. */
const LASTING: readonly ApiErrorKind[] = ['auth', 'forbidden', 'gone', 'notFound'];

export function isLasting(error: ApiError): boolean {
  return LASTING.includes(error.kind);
}

export function isTooLarge(error: ApiError): boolean {
  return error.kind === 'protocol' && error.reason === 'tooLarge';
}

export function cancelled(): ApiError {
  return logsError('cancelled');
}

/** The server gives the same entries again, whatever it is asked for. */
export function endless(): ApiError {
  return logsError(
    'protocol',
    new Error('The server gives the same entries again, whatever time it is asked for.'),
  );
}

/** A fetcher rejects with an `ApiError`; whatever else comes must not end the feed silently. */
export function asApiError(error: unknown): ApiError {
  if (isApiError(error)) {
    return error;
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return logsError('cancelled', error);
  }
  return logsError('protocol', error);
}

function logsError(kind: ApiErrorKind, cause?: unknown): ApiError {
  const detail = cause instanceof Error ? { detail: cause.message.slice(0, 300) } : {};
  return new ApiError(
    {
      kind,
      operation: 'listLogs',
      method: 'GET',
      path: '',
      origin: '',
      attempts: 0,
      applied: 'no',
      ...detail,
    },
    { cause },
  );
}
