import { Failure, parseError } from './failure';
import { MediaType } from './mediaType';
import { boundaryOf, parseMultipart } from './multipart';
import { parsePyJson } from './pyJson';
import type { PyValue, UploadedFile } from './pyValue';
import { QueryParameters } from './query';

/** What DRF calls `request.data`: form data knows neither null nor nesting, but files. */
export type RequestData =
  | { readonly kind: 'json'; readonly value: PyValue }
  | {
      readonly kind: 'form';
      readonly fields: ReadonlyMap<string, string>;
      readonly files: ReadonlyMap<string, UploadedFile>;
    };

/**
 * Reads a request's body. An empty body is empty data of whatever kind the content type says, or of none.
 *
 * @throws Failure 400 `parse_error`, or 415 for a content type that is not JSON or a form
 */
export function parseBody(body: Buffer, contentType: string, refusesNaN: boolean): RequestData {
  const type = new MediaType(contentType);
  if (body.length === 0) {
    return isForm(type)
      ? { kind: 'form', fields: new Map(), files: new Map() }
      : { kind: 'json', value: new Map<string, PyValue>() };
  }
  if (type.covers('application', 'json')) {
    return { kind: 'json', value: parseJsonBody(body, refusesNaN) };
  }
  if (type.base === 'application/x-www-form-urlencoded') {
    return { kind: 'form', fields: QueryParameters.parse(body.toString('utf8')).toMap(), files: new Map() };
  }
  if (type.base === 'multipart/form-data') {
    const boundary = boundaryOf(contentType);
    if (boundary === undefined) {
      const given = type.parameters.get('boundary') ?? 'None';
      throw parseError(`Multipart form parse error - Invalid boundary in multipart: ${given}`);
    }
    return { kind: 'form', ...parseMultipart(body, boundary) };
  }
  throw new Failure(
    415,
    'invalid_request',
    'unsupported_media_type',
    `Unsupported media type "${contentType}" in request.`,
  );
}

/** Django's `request.POST`: form fields, and nothing for JSON. */
export function postField(data: RequestData, name: string): string | undefined {
  return data.kind === 'form' ? data.fields.get(name) : undefined;
}

function isForm(type: MediaType): boolean {
  return type.base === 'application/x-www-form-urlencoded' || type.base === 'multipart/form-data';
}

function parseJsonBody(body: Buffer, refusesNaN: boolean): PyValue {
  try {
    return parsePyJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body), refusesNaN);
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'unreadable';
    throw parseError(`JSON parse error - ${problem}`);
  }
}
