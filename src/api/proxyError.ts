import type { ProxyFailure, ProxyProblem } from './errors';
import { portOf } from './noProxy';
import type { Proxy } from './proxy';
import { TransportError, type TransportReason } from './transportError';

/** A proxy that did not let a request through. The server cannot have got it. */
export class ProxyError extends TransportError {
  readonly proxy: ProxyFailure;

  /** @param detail for people: an error code or a few words, without credentials */
  constructor(
    problem: ProxyProblem,
    proxy: { readonly url?: URL; readonly source: string | undefined },
    detail: string,
    options?: { readonly cause?: unknown },
  ) {
    super('unsent', 'proxy', detail, options);
    const { url, source } = proxy;
    this.proxy = {
      problem,
      ...(url && { host: `${url.hostname}:${portOf(url)}` }),
      ...(source !== undefined && { source }),
    };
  }
}

const NOT_THERE: readonly (TransportReason | undefined)[] = ['dns', 'refused', 'connectTimeout'];
const BROKEN: readonly (TransportReason | undefined)[] = ['reset', undefined];

/** The same error, or the proxy's: where a connection does not come about, who was not found or reached is the proxy. */
export function blameProxy(error: TransportError, proxy: Proxy | undefined): TransportError {
  const { phase, reason, detail, cause } = error;
  if (proxy === undefined || phase !== 'unsent') {
    return error;
  }
  const problem = NOT_THERE.includes(reason) ? 'unreachable' : BROKEN.includes(reason) ? 'broken' : undefined;
  return problem === undefined ? error : new ProxyError(problem, proxy, detail, { cause });
}

const SCHEMES = ['Basic', 'Digest', 'Negotiate', 'NTLM'];

/** @param authenticate the header `Proxy-Authenticate` of the answer 407 */
export function credentialsRefused(proxy: Proxy, authenticate: string): ProxyError {
  const offered = SCHEMES.filter((scheme) => new RegExp(`\\b${scheme}\\b`, 'i').test(authenticate));
  const detail = offered.length === 0 ? 'status 407' : `status 407; it accepts ${offered.join(', ')}`;
  return new ProxyError('credentials', proxy, detail);
}
