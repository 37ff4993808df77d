import net from 'node:net';

/** Where a proxy is and how it wants to be spoken to. */
export interface Proxy {
  /** `http:` or `https:`, the way to the proxy itself. */
  readonly url: URL;
  /** The `Proxy-Authorization` header, from the credentials in the proxy's address. */
  readonly authorization: string | undefined;
}

/**
 * The proxy that requests to `origin` go through, if any. Loopback is never proxied, nor what `noProxy` lists.
 *
 * @param noProxy hosts (`example.com` means its subdomains too, as do `.example.com` and `*.example.com`), each with
 *   an optional port, or `*` for every host
 * @throws TypeError when the proxy's address is not an http or https URL; its text holds no credentials
 */
export function proxyFor(
  origin: URL,
  proxy: string | undefined,
  noProxy: readonly string[] = [],
): Proxy | undefined {
  if (!proxy || isLoopback(origin.hostname) || noProxy.some((rule) => matches(origin, rule))) {
    return undefined;
  }
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TypeError('The proxy address is not an http or https URL.');
  }
  const authorization = credentials(url);
  return { url: new URL(url.origin), authorization };
}

/** `localhost`, anything under it, 127.0.0.0/8 and ::1. `hostname` as `URL` writes it. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (net.isIPv4(host) && host.startsWith('127.'))
  );
}

function matches(origin: URL, rule: string): boolean {
  const trimmed = rule.trim().toLowerCase();
  if (trimmed === '') {
    return false;
  }
  if (trimmed === '*') {
    return true;
  }
  const [, pattern = '', port] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(trimmed) ?? [];
  if (port !== undefined && port !== portOf(origin)) {
    return false;
  }
  const bare = pattern.replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
}

/** The port in digits, also where the URL leaves out its scheme's own. */
export function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
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
