import { l10n } from 'vscode';

import type { Notifications } from './notifications';

/** Says what could not be kept, or was kept and cannot be read any more. */
export class LostState {
  private failureTold = false;

  constructor(private readonly notifications: Pick<Notifications, 'warn'>) {}

  /** The editor could not read or write stored state. Said once: it would fail again with every change. */
  failed(error: unknown): void {
    if (!this.failureTold) {
      this.failureTold = true;
      const reason = error instanceof Error ? error.message : String(error);
      this.notifications.warn(
        l10n.t(
          'The editor could not keep what the extension remembers ({0}). Changes of connections may be lost when the window closes.',
          reason,
        ),
      );
    }
  }

  connections(): void {
    this.notifications.warn(
      l10n.t('Some stored PostHog connections were damaged and left out. Connect to them again.'),
    );
  }

  changes(): void {
    this.notifications.warn(
      l10n.t('Some of the stored recent changes were damaged and left out. They cannot be undone from here.'),
    );
  }

  draft(path: string): void {
    const name = path.slice(path.lastIndexOf('/') + 1);
    this.notifications.warn(
      l10n.t('What was kept of {0} was damaged: a draft that was not sent may be lost.', name),
    );
  }
}
