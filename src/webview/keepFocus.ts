/**
 * Makes a change that may take away or hide the control that has the keyboard. Where it does, another gets it: on the
 * page itself no key would do anything. While the keyboard is outside of the page, it is left there.
 *
 * @param root holds the controls that the change is about
 * @param elsewhere focuses something that is there after the change
 */
export function keepFocus(root: HTMLElement, change: () => void, elsewhere: () => void): void {
  const held = document.activeElement;
  const isConcerned = document.hasFocus() && root.contains(held);
  change();
  if (isConcerned && !held?.checkVisibility()) {
    elsewhere();
  }
}
