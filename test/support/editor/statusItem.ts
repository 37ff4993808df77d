import type { MarkdownString } from './values';

/** An item of the status bar, as the extension sees it. */
export class StatusItem {
  name = '';
  text = '';
  tooltip: string | MarkdownString | undefined;
  command: string | undefined;
  accessibilityInformation: { readonly label: string } | undefined;
  backgroundColor: { readonly id: string } | undefined;
  shown = false;

  constructor(readonly id: string) {}

  show(): void {
    this.shown = true;
  }

  hide(): void {
    this.shown = false;
  }

  dispose(): void {
    this.shown = false;
  }
}
