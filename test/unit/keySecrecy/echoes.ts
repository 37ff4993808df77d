import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** What a server does that quotes whatever it is sent. */
export interface Echo {
  readonly name: string;
  readonly answer: (echo: EchoContext) => void;
}

export interface EchoContext {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The key with what stands before it in the header. */
  readonly quote: string;
  readonly key: string;
  /** Where the key must not go. */
  readonly elsewhere: string;
  /** A good answer to the request, with the quote wherever text is. */
  readonly good: string;
}

type Make = (context: EchoContext) => {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

function says(name: string, make: Make): Echo {
  return {
    name,
    answer: (context) => {
      const { status = 200, headers, body } = make(context);
      const isRaw = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined;
      context.response.writeHead(status, { 'content-type': 'application/json', ...headers });
      context.response.end(isRaw ? body : JSON.stringify(body));
    },
  };
}

const goes = (name: string, location: (context: EchoContext) => string, status = 302): Echo =>
  says(`${status} ${name}`, (context) => ({ status, headers: { location: location(context) } }));

const problem = ({ quote, key }: EchoContext): unknown => ({
  type: quote,
  code: key,
  detail: quote,
  attr: key,
});

const escaped = (text: string): string =>
  text.replace(/[a-z0-9]/gi, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

/** With the key in it at the place where an error's body is cut off. */
const cutOff = ({ quote }: EchoContext): string => ' '.repeat(64 * 1024 - 30) + quote;

export const ECHOES: readonly Echo[] = [
  says('200 as asked, quoting', ({ good }) => ({ body: good })),
  says('200 as asked, quoting in escapes', ({ good, key }) => ({ body: good.replaceAll(key, escaped(key)) })),
  says('200 as asked, quoting in base64', ({ good, key }) => ({
    body: good.replaceAll(key, Buffer.from(key).toString('base64')),
  })),
  says('200 as asked, quoting, zipped', ({ good }) => ({
    headers: { 'content-encoding': 'gzip' },
    body: gzipSync(good),
  })),
  says('200 of another shape', ({ key }) => ({ body: { results: { [key]: { [key]: key } }, [key]: key } })),
  says('200 cut off', ({ good }) => ({ body: good.slice(0, -2) })),
  says('200 HTML', ({ quote }) => ({ headers: { 'content-type': 'text/html' }, body: `<p>${quote}` })),
  says('200 plain text', ({ quote }) => ({ body: quote })),
  says('200 in an unknown compression', ({ key }) => ({ headers: { 'content-encoding': key }, body: 'x' })),
  ...[400, 401, 403, 404, 405, 407, 413, 500].map((status) =>
    says(`${status} JSON`, (context) => ({ status, body: problem(context) })),
  ),
  ...[403, 404, 500].map((status) => says(`${status} plain text`, ({ quote }) => ({ status, body: quote }))),
  says('500 HTML', ({ quote }) => ({ status: 500, body: `<h1>${quote}</h1>` })),
  says('500 with the quote at the cut', (context) => ({ status: 500, body: cutOff(context) })),
  says('500 with marks in the key', ({ key }) => ({ status: 500, body: Array.from(key).join('\u200b') })),
  says('500 with controls in the key', ({ key }) => ({ status: 500, body: Array.from(key).join('\u0001') })),
  says('429 for a key of seconds', ({ quote, key }) => ({
    status: 429,
    headers: { 'retry-after': key },
    body: { type: 'throttled_error', code: key, detail: `${quote} in 0 seconds.`, attr: null },
  })),
  says('500 with it in headers', ({ quote, key }) => ({
    status: 500,
    headers: { 'x-echo': quote, 'set-cookie': `k=${key}`, 'content-type': key, etag: key },
  })),
  goes('to another origin', ({ elsewhere, key }) => `${elsewhere}/${key}?k=${key}#${key}`),
  goes('to another origin that is named like it', ({ key }) => `http://${key.replaceAll('_', '-')}.example/`),
  goes('to another origin, keeping the method', ({ elsewhere }) => `${elsewhere}/`, 307),
  goes('without a scheme', ({ elsewhere }) => elsewhere.replace('http:', ''), 308),
  goes('with backslashes', ({ elsewhere }) => elsewhere.replace('http://', '\\\\'), 307),
  goes('with a user', ({ request, key }) => `http://${key}:${key}@${String(request.headers.host)}/`, 307),
  goes('to the own host as a user', ({ request, elsewhere }) =>
    elsewhere.replace('//', `//${String(request.headers.host)}@`),
  ),
  goes('to itself with the key in it', ({ key }) => `/?personal_api_key=${key}`, 307),
  goes('to itself with the key in the path', ({ key }) => `/${encodeURIComponent(key)}/`, 308),
  goes('to another scheme', ({ key }) => `javascript:alert('${key}')`),
  goes('to nowhere', ({ key }) => `http://[${key}`),
  {
    name: 'a broken status line',
    answer: ({ request, quote }) => request.socket.end(`${quote}\r\n\r\n`),
  },
  {
    name: 'a reason that quotes',
    answer: ({ response, quote }) => response.writeHead(500, quote).end(),
  },
  {
    name: 'a header that is too long',
    answer: ({ request, key }) =>
      request.socket.end(`HTTP/1.1 200 OK\r\n${`x: ${key}\r\n`.repeat(1000)}\r\n`),
  },
  {
    name: 'a reset in the middle',
    answer: ({ request, response, good }) => {
      response.writeHead(200, { 'content-length': good.length + 9 });
      response.write(good, () => request.socket.destroy());
    },
  },
];
