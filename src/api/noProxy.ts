import net from 'node:net';
import { domainToASCII } from 'node:url';

const LOOPBACK = new net.BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4'); // Also as ::ffff:127.0.0.1.
LOOPBACK.addAddress('::1', 'ipv6');

/** `localhost`, anything under it, 127.0.0.0/8 and ::1. `hostname` as `URL` writes it. */
export function isLoopback(hostname: string): boolean {
  const host = bareHost(hostname);
  const family = net.isIP(host);
  return family === 0 ? `.${host}`.endsWith('.localhost') : LOOPBACK.check(host, familyName(family));
}

/**
 * Whether a rule of `http.noProxy` or `NO_PROXY` excepts `origin`: `*` for every host, a host (`example.com` means its
 * subdomains too, as do `.example.com` and `*.example.com`), an address, or a network (`10.0.0.0/8`); all but the
 * first with an optional port. A rule that is none of these excepts nothing.
 */
export function exceptsFromProxy(rule: string, origin: URL): boolean {
  const text = rule.trim().toLowerCase();
  if (text === '*') {
    return true;
  }
  const { host: pattern, port } = splitPort(text);
  if (port !== undefined && port !== portOf(origin)) {
    return false;
  }
  const host = bareHost(origin.hostname);
  const [address = '', prefix] = pattern.split('/');
  if (net.isIP(host) !== 0) {
    return isInNetwork(host, address, prefix);
  }
  const name = domainToASCII(pattern.replace(/^\*?\./, '').replace(/\.$/, ''));
  return name !== '' && `.${host}`.endsWith(`.${name}`);
}

/** The port in digits, also where the URL leaves out its scheme's own. */
export function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}

/** Without the brackets of an IPv6 address and the final dot of a fully qualified name. */
function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** The colons of an IPv6 address without brackets separate no port. */
function splitPort(rule: string): { readonly host: string; readonly port: string | undefined } {
  const [, bracketed, host, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(rule) ?? [];
  return { host: bracketed ?? host ?? rule, port };
}

function isInNetwork(host: string, address: string, prefix: string | undefined): boolean {
  const family = net.isIP(address);
  const longest = family === 6 ? 128 : 32;
  const length = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Infinity;
  if (family === 0 || length > longest) {
    return false;
  }
  const network = new net.BlockList();
  network.addSubnet(address, length, familyName(family));
  return network.check(host, familyName(net.isIP(host)));
}

function familyName(family: number): 'ipv4' | 'ipv6' {
  return family === 6 ? 'ipv6' : 'ipv4';
}
