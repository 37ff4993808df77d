const IMAGE = /!\[([^\]]*)\]\([^)]*\)/g;
const LINK = /\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)/g;
const EMPHASIS = /(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g;
/** What the editor would turn into a link by itself: addresses with a scheme, `www.`, and those of mail. */
const ADDRESS = /\b([a-z][a-z0-9+.-]*:)(?=\/\/)|\b(www)(?=\.)|(@)(?=\w)/gi;

/**
 * Markdown of a plugin's author as plain text: a picture becomes its description, a link its text and its address,
 * emphasis goes. An invisible space in addresses keeps the editor from making links of them again.
 */
export function harmlessText(markdown: string): string {
  return markdown
    .replaceAll(IMAGE, '$1')
    .replaceAll(LINK, (_, text: string, address: string) =>
      text === address || /^command:/i.test(address) ? text : `${text} (${address})`,
    )
    .replaceAll(EMPHASIS, '$2')
    .replaceAll('`', '')
    .replaceAll(ADDRESS, (found) => `${found}\u200b`)
    .trim();
}
