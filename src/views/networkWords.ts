import { l10n } from 'vscode';
import type { ApiError, ProxyFailure } from '../api/errors';

/**
 * Why a proxy did not let a request through, and what to do.
 *
 * @param host of the server, with its port where it is not the usual one
 */
export function proxySentence(error: ApiError, host: string): string {
  const { proxy: failure = { problem: 'refused' }, status = 0, detail = `status ${status}` } = error.data;
  const proxy = nameOf(failure);
  const source = placeOf(failure.source);
  switch (failure.problem) {
    case 'address':
      return l10n.t(
        'The address of the proxy is not one. Correct {0}: it looks like http://user:password@host:port, with special characters in the password percent-encoded.',
        source,
      );
    case 'kind':
      return l10n.t(
        'The proxy is of a kind that is not supported ({0}). Set {1} to an http:// or https:// proxy; SOCKS, automatic configuration (PAC) and Kerberos are not supported.',
        detail,
        source,
      );
    case 'unreachable':
      return l10n.t(
        'The {0} could not be reached or did not answer ({1}). Check {2}, the network and the VPN.',
        proxy,
        detail,
        source,
      );
    case 'certificate':
      return l10n.t(
        'The certificate of the {0} was not accepted ({1}). {2}',
        proxy,
        detail,
        certificateAdvice(detail),
      );
    case 'credentials':
      return l10n.t(
        'The {0} wants a user name and password, or others than it got ({1}). Write them into {2} like http://user:password@host:port, with special characters percent-encoded. Kerberos and NTLM are not supported.',
        proxy,
        detail,
        source,
      );
    case 'refused':
      if (detail.startsWith('status 5')) {
        return l10n.t(
          'The {0} could not reach {1} ({2}). Check the address of the server; if it is right, ask who runs the proxy, or name the host in http.noProxy if it can be reached directly.',
          proxy,
          host,
          detail,
        );
      }
      return l10n.t(
        'The {0} does not let requests through to {1} ({2}). Ask who runs it, or name the host in http.noProxy if it can be reached directly.',
        proxy,
        host,
        detail,
      );
    case 'broken':
      return l10n.t(
        'The {0} did not connect to {1} ({2}). Check {3}, and that there is an http proxy at that address.',
        proxy,
        host,
        detail,
        source,
      );
  }
}

/** What to do about a host that cannot be found or reached without a proxy. */
export function proxyAdvice(): string {
  return l10n.t(
    'If a proxy leads there, set http.proxy in the user settings: the system’s proxy settings and automatic configuration (PAC) are not read.',
  );
}

/**
 * Why no encrypted connection came about, and what to do.
 *
 * @param detail the error code, and the sentence that OpenSSL or Node adds to it
 */
export function certificateSentence(host: string, detail: string): string {
  const [sentence = ''] = detail.split(';'); // Behind it Node names a flag that an editor cannot be given.
  const [code = ''] = sentence.split(':');
  const advice = certificateAdvice(code);
  return /^(?:EPROTO|ERR_SSL|ERR_OSSL)/.test(code)
    ? l10n.t('No encrypted connection to {0} came about ({1}). {2}', host, code, advice)
    : l10n.t('The certificate of {0} was not accepted ({1}). {2}', host, sentence, advice);
}

/** @param code of the error */
function certificateAdvice(code: string): string {
  if (/^(?:UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/.test(code)) {
    return l10n.t(
      'If it is of your company’s certificate authority, name its file (PEM) in the environment variable NODE_EXTRA_CA_CERTS, or install it in the operating system with http.systemCertificates on; then restart the editor.',
    );
  }
  if (/^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)/.test(code)) {
    return l10n.t('Check the date of this computer; if that is right, the certificate has to be renewed.');
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return l10n.t('It is for another name. Check the address.');
  }
  return l10n.t('Check that https is spoken at this address and port.');
}

function nameOf({ host }: ProxyFailure): string {
  return host === undefined ? l10n.t('proxy') : l10n.t('proxy {0}', host);
}

/** @param source the setting or the environment variable with the proxy's address */
function placeOf(source: string | undefined): string {
  return source === undefined || source === 'http.proxy'
    ? l10n.t('http.proxy in the user settings')
    : l10n.t('the environment variable {0}', source);
}
