import { MediaType } from './mediaType';
import type { UploadedFile } from './pyValue';

export interface MultipartForm {
  readonly fields: Map<string, string>;
  readonly files: Map<string, UploadedFile>;
}

/** The boundary of a multipart content type, or undefined when it is missing or not allowed. */
export function boundaryOf(contentType: string): string | undefined {
  const boundary = new MediaType(contentType).parameters.get('boundary');
  return boundary !== undefined && /^[ -~]{0,200}[!-~]$/.test(boundary) ? boundary : undefined;
}

/** Reads a multipart form as Django does: of a truncated body as far as it goes; the last part of a name wins. */
export function parseMultipart(body: Buffer, boundary: string): MultipartForm {
  const form: MultipartForm = { fields: new Map(), files: new Map() };
  for (const part of partsOf(body, Buffer.from(`--${boundary}`))) {
    readPart(part, form);
  }
  return form;
}

function* partsOf(body: Buffer, delimiter: Buffer): Generator<Buffer> {
  let start = body.indexOf(delimiter);
  while (start >= 0) {
    const content = start + delimiter.length;
    if (body.subarray(content, content + 2).toString() === '--') {
      return;
    }
    const next = body.indexOf(delimiter, content);
    const end = next < 0 ? body.length : withoutLineEnd(body, next);
    yield body.subarray(content + 2, Math.max(content + 2, end));
    start = next;
  }
}

/** The line end before a boundary belongs to the boundary. */
function withoutLineEnd(body: Buffer, end: number): number {
  const beforeLf = body[end - 1] === 0x0a ? end - 1 : end;
  return body[beforeLf - 1] === 0x0d ? beforeLf - 1 : beforeLf;
}

function readPart(part: Buffer, form: MultipartForm): void {
  const headerEnd = part.indexOf('\r\n\r\n');
  if (headerEnd < 0) {
    return;
  }
  const headers = new Map(
    part
      .subarray(0, headerEnd)
      .toString('utf8')
      .split('\r\n')
      .map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
  const disposition = parametersOf(headers.get('content-disposition') ?? '');
  const name = disposition.get('name')?.trim();
  if (name === undefined) {
    return;
  }
  const contents = part.subarray(headerEnd + 4);
  const fileName = disposition.get('filename');
  if (fileName === undefined) {
    form.fields.set(name, contents.toString('utf8'));
    return;
  }
  const cleanName = baseName(fileName);
  if (cleanName !== '') {
    const contentType = (headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
    form.files.set(name, { name: cleanName, contentType, contents: Buffer.from(contents) });
  }
}

/** Header parameters; values may be quoted, and then hold semicolons. `name*=` carries an encoding and wins. */
function parametersOf(header: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const match of header.matchAll(/;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g)) {
    const [, name = '', quoted, plain = ''] = match;
    if (name.endsWith('*')) {
      parameters.set(
        name.slice(0, -1).toLowerCase(),
        decodeURIComponent(plain.trim().replace(/^[^']*'[^']*'/, '')),
      );
    } else {
      parameters.set(
        name.toLowerCase(),
        quoted === undefined ? plain.trim() : quoted.replace(/\\(["\\])/g, '$1'),
      );
    }
  }
  return parameters;
}

/** Directories are cut off a file name; a name that is nothing else makes the part void. */
function baseName(fileName: string): string {
  const base = fileName.replace(/^.*[/\\]/s, '').trim();
  return base === '.' || base === '..' ? '' : base;
}
