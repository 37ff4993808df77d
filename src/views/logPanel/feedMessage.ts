import { l10n } from 'vscode';
import type { FeedState } from '../../logs/feed';
import type { FeedMessage } from '../../logs/protocol';
import { describeError, reasonSentence, type ErrorMessage } from '../messages';

/** The button that asks the feed to try again now; the other buttons are commands. */
export const RETRY = 'retry';

/** Where a panel stands when it has no feed: its connection is gone, or not there yet. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly message: ErrorMessage;
}

/**
 * What the state line says.
 *
 * @param now milliseconds since the epoch
 * @param paused whether the user paused the feed; a panel that is hidden pauses it as well, which nobody sees
 */
export function feedMessage(state: FeedState | Unavailable, now: number, paused: boolean): FeedMessage {
  const base = { type: 'feed' as const, paused, detail: '', retryInMs: null, actions: [], parts: [] };
  if (paused && state.kind !== 'stopped' && state.kind !== 'unavailable') {
    return { ...base, tone: 'paused', text: l10n.t('Paused') };
  }
  switch (state.kind) {
    case 'loading':
    case 'paused':
      return { ...base, tone: 'busy', text: l10n.t('Loading…') };
    case 'live':
      return { ...base, tone: 'live', text: l10n.t('Live') };
    case 'catchingUp':
      return { ...base, tone: 'busy', text: l10n.t('Catching up…'), detail: entries(state.fetched) };
    case 'retrying':
      return {
        ...base,
        tone: 'problem',
        text: reasonSentence(state.error),
        retryInMs: state.at - now,
        actions: [{ action: RETRY, label: l10n.t('Retry Now') }],
      };
    case 'stopped':
      return { ...base, tone: 'problem', ...withRetry(describeError(state.error)) };
    case 'unavailable':
      return { ...base, tone: 'problem', ...withRetry(state.message) };
  }
}

function entries(count: number): string {
  return count === 1 ? l10n.t('1 entry') : l10n.t('{0} entries', count.toLocaleString());
}

function withRetry(message: ErrorMessage): Pick<FeedMessage, 'text' | 'actions'> {
  const commands = message.actions.map(({ title, command }) => ({ action: command, label: title }));
  return { text: message.text, actions: [...commands, { action: RETRY, label: l10n.t('Retry') }] };
}
