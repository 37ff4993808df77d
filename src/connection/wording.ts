import { l10n } from 'vscode';
import { isApiError, type ApiError } from '../api/errors';
import { regionOf, type Address, type ParsedAddress } from './address';
import { connectionLabel, type Connection } from './connection';
import type { Question } from './dialogs';
import type { KeyProblem } from './keyFormat';
import type { SecretStorageError } from './keyStore';

export function addressProblemText(parsed: Extract<ParsedAddress, { ok: false }>): string {
  switch (parsed.problem) {
    case 'empty':
      return l10n.t('Enter the address of your PostHog, for example https://posthog.example.com.');
    case 'spaces':
      return l10n.t('An address has no spaces. Enter one like https://posthog.example.com.');
    case 'key':
      return l10n.t('This is a key, not an address. Enter the address here; the key is asked for next.');
    case 'scheme':
      return l10n.t('Only https:// and http:// addresses can be used.');
    case 'credentials':
      return l10n.t(
        'Leave out the user name and password before the @: PostHog is reached with a personal API key.',
      );
    case 'path':
      return l10n.t(
        'PostHog is never served under a path like this. Enter {0}, or paste the address of one of its pages.',
        parsed.origin ?? '',
      );
    case 'malformed':
      return l10n.t(
        'This is not the name of a host. Enter an address like https://posthog.example.com:8000.',
      );
  }
}

export function keyProblemText(problem: KeyProblem, host: string): string {
  switch (problem) {
    case 'empty':
      return l10n.t(
        'Paste a personal API key. The button above opens the page of {0} where keys are made.',
        host,
      );
    case 'projectToken':
      return l10n.t(
        'This is the project token (phc_…), which only sends events. A personal API key starts with phx_; the button above opens the page of {0} where keys are made.',
        host,
      );
    case 'otherToken':
      return l10n.t(
        'This token is of another kind. A personal API key starts with phx_; the button above opens the page of {0} where keys are made.',
        host,
      );
    case 'address':
      return l10n.t('This is an address, not a key. Paste the personal API key; it starts with phx_.');
    case 'spaces':
      return l10n.t('There is a space or a line break inside the key. Copy it again, in one piece.');
    case 'characters':
      return l10n.t(
        'There is a character in it that no key has. Copy the key where it was shown in full, when it was made.',
      );
    case 'short':
      return l10n.t('This is too short for a key. Copy all of it.');
  }
}

/**
 * Why a key was not taken while connecting.
 *
 * @param explain words every failure that means the same here as anywhere else
 */
export function keyFailureText(error: unknown, origin: string, explain: (error: unknown) => string): string {
  if (!isApiError(error, 'auth')) {
    return explain(error);
  }
  const { host } = new URL(origin);
  switch (regionOf(origin)) {
    case 'us':
      return l10n.t(
        '{0} does not know this key. If your account is on PostHog Cloud EU, go back and choose that; else make a new key.',
        host,
      );
    case 'eu':
      return l10n.t(
        '{0} does not know this key. If your account is on PostHog Cloud US, go back and choose that; else make a new key.',
        host,
      );
    case undefined:
      return l10n.t(
        '{0} does not know this key. Check that it was made there and copied in full, or make a new one.',
        host,
      );
  }
}

/** Why a project could not be connected. */
export function projectFailureText(
  error: unknown,
  projectId: number,
  explain: (error: unknown) => string,
): string {
  return isApiError(error)
    ? (projectReason(error, projectId) ?? keyFailureText(error, error.data.origin, explain))
    : explain(error);
}

function projectReason(error: ApiError, projectId: number): string | undefined {
  const { host } = new URL(error.data.origin);
  const detail = error.data.detail ?? '';
  if (error.kind === 'gone') {
    return l10n.t(
      '{0} has no plugin configs: newer PostHog versions replaced plugins with data pipelines, which this extension does not show. Go back to connect to another server.',
      host,
    );
  }
  if (error.reason === 'projectNotFound') {
    return l10n.t(
      '{0} has no project {1}. The id is the number behind /project/ in the address of its pages.',
      host,
      projectId,
    );
  }
  if (error.reason === 'missingScope') {
    return l10n.t(
      'The key may not read plugin configs: {0}. Add the scope plugin:read to it in PostHog, then press Enter again.',
      detail,
    );
  }
  return error.kind === 'forbidden' && error.reason === undefined
    ? l10n.t(
        'The key’s owner has no access to project {0} ({1}). Choose another project, or ask for access.',
        projectId,
        detail,
      )
    : undefined;
}

export function otherProjectText(host: string, projectId: number, actualId: number): string {
  return l10n.t(
    '{0} is of a version that ignores the project it is asked for: it answers for project {2}, which the key’s owner last opened in the browser. Open project {1} there and press Enter again, or enter {2}.',
    host,
    projectId,
    actualId,
  );
}

export function suggestionLabel(suggested: Address): {
  readonly label: string;
  readonly description: string;
} {
  return {
    label: l10n.t('$(lightbulb) Suggested by this workspace'),
    description:
      suggested.projectId === undefined
        ? suggested.origin
        : l10n.t('{0}, project {1}', suggested.origin, suggested.projectId),
  };
}

export function storedKeyUsers(users: readonly Connection[]): string {
  return l10n.t('of {0}', users.map(connectionLabel).join(', '));
}

export function storedKeyGoneText(): string {
  return l10n.t('The stored key is gone. Enter one.');
}

export function insecureQuestion(origin: string): Question {
  return {
    message: l10n.t('Your key would travel unencrypted to {0}. Anyone on the way can read it.', origin),
    detail: l10n.t(
      'Use the https address of the server if it has one. The connection will be marked as not encrypted.',
    ),
    button: l10n.t('Send It Anyway'),
  };
}

export function keepForSessionQuestion(error: SecretStorageError): Question {
  return {
    message: l10n.t('The key cannot be stored, because the secret storage of the editor does not work.'),
    detail: l10n.t(
      'Unlock or set up the keyring of the system, for example gnome-keyring or KWallet, and start the editor again. Until then the key can be kept in memory until this window closes. ({0})',
      error.message,
    ),
    button: l10n.t('Keep for This Window'),
  };
}
