import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority as companies have one: nobody knows it but those who are told. Made with openssl. */
export class CompanyCa {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'company-ca-'));

  /** @throws Error when openssl cannot be run */
  constructor() {
    this.openssl(
      ...['req', '-x509', ...NEW_KEY, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2'],
      ...['-subj', '/CN=Company CA', '-addext', 'keyUsage=critical,keyCertSign'],
    );
  }

  /** The file with its certificate, as `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE` want it. */
  get file(): string {
    return path.join(this.folder, 'ca.pem');
  }

  get cert(): string {
    return fs.readFileSync(this.file, 'utf8');
  }

  /** A certificate for these host names, signed by the authority. */
  issue(...names: readonly string[]): ServerCertificate {
    const alternatives = names.map((name) => `${/^[\d.]+$/.test(name) ? 'IP' : 'DNS'}:${name}`).join(',');
    fs.writeFileSync(path.join(this.folder, 'names.cnf'), `subjectAltName=${alternatives}\n`);
    this.openssl('req', '-new', ...NEW_KEY, '-keyout', 'it.key', '-out', 'it.csr', '-subj', '/CN=server');
    this.openssl(
      ...['x509', '-req', '-in', 'it.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-days', '2', '-extfile', 'names.cnf', '-out', 'it.pem'],
    );
    return { key: this.read('it.key'), cert: this.read('it.pem') };
  }

  dispose(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private read(name: string): string {
    return fs.readFileSync(path.join(this.folder, name), 'utf8');
  }

  private openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' });
  }
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
