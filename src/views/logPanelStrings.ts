import { l10n } from 'vscode';
import type { PanelStrings } from '../logs/protocol';

/** Everything that the webview of a log panel says. It fills in `{0}` and `{1}` itself. */
export function logPanelStrings(): PanelStrings {
  return {
    list: l10n.t('Log entries'),
    levels: l10n.t('Levels'),
    filter: l10n.t('Filter by text'),
    pause: l10n.t('Pause'),
    resume: l10n.t('Resume'),
    clear: l10n.t('Clear'),
    clearHint: l10n.t('Hide the entries that are here now'),
    otherLevel: l10n.t('Other'),
    shown: l10n.t('{0} entries'),
    shownFiltered: l10n.t('{0} of {1} entries'),
    retryIn: l10n.t('Trying again in {0} s'),
    empty: l10n.t('No log entries yet. New ones appear here as they arrive.'),
    emptyFiltered: l10n.t('No entry matches the filter.'),
    emptyCleared: l10n.t('Cleared. New entries appear here as they arrive.'),
    clearFilter: l10n.t('Clear Filter'),
    unseenOne: l10n.t('1 new entry'),
    unseenMany: l10n.t('{0} new entries'),
    moreLines: l10n.t('+{0} lines'),
    unfold: l10n.t('Show all'),
    fold: l10n.t('Show less'),
    showMore: l10n.t('Show more ({0} characters left)'),
    emptyMessage: l10n.t('(no message)'),
    loadOlder: l10n.t('Load Older Entries'),
    loadingOlder: l10n.t('Loading older entries…'),
    olderFailed: l10n.t('Older entries could not be loaded.'),
    beginning: l10n.t('Beginning of the log'),
    full: l10n.t('Older entries made room for newer ones'),
    cleared: l10n.t('{0} cleared'),
    showCleared: l10n.t('Show'),
    gapTooFarBack: l10n.t('Entries between {0} and {1} are not loaded.'),
    gapOneTimestamp: l10n.t(
      'More entries share the time {1} than the server gives at once; some are missing.',
    ),
    fillGap: l10n.t('Load Them'),
    fillingGap: l10n.t('Loading…'),
  };
}
