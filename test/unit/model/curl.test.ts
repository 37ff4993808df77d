import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import {
  curlCommand,
  KEY_VARIABLE,
  methodAndPath,
  shellQuoted,
  type CurlRequest,
  type CurlTarget,
} from '../../../src/model/curl';

const target: CurlTarget = {
  origin: 'https://us.posthog.com',
  projectId: 1,
  collection: 'plugin_configs',
  configId: 7,
};

/** What a real shell makes of a command: the words that curl would get. */
function wordsOf(command: string, key = 'the key'): readonly string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: { [KEY_VARIABLE]: key } })
    .split('\0')
    .slice(0, -1);
}

const AUTHORIZATION = ['-H', 'Authorization: Bearer the key'];
const JSON_BODY = ['-H', 'Content-Type: application/json', '--data'];

describe('curl', () => {
  const requests: readonly (readonly [CurlRequest, readonly string[]])[] = [
    ['retrieve', [...AUTHORIZATION, 'https://us.posthog.com/api/projects/1/plugin_configs/7/']],
    ['list', [...AUTHORIZATION, 'https://us.posthog.com/api/projects/1/plugin_configs/']],
    [
      'enable',
      [
        '-X',
        'PATCH',
        ...AUTHORIZATION,
        ...JSON_BODY,
        '{"enabled":true}',
        'https://us.posthog.com/api/projects/1/plugin_configs/7/',
      ],
    ],
    [
      'disable',
      [
        '-X',
        'PATCH',
        ...AUTHORIZATION,
        ...JSON_BODY,
        '{"enabled":false}',
        'https://us.posthog.com/api/projects/1/plugin_configs/7/',
      ],
    ],
    ['logs', [...AUTHORIZATION, 'https://us.posthog.com/api/projects/1/plugin_configs/7/logs?limit=100']],
  ];
  for (const [request, expected] of requests) {
    it(`${request}: a shell reads the words that were meant`, () => {
      assert.deepEqual(wordsOf(curlCommand(request, target)), expected);
    });
  }

  it('servers of June 2021 get their own path', () => {
    const old: CurlTarget = { ...target, collection: 'plugin-configs' };
    assert.match(
      curlCommand('retrieve', old),
      /'https:\/\/us\.posthog\.com\/api\/projects\/1\/plugin-configs\/7\/'$/,
    );
    assert.equal(methodAndPath('list', old), 'GET /api/projects/1/plugin-configs/');
    assert.equal(methodAndPath('enable', target), 'PATCH /api/projects/1/plugin_configs/7/');
  });

  it('the key is a variable, whatever it holds', () => {
    assert.ok(curlCommand('list', target).includes(`"Authorization: Bearer $${KEY_VARIABLE}"`));
    const [, header] = wordsOf(curlCommand('list', target), '$(touch /tmp/x) `id` "\'');
    assert.equal(header, 'Authorization: Bearer $(touch /tmp/x) `id` "\'');
  });

  const hostile = ["it's", '$(id)', '`id`', '"; rm -rf ~; "', "'; id; '", '\\', '!history', 'a\nb', '*', ''];
  for (const text of hostile) {
    it(`quotes ${JSON.stringify(text)} as one word`, () => {
      assert.deepEqual(wordsOf(`curl ${shellQuoted(text)}`), [text]);
    });
  }

  it('an origin cannot end the quotes', () => {
    const words = wordsOf(curlCommand('list', { ...target, origin: "http://h'$(id)" }));
    assert.deepEqual(words.at(-1), "http://h'$(id)/api/projects/1/plugin_configs/");
  });
});
