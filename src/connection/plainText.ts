import { withoutIcons } from '../model/harmlessText';

/**
 * Makes text that came from a server harmless where the editor would read more into it: notifications turn
 * `[text](command:…)` into links that run, and quick picks and the status bar draw `$(icon)`. An invisible space breaks
 * both without changing what is read.
 */
export function plainText(text: string): string {
  return withoutIcons(text.replaceAll('](', ']\u200b('));
}
