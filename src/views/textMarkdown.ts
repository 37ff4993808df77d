import { MarkdownString } from 'vscode';

import { beginning, withoutLinks } from '../model/harmlessText';

/** A tooltip has room for a few lines; `Show JSON` has texts whole. UTF-16 units. */
const LONGEST = 2000;

/** A tooltip that shows a text as it is. */
export function textMarkdown(text: string): MarkdownString {
  return appendAsText(new MarkdownString(), text);
}

/**
 * Adds text from a server: nothing of it is formatted, loaded or can be clicked. Escaping Markdown is not enough for
 * that, because the editor makes links of bare addresses.
 */
export function appendAsText(markdown: MarkdownString, text: string): MarkdownString {
  return markdown.appendText(withoutLinks(beginning(text, LONGEST)));
}
