import { isIPv6 } from 'node:net';

export type CloudRegion = 'us' | 'eu';

export const CLOUD_ORIGINS: Readonly<Record<CloudRegion, string>> = {
  us: 'https://us.posthog.com',
  eu: 'https://eu.posthog.com',
};

/** Where a PostHog is, as far as an address tells. */
export interface Address {
  /** As `URL.origin` writes it. */
  readonly origin: string;
  /** From the address of a project's page. */
  readonly projectId?: number;
  /** Plain http to a host that is not this machine: the key would travel in the clear. */
  readonly insecure?: true;
}

/**
 * - `empty`: nothing was typed.
 * - `spaces`: whitespace inside.
 * - `key`: a key instead of an address.
 * - `scheme`: neither http nor https.
 * - `credentials`: a user name or password in the address.
 * - `path`: a path that is no page of PostHog, which is always served at the root of its host.
 * - `malformed`: no host that can be reached by name or number.
 */
export type AddressProblem = 'empty' | 'spaces' | 'key' | 'scheme' | 'credentials' | 'path' | 'malformed';

export type ParsedAddress =
  | { readonly ok: true; readonly address: Address }
  /** `origin` is what the address would be without the path, for `path` only. */
  | { readonly ok: false; readonly problem: AddressProblem; readonly origin?: string };

/** The first segments of pages of PostHog's web app and API that people copy: what follows them is dropped. */
const PAGES =
  /^\/(?:api|environments?|home|insights?|instance|login|me|organization|pipeline|projects?|settings)(?:\/|$)/;

const PROJECT = /^\/(?:api\/)?(?:projects?|environments)\/(\d+)(?:\/|$)/;

/** The cloud's hosts by region. `app` is the old name of the US region; the `i` hosts only take events in. */
const CLOUD_HOST = /^(?:(?:(app|us|eu)|(us|eu)(?:-assets)?\.i|app(?:-assets)?\.i|www)\.)?posthog\.com$/;

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * Understands what a person may type or paste for a PostHog: a region, a host, a full address, or the address of any
 * page. Without a scheme it is https, or http for this machine itself. Cloud addresses always become their region's.
 */
export function parseAddress(text: string): ParsedAddress {
  const typed = text.trim();
  const region = typed.toLowerCase();
  if (region === 'us' || region === 'eu') {
    return { ok: true, address: { origin: CLOUD_ORIGINS[region] } };
  }
  const problem = problemOf(typed);
  if (problem) {
    return { ok: false, problem };
  }
  const url = toUrl(typed);
  if (!url || !isHost(url.hostname)) {
    return { ok: false, problem: 'malformed' };
  }
  if (url.username || url.password) {
    return { ok: false, problem: 'credentials' };
  }
  const cloud = cloudOrigin(url.hostname);
  const origin = cloud ?? url.origin;
  const isPage = url.pathname === '/' || PAGES.test(url.pathname) || url.hostname.endsWith('.i.posthog.com');
  if (!isPage) {
    return { ok: false, problem: 'path', origin };
  }
  const projectId = Number(PROJECT.exec(url.pathname)?.[1]);
  return {
    ok: true,
    address: {
      origin,
      ...(Number.isSafeInteger(projectId) && projectId > 0 && { projectId }),
      ...(isInsecure(origin) && { insecure: true }),
    },
  };
}

/** Whether a key sent to this origin can be read on the way. */
export function isInsecure(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && !isLoopback(hostname);
}

/** The cloud region that this origin is, if it is one. */
export function regionOf(origin: string): CloudRegion | undefined {
  return origin === CLOUD_ORIGINS.us ? 'us' : origin === CLOUD_ORIGINS.eu ? 'eu' : undefined;
}

function problemOf(typed: string): AddressProblem | undefined {
  if (typed === '') {
    return 'empty';
  }
  if (/\s/.test(typed)) {
    return 'spaces';
  }
  if (/^ph[a-z]_/i.test(typed)) {
    return 'key';
  }
  // A dot or a number behind the colon makes it host:port.
  const scheme = /^([a-z][a-z0-9+-]*):(?!\d|$)/i.exec(typed)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https' && !isIPv6(typed)) {
    return 'scheme';
  }
  return /^(?:\d+|https?:\/*)$/i.test(typed) ? 'malformed' : undefined;
}

function toUrl(typed: string): URL | undefined {
  const text = isIPv6(typed) ? `[${typed}]` : typed.replace(/^\/\//, '');
  const url = /^https?:(?!\d)/i.test(text) ? parse(text) : (parseLoopback(text) ?? parse(`https://${text}`));
  // A fully qualified name with its final dot is the same host, but would be another origin.
  if (url?.hostname.endsWith('.')) {
    url.hostname = url.hostname.slice(0, -1);
  }
  return url;
}

/** This machine's own servers mostly have no certificate, and nobody listens in between. */
function parseLoopback(text: string): URL | undefined {
  const url = parse(`http://${text}`);
  return url && isLoopback(url.hostname.replace(/\.$/, '')) ? url : undefined;
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isHost(hostname: string): boolean {
  return (
    hostname.startsWith('[') ||
    (hostname.length <= 253 && hostname.split('.').every((label) => LABEL.test(label)))
  );
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function cloudOrigin(hostname: string): string | undefined {
  const match = CLOUD_HOST.exec(hostname);
  return match ? CLOUD_ORIGINS[match[1] === 'eu' || match[2] === 'eu' ? 'eu' : 'us'] : undefined;
}
