import { l10n } from 'vscode';
import type { UpdateMessage } from '../../logs/protocol';
import type { HeldBack } from './panelFeeds';

/** Why entries are here and not shown, in words; null where nothing is held back. */
export function heldBackText(heldBack: HeldBack | undefined): UpdateMessage['heldBack'] {
  return heldBack
    ? {
        text: l10n.t('Entries are held back until older ones of {0} are loaded.', heldBack.names.join(', ')),
        all: heldBack.all,
      }
    : null;
}
