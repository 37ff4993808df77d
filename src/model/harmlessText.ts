const IMAGE = /!\[([^\]]*)\]\([^)]*\)/g;
const LINK = /\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)/g;
const EMPHASIS = /(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g;

/** What the editor would make a link, a picture or a mail address of by itself, or take for HTML. */
const ADDRESS = /:(?=\/\/)|www(?=\.)|@(?=\w)|<(?=[a-z/!?])/gi;

/** Hints have a few lines. What is longer is cut: going through brackets that never close takes the square of it. */
const LONGEST = 4000;

/**
 * Markdown of a plugin's author as plain text: a picture becomes its description, a link its text and its address,
 * emphasis goes. At most 4,000 characters.
 */
export function harmlessText(markdown: string): string {
  return withoutLinks(
    beginning(markdown, LONGEST)
      .replaceAll(IMAGE, '$1')
      .replaceAll(LINK, (_, text: string, address: string) =>
        text === address || /^command:/i.test(address) ? text : `${text} (${address})`,
      )
      .replaceAll(EMPHASIS, '$2')
      .replaceAll('`', '')
      .trim(),
  );
}

/** Text in which the editor finds no address and no tag: an invisible space in each keeps it from that. */
export function withoutLinks(text: string): string {
  return text.replaceAll(ADDRESS, (found) => `${found}\u200b`);
}

/** Text in which the editor draws no icon. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}

/** The beginning of a text of any length, with an ellipsis where that is not all. @param most UTF-16 units */
export function beginning(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
