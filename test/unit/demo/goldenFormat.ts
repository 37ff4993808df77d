import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { Fixture } from '../../../src/demo/fixture';
import { parseFixture } from '../../../src/demo/fixtureSchema';
import type { ProfileName } from '../../../src/demo/profiles';

const FOLDER = path.join(__dirname, '../../golden');

const partSchema = v.object({
  name: v.string(),
  value: v.optional(v.string()),
  filename: v.optional(v.string()),
  content_type: v.optional(v.string()),
  content: v.optional(v.string()),
});

const exchangeSchema = v.object({
  id: v.string(),
  group: v.string(),
  title: v.string(),
  request: v.object({
    method: v.string(),
    path: v.string(),
    headers: v.record(v.string(), v.string()),
    body: v.optional(v.unknown()),
  }),
  response: v.object({
    status: v.number(),
    headers: v.record(v.string(), v.string()),
    body: v.unknown(),
  }),
  setup: v.object({
    rateLimit: v.optional(v.object({ burstPerMinute: v.number(), sustainedPerHour: v.number() })),
    behindProxy: v.optional(v.boolean()),
    sslRedirect: v.optional(v.boolean()),
    configs: v.optional(v.record(v.string(), v.record(v.string(), v.unknown()))),
  }),
  after: v.array(v.string()),
  stored_after: v.optional(
    v.object({
      configs: v.optional(v.record(v.string(), v.unknown())),
      queued_jobs: v.optional(v.array(v.unknown())),
      activity: v.optional(v.unknown()),
    }),
  ),
});

/** One recorded request with its answer. */
export type Exchange = v.InferOutput<typeof exchangeSchema>;

export const RECORDED_PROFILES = ['2021-06', '2023-11', '2023-12'] as const satisfies readonly ProfileName[];

export function loadExchanges(profile: ProfileName): readonly Exchange[] {
  const text = fs.readFileSync(path.join(FOLDER, `exchanges-${profile}.json`), 'utf8');
  return v.parse(v.array(exchangeSchema), JSON.parse(text));
}

export function loadFixture(profile: ProfileName): Fixture {
  return parseFixture(fs.readFileSync(path.join(FOLDER, `fixture-${profile}.json`), 'utf8'));
}

const multipartSchema = v.object({ $multipart: v.array(partSchema) });
const hexSchema = v.object({ $hex: v.string() });

/** A body is recorded as text or as parsed JSON; these two cannot be told apart from raw text and from no body. */
const AMBIGUOUS_BODIES: Readonly<Record<string, string>> = {
  'JSON string body': '"x"',
  'JSON null body': 'null',
};

/** The bytes of a recorded request body. */
export function bodyOf({ request, title }: Exchange): Buffer | undefined {
  const { body, headers } = request;
  const ambiguous = AMBIGUOUS_BODIES[title];
  if (ambiguous !== undefined) {
    return Buffer.from(ambiguous);
  }
  if (body === undefined) {
    return undefined;
  }
  if (v.is(hexSchema, body)) {
    return Buffer.from(body.$hex, 'hex');
  }
  if (v.is(multipartSchema, body)) {
    const boundary = /boundary=(.*)$/.exec(headers['Content-Type'] ?? '')?.[1] ?? '';
    return multipartBody(body.$multipart, boundary);
  }
  if (typeof body === 'string') {
    return Buffer.from(body);
  }
  return body === null && headers['Content-Type'] === undefined
    ? undefined
    : Buffer.from(JSON.stringify(body));
}

function multipartBody(parts: readonly v.InferOutput<typeof partSchema>[], boundary: string): Buffer {
  const lines = parts.map((part) => {
    const file = part.filename === undefined ? '' : `; filename="${part.filename}"`;
    const type = part.content_type === undefined ? '' : `\r\nContent-Type: ${part.content_type}`;
    const content = part.content ?? part.value ?? '';
    return `--${boundary}\r\nContent-Disposition: form-data; name="${part.name}"${file}${type}\r\n\r\n${content}\r\n`;
  });
  return Buffer.from(`${lines.join('')}--${boundary}--\r\n`);
}

const shortenedSchema = v.object({ $count: v.number(), $first: v.unknown(), $last: v.unknown() });

/** What follows are the words of Python's parser, which the demo server does not imitate. */
const PARSER_WORDING = 'JSON parse error - ';

const PLACEHOLDERS: Readonly<Record<string, RegExp>> = {
  '<time>': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/,
  '<uuid>': /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

/**
 * Compares a value with a recorded one, in which placeholders stand for what differs from run to run.
 *
 * @throws AssertionError with the path of the first difference
 */
export function matchRecorded(actual: unknown, recorded: unknown, at = ''): void {
  if (typeof recorded === 'string' && PLACEHOLDERS[recorded]) {
    assert.match(String(actual), PLACEHOLDERS[recorded], at);
    return;
  }
  if (typeof recorded === 'string' && recorded.startsWith(PARSER_WORDING)) {
    assert.equal(String(actual).slice(0, PARSER_WORDING.length), PARSER_WORDING, at);
    return;
  }
  if (Array.isArray(actual) && v.is(shortenedSchema, recorded)) {
    assert.equal(actual.length, recorded.$count, `${at}: number of rows`);
    matchRecorded(actual[0], recorded.$first, `${at}[first]`);
    matchRecorded(actual.at(-1), recorded.$last, `${at}[last]`);
    return;
  }
  if (Array.isArray(recorded)) {
    assert.ok(Array.isArray(actual), `${at}: not a list`);
    assert.equal(actual.length, recorded.length, `${at}: number of items`);
    recorded.forEach((item, index) => matchRecorded(actual[index], item, `${at}[${index}]`));
    return;
  }
  if (typeof recorded === 'object' && recorded !== null) {
    assert.ok(typeof actual === 'object' && actual !== null, `${at}: not an object`);
    assert.deepEqual(Object.keys(actual).sort(), Object.keys(recorded).sort(), `${at}: keys`);
    const items = new Map(Object.entries(actual));
    for (const [key, item] of Object.entries(recorded)) {
      matchRecorded(items.get(key), item, `${at}.${key}`);
    }
    return;
  }
  assert.deepEqual(actual, recorded, at);
}
