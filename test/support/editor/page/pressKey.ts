import type { DOMWindow } from 'jsdom';

/** Where keys are whose `code` is asked for. */
const CODES: Readonly<Record<string, string>> = { c: 'KeyC', w: 'KeyW', r: 'KeyR', z: 'KeyZ', f: 'KeyF' };

/** Presses a chord such as `Shift+F10` or `Control+c` on an element, with what a browser does then by itself. */
export function pressKey(window: DOMWindow, target: HTMLElement, chord: string): void {
  const parts = chord.split('+');
  const name = parts.pop() ?? '';
  const key = name === 'Space' ? ' ' : name;
  const event = new window.KeyboardEvent('keydown', {
    ...{ key, code: CODES[key.toLowerCase()] ?? name, bubbles: true, cancelable: true, composed: true },
    ctrlKey: parts.includes('Control'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
  });
  target.focus();
  const goesOn = target.dispatchEvent(event);
  if (goesOn && target instanceof window.HTMLButtonElement && (key === 'Enter' || key === ' ')) {
    target.click();
  }
}

/** Clicks as a person does: the keyboard goes to what is clicked, unless the page prevents that. */
export function clickOn(window: DOMWindow, target: HTMLElement, init: MouseEventInit = {}): void {
  const event = (type: string): MouseEvent =>
    new window.MouseEvent(type, { bubbles: true, cancelable: true, composed: true, ...init });
  if (target.dispatchEvent(event('mousedown'))) {
    target.closest<HTMLElement>('button, input, select, [tabindex]')?.focus();
  }
  target.dispatchEvent(event('mouseup'));
  target.dispatchEvent(event('click'));
}
