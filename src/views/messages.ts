import { l10n } from 'vscode';

import { isApiError, type ApiError } from '../api/errors';
import { SecretStorageError } from '../connection/keyStore';
import { NoConnectionError } from '../connection/projects';
import { WrongProjectError } from '../model/changes';
import { InexactNumberError } from '../model/exactNumbers';
import { COMMANDS } from '../ids';
import { ExportError, WHOLE_FILE_LIMIT } from './logPanel/exportTarget';
import { certificateSentence, proxyAdvice, proxySentence } from './networkWords';
import { actionsFor, nextStep, showOutput } from './nextSteps';
import { failedOperation } from './operationWords';

/** A button under a message. */
export interface MessageAction {
  readonly title: string;
  readonly command: string;
}

/** A failure in words: what failed and why, and what to do about it. */
export interface ErrorMessage {
  readonly text: string;
  readonly actions: readonly MessageAction[];
}

/** The only place where failures are put into words. */
export function describeError(error: unknown): ErrorMessage {
  if (error instanceof NoConnectionError) {
    return {
      text: l10n.t('Its connection was removed. Connect to the project again, then open it anew.'),
      actions: [{ title: l10n.t('Connect…'), command: COMMANDS.connect }],
    };
  }
  if (error instanceof SecretStorageError) {
    return {
      text: l10n.t(
        'The editor’s secret storage failed ({0}). On Linux, check that a keyring is installed and unlocked. Replace Key… can keep a key for this window only.',
        error.message,
      ),
      actions: [{ title: l10n.t('Replace Key…'), command: COMMANDS.replaceKey }, showOutput()],
    };
  }
  if (error instanceof WrongProjectError) {
    return {
      text: l10n.t(
        'Nothing was sent: this server ignores the project of the connection ({0}) and works on the project that the key’s owner last opened in the browser ({1}). Open project {0} in PostHog, then refresh.',
        error.expected,
        error.found,
      ),
      actions: [{ title: l10n.t('Refresh'), command: COMMANDS.refresh }],
    };
  }
  if (error instanceof InexactNumberError) {
    return {
      text: l10n.t(
        'Nothing was sent: the setting {0} holds a number with more digits than the editor can keep, and it would be stored rounded. Change it in PostHog, or store it as text.',
        error.key,
      ),
      actions: [],
    };
  }
  if (error instanceof ExportError) {
    return { text: exportSentence(error), actions: [showOutput()] };
  }
  if (isApiError(error)) {
    return {
      text: l10n.t('{0} {1}', failedOperation(error.data.operation), reasonSentence(error)),
      actions: actionsFor(error),
    };
  }
  return {
    text: l10n.t(
      'Something went wrong inside the extension: {0}',
      error instanceof Error ? error.message : String(error),
    ),
    actions: [showOutput()],
  };
}

function exportSentence({ file, reason, cause }: ExportError): string {
  return reason === 'tooLarge'
    ? l10n.t(
        '{0} was not written: this file system takes a file only in one piece, of at most {1} MB. Choose a folder on this computer, or a shorter time range.',
        file,
        WHOLE_FILE_LIMIT / 1024 / 1024,
      )
    : l10n.t('{0} could not be written: {1}', file, cause instanceof Error ? cause.message : String(cause));
}

/** Why a request failed and what to do about it, without what it was for. */
export function reasonSentence(error: ApiError): string {
  const next = nextStep(error, hostOf(error));
  return next === undefined ? causeSentence(error) : l10n.t('{0} {1}', causeSentence(error), next);
}

