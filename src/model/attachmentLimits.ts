/** Servers keep these texts in columns of this many characters; a longer one is a 500. */
const LONGEST_TEXT = 200;

/** What servers take of a form besides its files, in bytes. */
const LARGEST_FORM = 20 * 1024 * 1024;

/** A file is held in memory as a whole while it is sent, and by the server too, so there is an end to it. In bytes. */
export const LARGEST_FILE = 500 * 1024 * 1024;

/** From here on it is asked whether this is meant: servers keep files in their database. In bytes. */
export const LARGE_FILE = 10 * 1024 * 1024;

export type AttachmentProblem = 'longName' | 'longKey' | 'oddKey' | 'tooLarge' | 'largeSettings';

/**
 * Why a server could not store a file under a key.
 *
 * @param file its size in bytes
 * @param settings those of the config, which travel with it
 */
export function attachmentProblem(
  key: string,
  file: { readonly name: string; readonly size: number },
  settings: unknown,
): AttachmentProblem | undefined {
  if (isLong(file.name)) {
    return 'longName';
  }
  if (isLong(key)) {
    return 'longKey';
  }
  if (key.includes(']')) {
    return 'oddKey';
  }
  if (file.size > LARGEST_FILE) {
    return 'tooLarge';
  }
  return Buffer.byteLength(JSON.stringify(settings ?? {})) > LARGEST_FORM ? 'largeSettings' : undefined;
}

/** As a database counts: characters, not UTF-16 units. */
function isLong(text: string): boolean {
  return Array.from(text).length > LONGEST_TEXT;
}

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['css', 'text/css'],
  ['csv', 'text/csv'],
  ['gif', 'image/gif'],
  ['gz', 'application/gzip'],
  ['html', 'text/html'],
  ['jpeg', 'image/jpeg'],
  ['jpg', 'image/jpeg'],
  ['js', 'text/javascript'],
  ['json', 'application/json'],
  ['md', 'text/markdown'],
  ['mjs', 'text/javascript'],
  ['pdf', 'application/pdf'],
  ['pem', 'application/x-pem-file'],
  ['png', 'image/png'],
  ['svg', 'image/svg+xml'],
  ['tsv', 'text/tab-separated-values'],
  ['txt', 'text/plain'],
  ['xml', 'application/xml'],
  ['yaml', 'application/yaml'],
  ['yml', 'application/yaml'],
  ['zip', 'application/zip'],
]);

/** What a file is by the ending of its name, as a browser would say it. */
export function contentTypeOf(fileName: string): string {
  const ending = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  return CONTENT_TYPES.get(fileName.includes('.') ? ending : '') ?? 'application/octet-stream';
}
