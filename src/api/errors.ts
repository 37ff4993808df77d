/** What a request was for, in the terms of the API reference. The editor side words it for people. */
export type Operation =
  | 'listPluginConfigs'
  | 'createPluginConfig'
  | 'retrievePluginConfig'
  | 'updatePluginConfig'
  | 'deletePluginConfig'
  | 'rearrangePluginConfigs'
  | 'runJob'
  | 'probeJobs'
  | 'getFrontend'
  | 'listLogs'
  | 'getUser'
  | 'listProjects'
  | 'getProject'
  | 'listPlugins';

/**
 * - `auth`: 401, the key is not accepted (or there is none).
 * - `forbidden`: 403, the key, its owner or the organisation may not do this.
 * - `notFound`: 404 for the project or the config.
 * - `gone`: the server does not have this operation at all (404 `Endpoint not found.`).
 * - `invalid`: 400 and its kin: the server refused the data.
 * - `rateLimited`: 429.
 * - `network`: no answer: the connection failed, broke, or took too long.
 * - `server`: 5xx.
 * - `protocol`: an answer that is not PostHog's API.
 * - `cancelled`: given up on purpose; shown to nobody.
 */
export type ApiErrorKind =
  | 'auth'
  | 'forbidden'
  | 'notFound'
  | 'gone'
  | 'invalid'
  | 'rateLimited'
  | 'network'
  | 'server'
  | 'protocol'
  | 'cancelled';

/** Why no answer came. */
export type NetworkReason = 'dns' | 'refused' | 'connectTimeout' | 'timeout' | 'reset' | 'tls' | 'proxy';

/**
 * - `address`: its address is not a URL.
 * - `kind`: it is of a kind that is not spoken here, such as SOCKS; `detail` of the error is its scheme.
 * - `unreachable`: it was not found or reached, or did not answer in time.
 * - `certificate`: its own certificate was not accepted.
 * - `credentials`: it wants a user name and password, or others (407).
 * - `refused`: it answered, and not with a connection.
 * - `broken`: it hung up, or does not speak as a proxy does.
 */
export type ProxyProblem =
  'address' | 'kind' | 'unreachable' | 'certificate' | 'credentials' | 'refused' | 'broken';

/** What is wrong with which proxy; never with its credentials. */
export interface ProxyFailure {
  readonly problem: ProxyProblem;
  /** Host and port. Absent where the address could not be read. */
  readonly host?: string;
  /** The name of the setting or environment variable that the address is from. */
  readonly source?: string;
}

/** The finer cause, where the kind alone would leave a person guessing what to do. */
export type ApiErrorReason =
  // auth
  | 'noKey'
  | 'keyRefused'
  // forbidden
  | 'missingScope' // `detail` names it
  | 'keysNotSupported' // the action refuses every personal API key (2024 and later)
  | 'keyNotForProject' // a key that is restricted to other projects or organisations
  | 'pluginsNotAllowed' // the organisation's plugin access level
  | 'methodNotAllowed' // 405, which PostHog never answers to these requests: somebody in between does
  // notFound
  | 'projectNotFound'
  | 'configNotFound'
  // invalid; `tooLarge` for a request (413) is one too
  | 'holdsKeyMark' // not sent: it would have put the mark for the key where the key was
  // network
  | NetworkReason
  // protocol
  | 'html'
  | 'truncated'
  | 'notJson'
  | 'drifted' // JSON of another shape; `detail` names the path
  | 'tooLarge'
  | 'redirect' // to another origin; `detail` names both ends
  | 'redirectedWrite' // of a write, by a redirect that makes a read of it; `detail` names both ends
  | 'redirectLoop';

export interface ApiErrorData {
  readonly kind: ApiErrorKind;
  readonly reason?: ApiErrorReason;
  readonly operation: Operation;
  readonly method: string;
  /** Path and query as sent. Keys travel in a header only, so this is safe to show. */
  readonly path: string;
  readonly origin: string;
  readonly status?: number;
  /** PostHog's own sentence, or the first line of whatever came instead, at most 300 characters. */
  readonly detail?: string;
  /** With the reason `proxy`. */
  readonly proxy?: ProxyFailure;
  /** PostHog's error code, e.g. `invalid_input`. */
  readonly code?: string;
  /** The field that the server complains about. */
  readonly attr?: string;
  /** From `Retry-After`, else from the throttling sentence, in milliseconds. */
  readonly retryAfterMs?: number;
  /** How many times the request was sent. */
  readonly attempts: number;
  /**
   * Whether the server may have acted on a write. `unknown` when the request may have reached it and no answer came
   * back, or one that proves nothing (a 500 can come after the data was saved): the caller must look before it says
   * anything.
   */
  readonly applied: 'no' | 'unknown';
}

/** Every failure of a request. Its data never holds the key. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly data: ApiErrorData,
    options?: { readonly cause?: unknown },
  ) {
    super(`${data.operation}: ${data.reason ?? data.kind}${data.detail ? `: ${data.detail}` : ''}`, options);
  }

  get kind(): ApiErrorKind {
    return this.data.kind;
  }

  get reason(): ApiErrorReason | undefined {
    return this.data.reason;
  }
}

export function isApiError(error: unknown, kind?: ApiErrorKind): error is ApiError {
  return error instanceof ApiError && (kind === undefined || error.kind === kind);
}
