import { l10n } from 'vscode';

import type { Outage } from '../connection/outages';

/** The one notice of an outage. Each view says on its own for how long what it shows is old. */
export function outageText({ origin, since }: Outage): string {
  return l10n.t(
    'Lost the connection to {0} at {1}. What is shown is from before; the extension keeps trying and catches up by itself.',
    new URL(origin).host,
    new Date(since).toLocaleTimeString(),
  );
}
