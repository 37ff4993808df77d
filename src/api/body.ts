import { randomUUID } from 'node:crypto';

/** A body as the operations describe it. */
export type RequestBody = JsonBody | FormBody;

export interface JsonBody {
  readonly json: unknown;
}

/** Sent urlencoded, or as multipart when there are files. */
export interface FormBody {
  readonly form: readonly (readonly [name: string, value: string])[];
  readonly files?: readonly FormFile[];
}

export interface FormFile {
  readonly field: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** A body as it goes on the wire. */
export interface EncodedBody {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Encodes a body with its content type, which every body must have: PostHog answers 415 without. */
export function encodeBody(body: RequestBody): EncodedBody {
  if ('json' in body) {
    return { contentType: 'application/json', bytes: Buffer.from(JSON.stringify(body.json)) };
  }
  const { form, files = [] } = body;
  if (files.length > 0) {
    return multipart(form, files);
  }
  const pairs = form.map(([name, value]): [string, string] => [name, value]);
  return {
    contentType: 'application/x-www-form-urlencoded',
    bytes: Buffer.from(new URLSearchParams(pairs).toString()),
  };
}

/** Whether a text is in what a body says, files apart. */
export function holdsText(body: RequestBody, text: string): boolean {
  return 'json' in body
    ? JSON.stringify(body.json).includes(text)
    : body.form.some(([, value]) => value.includes(text));
}

function multipart(form: FormBody['form'], files: readonly FormFile[]): EncodedBody {
  const boundary = `form-${randomUUID()}`;
  const parts: Uint8Array[] = [];
  const add = (head: string, content: Uint8Array): void => {
    parts.push(Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), content, Buffer.from('\r\n'));
  };
  for (const [name, value] of form) {
    add(`Content-Disposition: form-data; name="${quote(name)}"`, Buffer.from(value));
  }
  for (const file of files) {
    add(
      `Content-Disposition: form-data; name="${quote(file.field)}"; filename="${quote(file.fileName)}"\r\n` +
        `Content-Type: ${file.contentType.replace(/[\r\n]/g, '')}`,
      file.bytes,
    );
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.concat(parts) };
}

/** As browsers escape a name in a part's header. */
function quote(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
