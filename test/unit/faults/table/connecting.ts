import { EXPIRED, FOR_ANOTHER_NAME } from '../../../support/faults/certificates';
import { TEST_CERTIFICATE } from '../../../support/testCertificate';
import type { MatrixFault, Told } from '../matrixFault';

const untrusted: Told = {
  kind: 'network',
  reason: 'tls',
  cause: /The certificate of 127\.0\.0\.1:\d+ was not accepted \(\S/,
  next: /If it is of your company’s certificate authority, name its file/,
};

/** Faults before a byte of a request has left. */
export const connecting: readonly MatrixFault[] = [
  {
    name: 'connection refused',
    deed: { to: 'connection', fault: 'refused' },
    unsent: true,
    passes: true,
    told: {
      kind: 'network',
      reason: 'refused',
      cause: /127\.0\.0\.1:\d+ refused the connection/,
      next: /Check that the server runs and that the port is right/,
    },
  },
  {
    name: 'DNS failure',
    deed: { to: 'connection', fault: 'noSuchHost' },
    unsent: true,
    passes: true,
    told: {
      kind: 'network',
      reason: 'dns',
      cause: /The host 127\.0\.0\.1:\d+ was not found/,
      next: /Check its name and the network/,
    },
  },
  {
    name: 'connect timeout',
    deed: { to: 'connection', fault: 'noAnswer' },
    unsent: true,
    passes: true,
    periodMs: 10_000,
    told: {
      kind: 'network',
      reason: 'connectTimeout',
      cause: /could not be reached in time/,
      next: /Check the network and the VPN\. If a proxy leads there/,
    },
  },
  {
    name: 'TLS: self-signed certificate',
    deed: { to: 'certificate', certificate: TEST_CERTIFICATE },
    unsent: true,
    told: untrusted,
  },
  {
    name: 'TLS: expired certificate',
    deed: { to: 'certificate', certificate: EXPIRED },
    unsent: true,
    told: {
      ...untrusted,
      cause: /not accepted \(CERT_HAS_EXPIRED/,
      next: /Check the date of this computer; if that is right, the certificate has to be renewed/,
    },
  },
  {
    name: 'TLS: certificate for another name',
    deed: { to: 'certificate', certificate: FOR_ANOTHER_NAME },
    unsent: true,
    told: {
      ...untrusted,
      cause: /not accepted \(ERR_TLS_CERT_ALTNAME_INVALID/,
      next: /It is for another name\. Check the address/,
    },
  },
];
