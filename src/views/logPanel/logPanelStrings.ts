import { l10n } from 'vscode';
import type { PanelStrings } from '../../logs/protocol';

/** Everything that the webview of a log panel says. It fills in `{0}` and `{1}` itself. */
export function logPanelStrings(): PanelStrings {
  return { ...toolbarStrings(), ...listStrings(), ...rowStrings(), ...stateStrings() };
}

function toolbarStrings() {
  return {
    filter: l10n.t('Filter (e.g. text, !excludeText, text1,text2)'),
    filterHint: l10n.t(
      'A comma separates several texts, an exclamation mark excludes one, quotation marks keep commas together.',
    ),
    matchCase: l10n.t('Match Case'),
    wholeWord: l10n.t('Match Whole Word'),
    regex: l10n.t('Use Regular Expression'),
    findOptions: l10n.t('Filter Options'),
    findActions: l10n.t('Matches'),
    showMatches: l10n.t('Show Matches Only'),
    previousMatch: l10n.t('Previous Match'),
    nextMatch: l10n.t('Next Match'),
    matchOf: l10n.t('{0} of {1}'),
    matchOne: l10n.t('1 match'),
    matchCount: l10n.t('{0} matches'),
    noMatches: l10n.t('No matches'),
    filtering: l10n.t('Filtering…'),
    context: l10n.t('Entries Around a Match'),
    contextLines: l10n.t('± {0}'),
    searchServer: l10n.t('Search Server'),
    searchServerHint: l10n.t('Search the history on the server, beyond what is loaded'),
    facets: l10n.t('Entries to Show'),
    all: l10n.t('All'),
    levels: l10n.t('Levels'),
    otherLevel: l10n.t('Other'),
    sources: l10n.t('Sources'),
    noSource: l10n.t('No source'),
    configs: l10n.t('Plugin Configs'),
    shownCount: l10n.t('{0}: {1} of {2} shown'),
    since: l10n.t('From {0}'),
    clearSince: l10n.t('Show All Times'),
    commands: l10n.t('Log Actions'),
    pause: l10n.t('Pause'),
    resume: l10n.t('Resume'),
    clear: l10n.t('Clear'),
    clearHint: l10n.t('Hide the entries that are here now'),
    wrap: l10n.t('Wrap Lines'),
    more: l10n.t('More Actions…'),
    timeline: l10n.t('Entries over time'),
    timelineBar: l10n.t('{0} – {1}: {2} entries, {3} errors, {4} warnings'),
    timelineEmpty: l10n.t('No entries'),
  };
}

function listStrings() {
  return {
    list: l10n.t('Log entries'),
    listHint: l10n.t('Use the arrow keys to move, Enter to unfold, Shift to select, Ctrl+C to copy.'),
    loadOlder: l10n.t('Load Older Entries'),
    loadingOlder: l10n.t('Loading older entries…'),
    olderFailed: l10n.t('Older entries could not be loaded.'),
    beginning: l10n.t('Beginning of the log'),
    full: l10n.t('Older entries made room for newer ones.'),
    fullForGood: l10n.t(
      'Older entries made room for newer ones. Export a time range to get them from the server.',
    ),
    keepMore: l10n.t('Keep More Entries'),
    cleared: l10n.t('{0} cleared'),
    showCleared: l10n.t('Show'),
    searchEnd: l10n.t('Matches in the history on the server'),
    hiddenBefore: l10n.t('Older entries are hidden.'),
    gapTooFarBack: l10n.t('Entries between {0} and {1} are not loaded.'),
    gapOneTimestamp: l10n.t(
      'More entries share the time {1} than the server gives at once; some are missing.',
    ),
    gapNotOnServer: l10n.t('The server no longer has the entries between {0} and {1}.'),
    fillGap: l10n.t('Load Them'),
    fillingGap: l10n.t('Loading…'),
    empty: l10n.t('No log entries yet. New ones appear here as they arrive.'),
    emptyFiltered: l10n.t('No entry matches the filter.'),
    emptyCleared: l10n.t('Cleared. New entries appear here as they arrive.'),
    emptySearch: l10n.t(
      'The search on the server has found no match. Change what you look for or what is hidden, or go back to the log.',
    ),
    clearFilter: l10n.t('Clear Filter'),
    unseenOne: l10n.t('1 new entry'),
    unseenMany: l10n.t('{0} new entries'),
  };
}

function rowStrings() {
  return {
    time: l10n.t('Time'),
    level: l10n.t('Level'),
    source: l10n.t('Source'),
    instance: l10n.t('Instance'),
    config: l10n.t('Plugin Config'),
    message: l10n.t('Message'),
    moreLines: l10n.t('+{0} lines'),
    unfold: l10n.t('Show all'),
    fold: l10n.t('Show less'),
    showMore: l10n.t('Show more ({0} characters left)'),
    showAsText: l10n.t('Show as Text'),
    showAsJson: l10n.t('Show as JSON'),
    emptyMessage: l10n.t('(no message)'),
    onlySince: l10n.t('Only Since This Job'),
    secondsAgo: l10n.t('{0} s ago'),
    minutesAgo: l10n.t('{0} min ago'),
    hoursAgo: l10n.t('{0} h ago'),
    daysAgo: l10n.t('{0} d ago'),
    ahead: l10n.t('in {0} s'),
  };
}

function stateStrings() {
  return {
    shownOne: l10n.t('1 entry'),
    shown: l10n.t('{0} entries'),
    shownFiltered: l10n.t('{0} of {1} entries'),
    shownHeldBack: l10n.t('{0} of {1} entries, older ones are held back'),
    madeRoom: l10n.t('{0} older ones made room'),
    moreMadeRoom: l10n.t('more than {0} older ones made room'),
    selected: l10n.t('{0} selected'),
    retryIn: l10n.t('Trying again in {0} s'),
    retrying: l10n.t('Trying again…'),
    behind: l10n.t('{0} plugin configs'),
    behindProblems: l10n.t('{0} plugin configs, {1} with a problem'),
  };
}
