import { exceptsFromProxy, isLoopback } from './noProxy';
import { ProxyError } from './proxyError';

/** How to reach a proxy, as settings and environment tell it. */
export interface ProxyOptions {
  /** The proxy's address, which may hold credentials. */
  readonly proxy?: string;
  /** Where the address stands, for people: the name of a setting or of a variable. */
  readonly proxySource?: string;
  /** The `Proxy-Authorization` header, instead of the credentials in the address. */
  readonly proxyAuthorization?: string;
  /** What is reached without the proxy: see `exceptsFromProxy`. */
  readonly noProxy?: readonly string[];
}

/** Where a proxy is and how it wants to be spoken to. */
export interface Proxy {
  /** `http:` or `https:`, the way to the proxy itself. */
  readonly url: URL;
  /** The `Proxy-Authorization` header. */
  readonly authorization: string | undefined;
  readonly source: string | undefined;
}

/**
 * The proxy that requests to `origin` go through, if any. Loopback is never proxied, nor what `noProxy` lists.
 *
 * @throws ProxyError when the proxy's address is not an http or https URL; it holds nothing of the address
 */
export function proxyFor(origin: URL, options: ProxyOptions): Proxy | undefined {
  const { proxy, proxySource: source, noProxy = [] } = options;
  if (!proxy || isLoopback(origin.hostname) || noProxy.some((rule) => exceptsFromProxy(rule, origin))) {
    return undefined;
  }
  // Without a scheme it is http, as everywhere where such variables are read.
  const url = parse(proxy.includes('://') ? proxy : `http://${proxy}`);
  if (url === undefined) {
    throw new ProxyError('address', { source }, 'not a URL');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ProxyError('kind', { source }, url.protocol.slice(0, -1));
  }
  return { url: new URL(url.origin), authorization: options.proxyAuthorization ?? credentials(url), source };
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function credentials(url: URL): string | undefined {
  if (url.username === '' && url.password === '') {
    return undefined;
  }
  const pair = `${decode(url.username)}:${decode(url.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** People write passwords with a bare `%` in them. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