/** Why a request failed, where what is to be done is said apart. */
export function causeSentence(error: ApiError): string {
  const { data } = error;
  const host = hostOf(error);
  const detail = data.detail ?? '';
  switch (data.kind) {
    case 'auth':
      return data.reason === 'noKey'
        ? l10n.t('There is no stored key for {0}. Enter one with Replace Key.', host)
        : l10n.t(
            '{0} refused the key. It may have been deleted or rolled, or belong to another region.',
            host,
          );
    case 'forbidden':
      return forbiddenSentence(error, host, detail);
    case 'notFound':
      return data.reason === 'projectNotFound'
        ? l10n.t('{0} has no such project, or the key’s owner has no access to it.', host)
        : l10n.t('It no longer exists on {0}.', host);
    case 'gone':
      return l10n.t('{0} does not have this operation: it runs a PostHog version without it.', host);
    case 'invalid':
      if (error.reason === 'holdsKeyMark') {
        return l10n.t(
          'Nothing was sent: it holds the mark {0}, which stands where {1} has the personal API key of this connection. Remove it, or change this in PostHog.',
          detail,
          host,
        );
      }
      if (error.reason === 'tooLarge') {
        return l10n.t('{0} does not take that much data at once. Send less, or have its limit raised.', host);
      }
      if (data.method === 'GET') {
        return l10n.t('{0} did not understand the request: {1}', host, detail || statusText(error));
      }
      return data.attr
        ? l10n.t('{0} refused the data ({1}): {2}', host, data.attr, detail)
        : l10n.t('{0} refused the data: {1}', host, detail || statusText(error));
    case 'rateLimited':
      return data.retryAfterMs === undefined
        ? l10n.t('{0} is throttling requests. Try again in a minute.', host)
        : l10n.t(
            '{0} is throttling requests. Try again in {1} s.',
            host,
            Math.ceil(data.retryAfterMs / 1000),
          );
    case 'network':
      return networkSentence(error, host, detail);
    case 'server':
      return l10n.t('{0} failed with status {1}{2}.', host, data.status ?? 0, quoted(detail));
    case 'protocol':
      return protocolSentence(error, host, detail);
    case 'cancelled':
      return l10n.t('It was cancelled.');
  }
}

function forbiddenSentence(error: ApiError, host: string, detail: string): string {
  switch (error.reason) {
    case 'missingScope':
      return l10n.t(
        'The key may not do this: {0}. Add the scope to the key in PostHog, or use another key.',
        detail,
      );
    case 'keysNotSupported':
      return l10n.t('{0} does not let personal API keys do this; it can only be done in the browser.', host);
    case 'keyNotForProject':
      return l10n.t('The key is restricted to other projects or organizations: {0}', detail);
    case 'pluginsNotAllowed':
      return l10n.t('Plugins are switched off for the organization of this project on {0}.', host);
    case 'methodNotAllowed':
      return l10n.t(
        '{0} does not allow {1} requests here. A proxy or a firewall in between may block them: ask whoever runs it.',
        host,
        error.data.method,
      );
    default:
      return detail
        ? l10n.t('{0} does not allow it: {1}', host, detail)
        : l10n.t('{0} does not allow it.', host);
  }
}

function networkSentence(error: ApiError, host: string, detail: string): string {
  switch (error.reason) {
    case 'dns':
      return l10n.t('The host {0} was not found. Check its name and the network. {1}', host, proxyAdvice());
    case 'refused':
      return l10n.t(
        '{0} refused the connection. Check that the server runs and that the port is right.',
        host,
      );
    case 'connectTimeout':
      return l10n.t(
        '{0} could not be reached in time. Check the network and the VPN. {1}',
        host,
        proxyAdvice(),
      );
    case 'timeout':
      return l10n.t('{0} did not answer in time.', host);
    case 'tls':
      return certificateSentence(host, detail);
    case 'proxy':
      return proxySentence(error, host);
    default:
      return l10n.t('The connection to {0} broke{1}.', host, quoted(detail));
  }
}

function protocolSentence(error: ApiError, host: string, detail: string): string {
  switch (error.reason) {
    case 'html':
      return l10n.t(
        '{0} answered with a web page instead of data{1}. A login page or a proxy may stand in between, or this is not PostHog’s address.',
        host,
        quoted(detail),
      );
    case 'truncated':
      return l10n.t('The answer of {0} was cut off.', host);
    case 'drifted':
      return l10n.t(
        'The answer of {0} is not what PostHog sends ({1}). This server may be of a version that the extension does not know.',
        host,
        detail,
      );
    case 'tooLarge':
      return l10n.t('The answer of {0} is too large to read.', host);
    case 'redirect':
      return l10n.t(
        '{0} redirects elsewhere ({1}). The key was not sent there. Connect to the other address if it is yours.',
        host,
        detail,
      );
    case 'redirectLoop':
      return l10n.t('{0} redirects in circles ({1}).', host, detail);
    case 'redirectedWrite':
      return l10n.t('{0} answered with a redirect ({1}), which a change must not follow.', host, detail);
    default:
      return l10n.t(
        '{0} answered with something that is not PostHog’s API{1}.',
        host,
        quoted(detail || statusText(error)),
      );
  }
}

function hostOf({ data }: ApiError): string {
  return data.origin ? new URL(data.origin).host : l10n.t('The server');
}

function statusText({ data }: ApiError): string {
  return data.status === undefined ? '' : l10n.t('status {0}', data.status);
}

function quoted(detail: string): string {
  return detail ? ` (${detail})` : '';
}
