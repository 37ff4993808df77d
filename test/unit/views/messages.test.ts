import assert from 'node:assert/strict';
import { ApiError, type ApiErrorData } from '../../../src/api/errors';
import { SecretStorageError } from '../../../src/connection/keyStore';
import { NoConnectionError } from '../../../src/connection/projects';
import { WrongProjectError } from '../../../src/model/changes';
import { InexactNumberError } from '../../../src/model/exactNumbers';
import { ExportError } from '../../../src/views/logPanel/exportTarget';
import { causeSentence, describeError, reasonSentence } from '../../../src/views/messages';

type Failure = Pick<ApiErrorData, 'kind'> & Partial<ApiErrorData>;

function failure(data: Failure): ApiError {
  return new ApiError({
    operation: 'updatePluginConfig',
    method: 'PATCH',
    path: '/api/projects/1/plugin_configs/1/',
    origin: 'https://ph.test',
    attempts: 1,
    applied: 'no',
    ...data,
  });
}

const REPLACE = ['Replace Key…', 'Show Output'];
const OUTPUT = ['Show Output'];

/** What failed; the whole text about why and what to do; the buttons. */
const FAILURES: readonly (readonly [Failure, string, readonly string[]])[] = [
  [
    { kind: 'auth', reason: 'noKey' },
    'There is no stored key for ph.test. Enter one with Replace Key.',
    REPLACE,
  ],
  [
    { kind: 'auth' },
    'ph.test refused the key. It may have been deleted or rolled, or belong to another region. Enter another one with Replace Key.',
    REPLACE,
  ],
  [
    { kind: 'forbidden', reason: 'missingScope', detail: 'plugin:write' },
    'The key may not do this: plugin:write. Add the scope to the key in PostHog, or use another key.',
    REPLACE,
  ],
  [
    { kind: 'forbidden', reason: 'keysNotSupported' },
    'ph.test does not let personal API keys do this; it can only be done in the browser.',
    OUTPUT,
  ],
  [
    { kind: 'forbidden', reason: 'keyNotForProject', detail: 'no.' },
    'The key is restricted to other projects or organizations: no. Use another key.',
    REPLACE,
  ],
  [
    { kind: 'forbidden', reason: 'pluginsNotAllowed' },
    'Plugins are switched off for the organization of this project on ph.test. Who manages the instance can switch them on.',
    OUTPUT,
  ],
  [
    { kind: 'forbidden', reason: 'methodNotAllowed' },
    'ph.test does not allow PATCH requests here. A proxy or a firewall in between may block them: ask whoever runs it.',
    OUTPUT,
  ],
  [
    { kind: 'forbidden', detail: 'not you.' },
    'ph.test does not allow it: not you. Ask for the permission in PostHog, or use another key.',
    OUTPUT,
  ],
  [
    { kind: 'forbidden' },
    'ph.test does not allow it. Ask for the permission in PostHog, or use another key.',
    OUTPUT,
  ],
  [
    { kind: 'notFound', reason: 'projectNotFound' },
    'ph.test has no such project, or the key’s owner has no access to it. Refresh to see what is there now.',
    ['Refresh'],
  ],
  [{ kind: 'notFound' }, 'It no longer exists on ph.test. Refresh to see what is there now.', ['Refresh']],
  [
    { kind: 'gone' },
    'ph.test does not have this operation: it runs a PostHog version without it. Look in PostHog itself for what it has instead.',
    OUTPUT,
  ],
  [
    { kind: 'invalid', reason: 'holdsKeyMark', detail: '‹key›' },
    'Nothing was sent: it holds the mark ‹key›, which stands where ph.test has the personal API key of this connection. Remove it, or change this in PostHog.',
    OUTPUT,
  ],
  [
    { kind: 'invalid', reason: 'tooLarge' },
    'ph.test does not take that much data at once. Send less, or have its limit raised.',
    OUTPUT,
  ],
  [
    { kind: 'invalid', method: 'GET', detail: 'No such limit.' },
    'ph.test did not understand the request: No such limit. Look for an update of the extension.',
    OUTPUT,
  ],
  [
    { kind: 'invalid', attr: 'order', detail: 'A number.' },
    'ph.test refused the data (order): A number. Correct it and try again.',
    OUTPUT,
  ],
  [{ kind: 'invalid', detail: 'No.' }, 'ph.test refused the data: No. Correct it and try again.', OUTPUT],
  [{ kind: 'rateLimited' }, 'ph.test is throttling requests. Try again in a minute.', OUTPUT],
  [{ kind: 'rateLimited', retryAfterMs: 1_500 }, 'ph.test is throttling requests. Try again in 2 s.', OUTPUT],
  [
    { kind: 'network', reason: 'dns' },
    'The host ph.test was not found. Check its name and the network. If a proxy leads there, set http.proxy in the user settings: the system’s proxy settings and automatic configuration (PAC) are not read.',
    OUTPUT,
  ],
  [
    { kind: 'network', reason: 'refused' },
    'ph.test refused the connection. Check that the server runs and that the port is right.',
    OUTPUT,
  ],
  [
    { kind: 'network', reason: 'connectTimeout' },
    'ph.test could not be reached in time. Check the network and the VPN. If a proxy leads there, set http.proxy in the user settings: the system’s proxy settings and automatic configuration (PAC) are not read.',
    OUTPUT,
  ],
  [{ kind: 'network', reason: 'timeout' }, 'ph.test did not answer in time. Try again in a moment.', OUTPUT],
  [
    { kind: 'network', reason: 'reset', detail: 'ECONNRESET' },
    'The connection to ph.test broke (ECONNRESET). Try again in a moment.',
    OUTPUT,
  ],
  [{ kind: 'network' }, 'The connection to ph.test broke. Try again in a moment.', OUTPUT],
  [
    { kind: 'network', reason: 'reset', applied: 'unknown' },
    'The connection to ph.test broke. Refresh before you try again: it may have been done all the same.',
    OUTPUT,
  ],
  [
    { kind: 'server', status: 502, detail: 'Bad Gateway' },
    'ph.test failed with status 502 (Bad Gateway). Try again in a moment.',
    OUTPUT,
  ],
  [{ kind: 'server' }, 'ph.test failed with status 0. Try again in a moment.', OUTPUT],
  [
    { kind: 'protocol', reason: 'html', detail: 'Sign in' },
    'ph.test answered with a web page instead of data (Sign in). A login page or a proxy may stand in between, or this is not PostHog’s address. Open ph.test in a browser to see what it is.',
    OUTPUT,
  ],
  [
    { kind: 'protocol', reason: 'truncated' },
    'The answer of ph.test was cut off. Try again in a moment.',
    OUTPUT,
  ],
  [
    { kind: 'protocol', reason: 'drifted', detail: 'results' },
    'The answer of ph.test is not what PostHog sends (results). This server may be of a version that the extension does not know. Look for an update of the extension.',
    OUTPUT,
  ],
  [
    { kind: 'protocol', reason: 'tooLarge' },
    'The answer of ph.test is too large to read. Check that this is PostHog’s address.',
    OUTPUT,
  ],
  [
    { kind: 'protocol', reason: 'redirect', detail: 'a → b' },
    'ph.test redirects elsewhere (a → b). The key was not sent there. Connect to the other address if it is yours.',
    OUTPUT,
  ],
  [
    { kind: 'protocol', reason: 'redirectLoop', detail: 'a → a' },
    'ph.test redirects in circles (a → a). Open ph.test in a browser to see what it is.',
    OUTPUT,
  ],
  [
    { kind: 'protocol', reason: 'redirectedWrite', detail: 'a → b' },
    'ph.test answered with a redirect (a → b), which a change must not follow. Open ph.test in a browser to see what it is.',
    OUTPUT,
  ],
  [
    { kind: 'protocol', reason: 'notJson', status: 200 },
    'ph.test answered with something that is not PostHog’s API (status 200). Check that this is PostHog’s address.',
    OUTPUT,
  ],
  [{ kind: 'cancelled' }, 'It was cancelled.', OUTPUT],
];

