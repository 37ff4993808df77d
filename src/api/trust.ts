import { readFileSync } from 'node:fs';
import tls from 'node:tls';

/**
 * What connections trust: Node's own certificates and `extra` ones (PEM). Made when it is first asked for, and once,
 * because reading some three hundred certificates takes a tenth of a second.
 */
export function trust(extra: readonly string[] | undefined): () => tls.SecureContext {
  let context: tls.SecureContext | undefined;
  return () => (context ??= tls.createSecureContext(secureContextOptions(extra)));
}

function secureContextOptions(extra: readonly string[] | undefined): tls.SecureContextOptions {
  const ca = trustedCertificates(extra);
  return ca === undefined ? {} : { ca: [...ca] };
}

/**
 * All certificates to trust; undefined for Node's own choice. A `ca` option replaces that, so it has to be repeated:
 * the certificates that Node came with, and those of `NODE_EXTRA_CA_CERTS`, which `tls.rootCertificates` leaves out.
 *
 * @param extraFile the file that `NODE_EXTRA_CA_CERTS` names
 */
export function trustedCertificates(
  extra: readonly string[] = [],
  extraFile = process.env.NODE_EXTRA_CA_CERTS,
): readonly string[] | undefined {
  const all = [...readCertificates(extraFile), ...extra];
  return all.length === 0 ? undefined : [...tls.rootCertificates, ...all];
}

function readCertificates(file: string | undefined): readonly string[] {
  try {
    return file ? [readFileSync(file, 'utf8')] : [];
  } catch {
    return []; // Node itself only warns about a file it cannot read.
  }
}
