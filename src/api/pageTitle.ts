/** A page of any size may have a thousand beginnings of a title, and an end to none: UTF-16 units that are looked at. */
const HEAD = 20_000;

/** The title of a web page, which says more than its first line does; any other text as it is. */
export function titleOrText(text: string): string {
  if (!text.trimStart().startsWith('<')) {
    return text;
  }
  const [, title = ''] = /<title[^>]{0,200}>([^<]*)/i.exec(text.slice(0, HEAD)) ?? [];
  return title.trim() || text;
}
