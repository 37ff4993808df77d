import { SHOW_ALL } from '../../logs/view/filter';
import { LEVELS, type LogDisplay, type LogFilter } from '../../logs/protocol';

/**
 * What a new panel shows, from the setting of levels. Entries of a level that no setting can name are always shown.
 *
 * @param setting as it stands in the settings, which nobody has checked
 */
export function defaultFilter(setting: unknown): LogFilter {
  if (!Array.isArray(setting) || setting.length === 0) {
    return SHOW_ALL;
  }
  return {
    ...SHOW_ALL,
    hiddenLevels: LEVELS.filter((level) => level !== 'OTHER' && !setting.includes(level)),
  };
}

/** How a new panel shows it, from the setting of the time format: `local`, `utc` or `relative`. */
export function defaultDisplay(setting: unknown): LogDisplay {
  return {
    wrap: false,
    time: setting === 'utc' ? 'utc' : 'local',
    relative: setting === 'relative',
    source: false,
    instance: false,
  };
}