describe('what is said of a failure', () => {
  for (const [data, reason, buttons] of FAILURES) {
    const { kind, reason: finer = '-', applied = '', detail = '' } = data;
    it(`${kind} ${finer} ${applied} ${detail}`.trim(), () => {
      const error = failure(data);
      const { text, actions } = describeError(error);
      assert.equal(reasonSentence(error), reason);
      assert.ok(reason.startsWith(causeSentence(error)));
      assert.equal(text, `Could not change the plugin config. ${reason}`);
      assert.deepEqual(
        actions.map(({ title }) => title),
        buttons,
      );
    });
  }

  it('names the port of a host where it is not the usual one, and no host where there is none', () => {
    assert.match(causeSentence(failure({ kind: 'auth', origin: 'http://ph.test:8000' })), /^ph\.test:8000 /);
    assert.match(causeSentence(failure({ kind: 'auth', origin: '' })), /^The server refused the key/);
  });
});

const OTHERS: readonly (readonly [string, unknown, RegExp, readonly string[]])[] = [
  ['a connection that was removed', new NoConnectionError(), /^Its connection was removed\./, ['Connect…']],
  [
    'a secret storage that fails',
    new SecretStorageError('read', new Error('locked')),
    /secret storage failed \(.*locked.*\).*Replace Key… can keep a key for this window only\.$/,
    REPLACE,
  ],
  [
    'a server that works on another project',
    new WrongProjectError(1, 2),
    /^Nothing was sent: .*\(1\).*\(2\)\. Open project 1 in PostHog, then refresh\.$/,
    ['Refresh'],
  ],
  [
    'a number that would be rounded',
    new InexactNumberError('limit'),
    /^Nothing was sent: the setting limit holds a number with more digits/,
    [],
  ],
  [
    'a file that cannot be written',
    new ExportError('a.txt', 'failed', new Error('disk full')),
    /^a\.txt could not be written: disk full$/,
    OUTPUT,
  ],
  [
    'a file that is too large',
    new ExportError('a.txt', 'tooLarge'),
    /^a\.txt was not written: .* of at most \d+ MB\./,
    OUTPUT,
  ],
  [
    'anything else',
    new TypeError('x is undefined'),
    /^Something went wrong inside the extension: x is und/,
    OUTPUT,
  ],
  ['what is no error', 'just text', /^Something went wrong inside the extension: just text$/, OUTPUT],
];

describe('what is said of what is no failure of a request', () => {
  for (const [name, error, expected, buttons] of OTHERS) {
    it(name, () => {
      const { text, actions } = describeError(error);
      assert.match(text, expected);
      assert.deepEqual(
        actions.map(({ title }) => title),
        buttons,
      );
    });
  }
});
