import { l10n } from 'vscode';
import type { BannerMessage } from '../../logs/protocol';
import type { GoingBack } from './goingBack';
import type { PanelSearch } from './panelSearch';

/** The button that ends going back to a time. */
export const CANCEL = 'cancelGoingBack';

/** What stands above the list while something of its own goes on; null for nothing. */
export function panelBanner(
  search: PanelSearch | undefined,
  back: GoingBack | undefined,
): BannerMessage['banner'] {
  if (back) {
    return {
      text: l10n.t('Loading entries back to {0}…', back.timestamp),
      busy: true,
      actions: [{ action: CANCEL, label: l10n.t('Cancel') }],
    };
  }
  return search?.banner ?? null;
}
