import { setLabel } from './dom';

/** The keys of a chord as the panel needs them of a `KeyboardEvent`. */
export type Chord = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

export type Shortcut =
  'focusFilter' | 'nextMatch' | 'previousMatch' | 'matchCase' | 'wholeWord' | 'regex' | 'wrap';

/** Letters are told by their place on the keyboard: with Alt or Option they type something else on many. */
const WITH_ALT: Readonly<Record<string, Shortcut>> = {
  KeyC: 'matchCase',
  KeyW: 'wholeWord',
  KeyR: 'regex',
  KeyZ: 'wrap',
};

/** What a chord does anywhere in the panel: the same as in the editor's find widget. */
export function shortcutOf(chord: Chord, mac: boolean): Shortcut | undefined {
  const { altKey, ctrlKey, metaKey, shiftKey } = chord;
  const command = mac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  if (command && !altKey && !shiftKey && chord.key.toLowerCase() === 'f') {
    return 'focusFilter';
  }
  if (chord.key === 'F3' && !altKey && !ctrlKey && !metaKey) {
    return shiftKey ? 'previousMatch' : 'nextMatch';
  }
  if (!altKey || ctrlKey || shiftKey) {
    return undefined;
  }
  const shortcut = WITH_ALT[chord.code];
  return metaKey === (mac && shortcut !== 'wrap') ? shortcut : undefined;
}

const KEYS: Readonly<Record<Exclude<Shortcut, 'focusFilter'>, readonly [string, string]>> = {
  nextMatch: ['F3', 'F3'],
  previousMatch: ['Shift+F3', '⇧F3'],
  matchCase: ['Alt+C', '⌥⌘C'],
  wholeWord: ['Alt+W', '⌥⌘W'],
  regex: ['Alt+R', '⌥⌘R'],
  wrap: ['Alt+Z', '⌥Z'],
};

export function isMac(): boolean {
  return navigator.userAgent.includes('Mac');
}

/** Names a control, with the keys that do the same. */
export function withKeys(target: HTMLElement, label: string, shortcut: keyof typeof KEYS): void {
  setLabel(target, `${label} (${KEYS[shortcut][isMac() ? 1 : 0]})`);
}
