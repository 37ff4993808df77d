import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import {
  updatePluginConfig,
  deletePluginConfig,
  listLogs,
  listPluginConfigs,
  runJob,
  type ProjectApi,
} from '../../../src/api/pluginConfigs';
import type { ApiErrorData } from '../../../src/api/errors';
import { eventually } from '../../support/eventually';
import { FakeClock } from '../../support/fakeClock';
import type { Answer } from '../../support/scriptedServer';
import { failureOf, Harness } from './clientHarness';

const PAGE = '<!DOCTYPE html>\n<html><title>Log in</title></html>';
const hogError = (detail: string, code = 'permission_denied'): unknown => ({
  type: 'authentication_error',
  code,
  detail,
  attr: null,
});

type Expected = Partial<
  Pick<ApiErrorData, 'kind' | 'reason' | 'status' | 'detail' | 'code' | 'attr' | 'applied'>
>;

describe('Bad servers', () => {
  let harness: Harness;
  let api: ProjectApi;
  beforeEach(async () => {
    harness = await Harness.start();
    api = { client: harness.client, projectId: 1, collection: 'plugin_configs' };
  });
  afterEach(() => harness.close());

  const list = () => listPluginConfigs(api, { limit: 10, offset: 0 }, { priority: 'background' });
  const change = () => updatePluginConfig(api, 7, { enabled: true }, { priority: 'background' });
  const remove = () => deletePluginConfig(api, 7, { priority: 'background' });
  const job = () => runJob(api, 7, { type: 'go', payload: {} }, { priority: 'background' });
  const row = { id: 1, plugin: 2, enabled: 'yes', order: 1, team_id: 1 };

  const table: readonly (readonly [string, () => Promise<unknown>, Answer, Expected])[] = [
    [
      'an HTML page instead of JSON',
      list,
      { headers: { 'content-type': 'text/html' }, body: PAGE },
      { kind: 'protocol', reason: 'html', detail: 'Log in', applied: 'no' },
    ],
    [
      'an HTML page instead of the empty answer of a job',
      job,
      { headers: { 'content-type': 'text/html' }, body: PAGE },
      { kind: 'protocol', reason: 'html', applied: 'unknown' },
    ],
    ['a page without its type', list, { body: PAGE }, { kind: 'protocol', reason: 'html' }],
    ['plain text', list, { body: 'It works!' }, { kind: 'protocol', reason: 'notJson', detail: 'It works!' }],
    ['an empty 200', list, {}, { kind: 'protocol', reason: 'notJson', detail: 'empty reply' }],
    ['an empty 200 to a change', change, {}, { kind: 'protocol', reason: 'notJson', applied: 'unknown' }],
    [
      'drifted types, with the path and without the value',
      list,
      { body: { count: 1, next: null, previous: null, results: [{ ...row, enabled: true }, row] } },
      { kind: 'protocol', reason: 'drifted', detail: 'results.1.enabled: expected boolean, received string' },
    ],
    [
      'another JSON',
      list,
      { body: [1, 2] },
      { kind: 'protocol', reason: 'drifted', detail: 'results: missing' },
    ],
    [
      'an unknown compression',
      list,
      { headers: { 'content-encoding': 'zstd' }, body: 'x' },
      { kind: 'protocol', reason: 'notJson', detail: 'Content-Encoding: zstd' },
    ],
    [
      'a compression that is none',
      list,
      { headers: { 'content-encoding': 'gzip' }, body: '{}' },
      { kind: 'protocol', reason: 'truncated' },
    ],
    [
      '500 of the API',
      change,
      {
        status: 500,
        body: { type: 'server_error', code: 'error', detail: 'A server error occurred.', attr: null },
      },
      { kind: 'server', status: 500, detail: 'A server error occurred.', code: 'error', applied: 'unknown' },
    ],
    ['500 with HTML', list, { status: 500, body: PAGE }, { kind: 'server', status: 500, detail: 'Log in' }],
    [
      '503 with JSON of another program',
      list,
      { status: 503, body: { detail: 'nope' } },
      { kind: 'server', status: 503, detail: 'nope' },
    ],
    [
      '404 with JSON of another program',
      list,
      { status: 404, body: { detail: 'Not found.' } },
      { kind: 'protocol', reason: 'notJson', detail: 'Not found.' },
    ],
    [
      'a connection that ends instead of an answer, in words without a code',
      list,
      (request) => request.socket.end(),
      { kind: 'network', reason: 'reset', detail: 'other side closed' },
    ],
    [
      '403 with HTML without a title',
      list,
      { status: 403, body: '<h1>Forbidden</h1>' },
      { kind: 'forbidden', detail: '<h1>Forbidden</h1>' },
    ],
    [
      'a firewall that lets no changes through',
      change,
      { status: 405, body: PAGE },
      { kind: 'forbidden', reason: 'methodNotAllowed', applied: 'no' },
    ],
    [
      'a proxy that takes no uploads',
      change,
      { status: 413, body: PAGE },
      { kind: 'invalid', reason: 'tooLarge', applied: 'no' },
    ],
    ['404 with HTML', list, { status: 404, body: PAGE }, { kind: 'protocol', reason: 'html', status: 404 }],
    [
      '403 with plain text',
      list,
      { status: 403, body: 'Your IP is not allowed' },
      { kind: 'forbidden', detail: 'Your IP is not allowed' },
    ],
    [
      '400 with HTML',
      change,
      { status: 400, body: '<h1>Bad Request (400)</h1>' },
      { kind: 'invalid', applied: 'no' },
    ],
    [
      'an empty 404 to a delete: plugins are not allowed here',
      remove,
      { status: 404 },
      { kind: 'forbidden', reason: 'pluginsNotAllowed', applied: 'no' },
    ],
    [
      'a delete of something already gone: 500',
      remove,
      { status: 500, body: hogError('A server error occurred.', 'error') },
      { kind: 'server', applied: 'unknown' },
    ],
    [
      'a refused job payload',
      job,
      {
        status: 400,
        body: {
          type: 'validation_error',
          code: 'invalid_input',
          detail: 'Missing required job field: from',
          attr: null,
        },
      },
      { kind: 'invalid', detail: 'Missing required job field: from', code: 'invalid_input', applied: 'no' },
    ],
    [
      'a refused field',
      change,
      {
        status: 400,
        body: {
          type: 'validation_error',
          code: 'max_value',
          detail: 'Ensure this value is less',
          attr: 'order',
        },
      },
      { kind: 'invalid', attr: 'order', code: 'max_value' },
    ],
    [
      'a missing scope',
      change,
      { status: 403, body: hogError("API key missing required scope 'plugin:write'") },
      { kind: 'forbidden', reason: 'missingScope', detail: "API key missing required scope 'plugin:write'" },
    ],
    [
      'an action that refuses keys',
      job,
      { status: 403, body: hogError('This action does not support Personal API Key access') },
      { kind: 'forbidden', reason: 'keysNotSupported', applied: 'no' },
    ],
    [
      'a key for other projects',
      list,
      { status: 403, body: hogError('API key does not have access to the requested project: ID 7.') },
      { kind: 'forbidden', reason: 'keyNotForProject' },
    ],
    [
      'a key for projects only',
      list,
      {
        status: 403,
        body: hogError('API keys with scoped projects are only supported on project-based endpoints.'),
      },
      { kind: 'forbidden', reason: 'keyNotForProject' },
    ],
    [
      'a low access level',
      list,
      { status: 403, body: hogError("Your organization's plugin access level is insufficient.") },
      { kind: 'forbidden', reason: 'pluginsNotAllowed' },
    ],
    [
      'a stranger',
      list,
      { status: 403, body: hogError('You do not have permission to perform this action.') },
      { kind: 'forbidden', detail: 'You do not have permission to perform this action.' },
    ],
    [
      'an unknown project',
      list,
      { status: 404, body: hogError('Project not found.') },
      { kind: 'notFound', reason: 'projectNotFound' },
    ],
    [
      'an impossible project',
      list,
      { status: 404, body: hogError('Not found.') },
      { kind: 'notFound', reason: 'projectNotFound' },
    ],
    [
      'an unknown config',
      change,
      { status: 404, body: hogError('Not found.') },
      { kind: 'notFound', reason: 'configNotFound' },
    ],
    ['a server without it', list, { status: 404, body: hogError('Endpoint not found.') }, { kind: 'gone' }],
    ['a proxy that wants a login', list, { status: 407 }, { kind: 'network', reason: 'proxy', status: 407 }],
    [
      'control characters in its words',
      list,
      { status: 403, body: 'a\u0007b\u202ec\u001b[31m\nsecond line' },
      { detail: 'abc[31m' },
    ],
    ['endless words', list, { status: 500, body: 'x'.repeat(5000) }, { detail: 'x'.repeat(300) }],
    [
      'an error body without end',
      list,
      { status: 500, headers: { 'content-type': 'text/plain' }, body: 'y'.repeat(300_000) },
      { kind: 'server', detail: 'y'.repeat(300) },
    ],
    [
      'a reply that says it is too big',
      list,
      { headers: { 'content-length': String(200 * 1024 * 1024) }, body: '{' },
      { kind: 'protocol', reason: 'tooLarge' },
    ],
    [
      'a bomb',
      list,
      { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(64 * 1024 * 1024)) },
      { kind: 'protocol', reason: 'tooLarge' },
    ],
    [
      'something that does not speak HTTP',
      list,
      (request) => request.socket.end('SSH-2.0-OpenSSH\r\n'),
      { kind: 'protocol', reason: 'notJson' },
    ],
    [
      'a 101 nobody asked for',
      list,
      (request) => request.socket.end('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      { kind: 'network', reason: 'reset' },
    ],
  ];
  for (const [name, call, answer, expected] of table) {
    it(`${name}: ${expected.reason ?? expected.kind ?? 'error'}`, async () => {
      // Twice: a read may be tried once more.
      harness.server.will(answer, answer);
      const { data } = await failureOf(call());
      for (const [field, value] of Object.entries(expected)) {
        assert.equal(data[field as keyof ApiErrorData], value, field);
      }
    });
  }

  describe('cut answers', () => {
    const whole = JSON.stringify({ count: 0, next: null, previous: null, results: [] });
    const cuts: readonly (readonly [string, Answer])[] = [
      [
        'shorter than announced',
        (_request, response) => {
          response.writeHead(200, { 'content-length': String(whole.length) });
          response.write(whole.slice(0, 20), () => response.destroy());
        },
      ],
      [
        'without the last chunk',
        (_request, response) => {
          response.writeHead(200);
          response.write(whole.slice(0, 20), () => response.destroy());
        },
      ],
      [
        'ended by closing the connection',
        (request) => request.socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${whole.slice(0, 20)}`),
      ],
      ['cut before it was sent', { body: whole.slice(0, 20) }],
    ];
    for (const [name, answer] of cuts) {
      it(`${name}: truncated`, async () => {
        harness.server.will(answer, answer);
        const error = await failureOf(list());
        assert.equal(error.kind, 'protocol');
        assert.equal(error.reason, 'truncated');
      });
    }

    it('is read again', async () => {
      harness.server.will({ body: whole.slice(0, 20) }, { body: whole });
      assert.deepEqual((await list()).rows, []);
    });
  });

  it('never keeps more of a 200 MB reply than the cap', async () => {
    const piece = Buffer.alloc(1024 * 1024, 0x20);
    let sent = 0;
    harness.server.will((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (sent < 200 && !response.destroyed) {
          sent++;
          if (!response.write(piece)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    });
    const error = await failureOf(listLogs(api, 7, { limit: 1000 }));
    assert.equal(error.kind, 'protocol');
    assert.equal(error.reason, 'tooLarge');
    assert.equal(error.data.attempts, 1);
    assert.ok(sent < 60, `${sent} MB were sent`);
  });

  it('undoes a compression that a proxy added', async () => {
    const body = gzipSync(JSON.stringify({ count: 0, next: null, previous: null, results: [] }));
    harness.server.will({ headers: { 'content-encoding': 'gzip' }, body });
    assert.deepEqual((await list()).rows, []);
  });

  it('keeps fields it does not know', async () => {
    const known = { ...row, enabled: true, brand_new: { deep: [1] } };
    harness.server.will({ body: { results: [known], extra: 1 } });
    assert.deepEqual((await list()).rows, [known]);
  });

  describe('unreachable', () => {
    const unreachable: readonly (readonly [string, string, string])[] = [
      ['a closed port', 'http://127.0.0.1:1', 'refused'],
      ['an unknown name', 'http://no-such-host.invalid', 'dns'],
    ];
    for (const [name, origin, reason] of unreachable) {
      it(`${name}: ${reason}, and a write was not applied`, async () => {
        const clock = new FakeClock();
        const other = await Harness.start({ clock, origin });
        const call = failureOf(other.send('PATCH', { body: { json: {} } }, { priority: 'background' }));
        await eventually('two attempts are over', async () => {
          await clock.advance(50);
          return other.records.length === 2;
        });
        const error = await call;
        assert.equal(error.kind, 'network');
        assert.equal(error.reason, reason);
        assert.equal(error.data.applied, 'no');
        assert.equal(error.data.attempts, 2);
        await other.close();
      });
    }
  });
});
