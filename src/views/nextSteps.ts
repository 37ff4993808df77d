import { l10n } from 'vscode';

import type { ApiError } from '../api/errors';
import { COMMANDS } from '../ids';
import type { MessageAction } from './messages';

/**
 * What to do about a failure; undefined where the sentence about its cause says it already.
 *
 * @param host of the server, with its port where it is not the usual one
 */
export function nextStep(error: ApiError, host: string): string | undefined {
  if (error.data.applied === 'unknown') {
    return l10n.t('Refresh before you try again: it may have been done all the same.');
  }
  switch (error.kind) {
    case 'auth':
      return error.reason === 'noKey' ? undefined : l10n.t('Enter another one with Replace Key.');
    case 'forbidden':
      return forbiddenStep(error);
    case 'notFound':
      return l10n.t('Refresh to see what is there now.');
    case 'gone':
      return l10n.t('Look in PostHog itself for what it has instead.');
    case 'network':
      return error.reason === undefined || error.reason === 'timeout' || error.reason === 'reset'
        ? again()
        : undefined;
    case 'server':
      return again();
    case 'protocol':
      return protocolStep(error, host);
    case 'invalid':
      return invalidStep(error);
    case 'rateLimited':
    case 'cancelled':
      return undefined;
  }
}

function invalidStep(error: ApiError): string | undefined {
  if (error.reason !== undefined) {
    return undefined;
  }
  // Who only looks has nothing to correct: what is asked for and how is up to the extension.
  return error.data.method === 'GET' ? update() : l10n.t('Correct it and try again.');
}

function forbiddenStep(error: ApiError): string | undefined {
  switch (error.reason) {
    case 'missingScope':
    case 'keysNotSupported':
    case 'methodNotAllowed':
      return undefined;
    case 'keyNotForProject':
      return l10n.t('Use another key.');
    case 'pluginsNotAllowed':
      return l10n.t('Who manages the instance can switch them on.');
    default:
      return l10n.t('Ask for the permission in PostHog, or use another key.');
  }
}

function protocolStep(error: ApiError, host: string): string | undefined {
  switch (error.reason) {
    case 'redirect':
      return undefined;
    case 'truncated':
      return again();
    case 'drifted':
      return update();
    case 'html':
    case 'redirectLoop':
    case 'redirectedWrite':
      return l10n.t('Open {0} in a browser to see what it is.', host);
    default:
      return l10n.t('Check that this is PostHog’s address.');
  }
}

function update(): string {
  return l10n.t('Look for an update of the extension.');
}

function again(): string {
  return l10n.t('Try again in a moment.');
}

/** The buttons that help with a failure. */
export function actionsFor(error: ApiError): readonly MessageAction[] {
  switch (error.kind) {
    case 'auth':
      return [{ title: l10n.t('Replace Key…'), command: COMMANDS.replaceKey }, showOutput()];
    case 'forbidden':
      return error.reason === 'missingScope' || error.reason === 'keyNotForProject'
        ? [{ title: l10n.t('Replace Key…'), command: COMMANDS.replaceKey }, showOutput()]
        : [showOutput()];
    case 'notFound':
      return [{ title: l10n.t('Refresh'), command: COMMANDS.refresh }];
    default:
      return [showOutput()];
  }
}

export function showOutput(): MessageAction {
  return { title: l10n.t('Show Output'), command: COMMANDS.showOutput };
}
