/** An element with a class, and text that is only ever text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A push button that stays out of the tab order where its row or group is reached by other keys. */
export function button(
  className: string,
  text: string,
  onClick: () => void,
  options: { readonly tabStop?: boolean } = {},
): HTMLButtonElement {
  const made = element('button', className, text);
  made.type = 'button';
  if (options.tabStop === false) {
    made.tabIndex = -1;
  }
  made.addEventListener('click', (event) => {
    event.stopPropagation();
    onClick();
  });
  return made;
}

/** Writes text only where it differs, so that nothing is announced or laid out again for nothing. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** Hides or shows, only where that differs: whoever observes the element is not called for nothing. */
export function setHidden(target: HTMLElement, hidden: boolean): void {
  if (target.hidden !== hidden) {
    target.hidden = hidden;
  }
}

/** Names a control for readers and, as a tooltip, for everyone else. */
export function setLabel(target: HTMLElement, label: string): void {
  if (target.ariaLabel !== label) {
    target.ariaLabel = label;
    target.title = label;
  }
}

/** Fills `{0}`, `{1}`… of a text of the host. */
export function fillIn(template: string, ...values: readonly (string | number)[]): string {
  return template.replace(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}
