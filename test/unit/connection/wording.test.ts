import assert from 'node:assert/strict';
import { ApiError, type ApiErrorData } from '../../../src/api/errors';
import { disconnectQuestion } from '../../../src/commands/disconnectQuestion';
import { parseAddress } from '../../../src/connection/address';
import {
  addressProblemText,
  keyFailureText,
  keyProblemText,
  otherProjectText,
  projectFailureText,
  suggestionLabel,
} from '../../../src/connection/wording';
import type { KeyProblem } from '../../../src/connection/keyFormat';

const explain = (error: unknown): string => `explained: ${(error as ApiError).kind}`;

function failure(data: Pick<ApiErrorData, 'kind'> & Partial<ApiErrorData>): ApiError {
  return new ApiError({
    ...{ operation: 'listPluginConfigs', method: 'GET', path: '/', origin: 'https://ph.test' },
    ...{ attempts: 1, applied: 'no', ...data },
  });
}

describe('what is said of an address that is none', () => {
  for (const [text, expected] of [
    ['', /^Enter the address of your PostHog/],
    ['post hog', /^An address has no spaces/],
    ['phx_0123456789', /^This is a key, not an address\. Enter the address here/],
    ['ftp://ph.test', /^Only https:\/\/ and http:\/\/ addresses/],
    ['https://me:secret@ph.test', /^Leave out the user name and password before the @/],
    ['https://ph.test/analytics', /under a path like this\. Enter https:\/\/ph\.test, or paste/],
    ['https://', /^This is not the name of a host/],
  ] as const) {
    it(JSON.stringify(text), () => {
      const parsed = parseAddress(text);
      assert.ok(!parsed.ok);
      assert.match(addressProblemText(parsed), expected);
      assert.doesNotMatch(addressProblemText(parsed), /secret|phx_0/);
    });
  }
});

describe('what is said of a key that is none', () => {
  const texts: Readonly<Record<KeyProblem, RegExp>> = {
    empty: /^Paste a personal API key\. The button above opens the page of ph\.test/,
    projectToken: /^This is the project token \(phc_…\), .* page of ph\.test/,
    otherToken: /^This token is of another kind\. .* page of ph\.test/,
    address: /^This is an address, not a key/,
    spaces: /^There is a space or a line break inside the key/,
    characters: /^There is a character in it that no key has/,
    short: /^This is too short for a key/,
  };
  for (const [problem, expected] of Object.entries(texts)) {
    it(problem, () => assert.match(keyProblemText(problem as KeyProblem, 'ph.test'), expected));
  }
});

describe('what is said of a key that a server does not take', () => {
  for (const [origin, expected] of [
    ['https://us.posthog.com', /^us\.posthog\.com does not know this key\. .* PostHog Cloud EU/],
    ['https://eu.posthog.com', /^eu\.posthog\.com does not know this key\. .* PostHog Cloud US/],
    ['https://ph.test', /^ph\.test does not know this key\. Check that it was made there/],
  ] as const) {
    it(`of ${origin}: the other region, where there is one`, () =>
      assert.match(keyFailureText(failure({ kind: 'auth', origin }), origin, explain), expected));
  }

  it('is said as anywhere else where the key is not what is wrong', () => {
    assert.equal(
      keyFailureText(failure({ kind: 'server' }), 'https://ph.test', explain),
      'explained: server',
    );
  });
});

describe('what is said of a project that cannot be connected', () => {
  for (const [name, error, expected] of [
    ['plugins are gone', failure({ kind: 'gone' }), /^ph\.test has no plugin configs: newer PostHog/],
    [
      'there is none',
      failure({ kind: 'notFound', reason: 'projectNotFound' }),
      /^ph\.test has no project 7\. The id is the number behind \/project\//,
    ],
    [
      'the scope is missing',
      failure({ kind: 'forbidden', reason: 'missingScope', detail: 'plugin:read' }),
      /^The key may not read plugin configs: plugin:read\. Add the scope/,
    ],
    [
      'the owner has no access',
      failure({ kind: 'forbidden', detail: 'not a member' }),
      /^The key’s owner has no access to project 7 \(not a member\)/,
    ],
    ['the key is refused', failure({ kind: 'auth' }), /^ph\.test does not know this key/],
    [
      'plugins are switched off',
      failure({ kind: 'forbidden', reason: 'pluginsNotAllowed' }),
      /^explained: forbidden$/,
    ],
    ['the network fails', failure({ kind: 'network' }), /^explained: network$/],
    ['something else', new Error('x'), /^explained: undefined$/],
  ] as const) {
    it(name, () => assert.match(projectFailureText(error, 7, explain), expected));
  }

  it('the server answers for another one', () => {
    const text = otherProjectText('ph.test', 7, 1);
    assert.match(text, /answers for project 1, .* Open project 7 there and press Enter again, or enter 1\.$/);
  });
});

describe('what is offered and asked', () => {
  it('a suggestion has its address in full, and its project where it names one', () => {
    assert.equal(suggestionLabel({ origin: 'https://ph.test' }).description, 'https://ph.test');
    assert.equal(
      suggestionLabel({ origin: 'https://ph.test', projectId: 7 }).description,
      'https://ph.test, project 7',
    );
  });

  it('a project without a name is asked about by its id', () => {
    const connection = { id: '1', origin: 'https://ph.test', projectId: 7, keyId: 'k' };
    const { message, detail } = disconnectQuestion(connection, false);
    assert.equal(message, 'Disconnect from project 7 on ph.test?');
    assert.match(detail, /^The stored key stays/);
    assert.match(disconnectQuestion(connection, true).detail, /key of this host is deleted/);
  });
});
