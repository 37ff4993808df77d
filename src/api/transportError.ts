import type { NetworkReason } from './errors';
import { errorCode } from './redact';

/**
 * How far a request had got: `unsent` when not a byte of it had been written, `sent` when the server may have it,
 * `answered` when the status line had come back.
 */
export type Phase = 'unsent' | 'sent' | 'answered';

export type TransportReason = NetworkReason | 'truncated' | 'tooLarge' | 'notJson';

/** A request that got no whole answer. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(
    readonly phase: Phase,
    readonly reason: TransportReason | undefined,
    /** For people: an error code or a short sentence. */
    readonly detail: string,
    options?: { readonly cause?: unknown },
  ) {
    super(detail, options);
  }
}

const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|CRL_|DEPTH_|SELF_SIGNED|UNABLE_TO_|HOSTNAME_|INVALID_|PATH_LENGTH|EPROTO)/;
const DNS_CODE = /^(ENOTFOUND|EAI_)/;
const RESET_CODES = ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET'];
const CONNECT_TIMEOUT_CODES = ['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'];

/** Names what went wrong in the network stack by its error code. */
export function transportError(error: unknown, phase: Phase): TransportError {
  if (error instanceof TransportError) {
    return error;
  }
  const code = errorCode(error);
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  // The codes of the HTTP client say nothing to people, its messages do.
  const detail = [code?.startsWith('UND_ERR_') ? '' : code, message].filter(Boolean).join(': ');
  return new TransportError(phase, reasonOf(code, name, phase), detail, { cause: error });
}

function reasonOf(code: string | undefined, name: string, phase: Phase): TransportReason | undefined {
  if (phase === 'answered') {
    return 'truncated';
  }
  if (name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return 'notJson'; // Whatever answered does not speak HTTP.
  }
  if (code === undefined) {
    return phase === 'sent' ? 'reset' : undefined;
  }
  if (TLS_CODE.test(code)) {
    return 'tls';
  }
  if (DNS_CODE.test(code)) {
    return 'dns';
  }
  if (code === 'ECONNREFUSED') {
    return 'refused';
  }
  if (CONNECT_TIMEOUT_CODES.includes(code)) {
    return phase === 'unsent' ? 'connectTimeout' : 'timeout';
  }
  return RESET_CODES.includes(code) || phase === 'sent' ? 'reset' : undefined;
}
