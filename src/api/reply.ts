import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import * as v from 'valibot';
import type { ApiErrorReason } from './errors';
import type { RawReply } from './exchange';
import { type KeyTraces, withoutKeys } from './keyTraces';
import { DEEPEST, isTooDeep } from './nesting';

/** An answer of the server, whatever its status. */
export interface Reply {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Without compression, for readers that do not want all of it as text at once. */
  readonly body: Uint8Array;
  readonly text: string;
}

/** A good answer that is not what the operation promises. */
export class UnexpectedReply extends Error {
  override readonly name = 'UnexpectedReply';

  constructor(
    readonly reason: Extract<ApiErrorReason, 'html' | 'truncated' | 'notJson' | 'drifted' | 'tooLarge'>,
    /** As it came, of any length, perhaps with the key in it. */
    readonly detail: string,
  ) {
    super(reason);
  }
}

/**
 * Makes text of the bytes. We ask for no compression, but proxies do it unasked: it is undone within `maxBytes`. From
 * here on the keys are in none of it: whatever a server quotes of a request ends up in names, logs and documents.
 *
 * @throws UnexpectedReply `tooLarge` when the text would be longer, `notJson` for a compression we do not know
 */
export async function decodeReply(
  raw: RawReply,
  maxBytes: number,
  keys: readonly KeyTraces[],
): Promise<Reply> {
  const body = await withoutKeys(await decompress(raw, maxBytes), keys);
  return new DecodedReply(raw.status, raw.headers, body);
}

/** Text is made of the bytes when somebody asks for it: a big log page is read without. */
class DecodedReply implements Reply {
  private decoded: string | undefined;

  constructor(
    readonly status: number,
    readonly headers: ReadonlyMap<string, string>,
    readonly body: Uint8Array,
  ) {}

  get text(): string {
    this.decoded ??= new TextDecoder().decode(this.body);
    return this.decoded;
  }
}

async function decompress(raw: RawReply, maxOutputLength: number): Promise<Uint8Array> {
  const coding = (raw.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (coding === 'identity' || coding === '' || raw.body.byteLength === 0) {
    return raw.body;
  }
  const decoder = decoders.get(coding);
  if (!decoder) {
    throw new UnexpectedReply('notJson', `Content-Encoding: ${coding}`);
  }
  try {
    return await decoder(raw.body, { maxOutputLength });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new UnexpectedReply('tooLarge', `more than ${maxOutputLength} bytes`);
    }
    throw new UnexpectedReply('truncated', `not ${coding} as announced`);
  }
}

type Decoder = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Uint8Array>;
const decoders: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** Reads an answer that must be JSON of this shape, not nested too deep; what else it holds is kept. */
export function json<const T extends v.GenericSchema>(schema: T): (reply: Reply) => v.InferOutput<T> {
  const read = jsonOfAnyDepth(schema);
  return (reply) => {
    const value = read(reply);
    if (isTooDeep(value)) {
      throw new UnexpectedReply('drifted', `nested more than ${DEEPEST} levels deep`);
    }
    return value;
  };
}

/** The same, for rows that are to be read whatever they hold. */
export function jsonOfAnyDepth<const T extends v.GenericSchema>(
  schema: T,
): (reply: Reply) => v.InferOutput<T> {
  return (reply) => {
    const value = parseJson(reply.text);
    const result = v.safeParse(schema, value, { abortEarly: true });
    if (!result.success) {
      throw new UnexpectedReply('drifted', describeIssue(result.issues[0]));
    }
    // The checked value itself: the schema's own copy leaves out fields called `constructor` and the like.
    return value;
  };
}

/** Reads an answer of any text, also none. A page that stands in for it (a login, a captive portal) is refused. */
export function script(reply: Reply): string {
  if (isHtml(reply)) {
    throw new UnexpectedReply('html', reply.text);
  }
  return reply.text;
}

/** Reads an answer without a body. JSON is let pass; a page or other text comes from somebody else. */
export function empty(reply: Reply): void {
  if (reply.text.trim() !== '') {
    parseJson(reply.text, isHtml(reply));
  }
}

function parseJson(text: string, html = looksLikeHtml(text)): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const detail = text.trim() === '' ? 'empty reply' : text;
    throw new UnexpectedReply(html ? 'html' : endsEarly(text) ? 'truncated' : 'notJson', detail);
  }
}

function isHtml(reply: Reply): boolean {
  return /^\s*text\/html/i.test(reply.headers.get('content-type') ?? '') || looksLikeHtml(reply.text);
}

function looksLikeHtml(text: string): boolean {
  return text.trimStart().startsWith('<');
}

/** Whether a text that is not JSON begins like an object or array and stops before its end. */
export function endsEarly(text: string): boolean {
  const start = text.trimStart();
  if (!start.startsWith('{') && !start.startsWith('[')) {
    return false;
  }
  let depth = 0;
  let inString = false;
  for (let at = 0; at < start.length; at++) {
    const char = start[at];
    if (inString) {
      if (char === '\\') {
        at++;
      } else if (char === '"') {
        inString = false;
      }
    } else if (char === '"') {
      inString = true;
    } else if (char === '{' || char === '[') {
      depth++;
    } else if (char === '}' || char === ']') {
      depth--;
    }
  }
  return inString || depth > 0;
}

/** `results.3.enabled: expected boolean, received string`. Never the value itself, which may be a secret. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'reply';
  return issue.input === undefined
    ? `${path}: missing`
    : `${path}: expected ${issue.expected ?? issue.type}, received ${typeName(issue.input)}`;
}

function typeName(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
