import assert from 'node:assert/strict';

import type { Plugin } from '../../../src/api/schemas';
import { publicJobs, settingFields } from '../../../src/model/fields';

const plugin = (fields: Partial<Plugin>): Plugin => ({ id: 1, ...fields });

describe('settingFields', () => {
  it('reads the array form in its order and skips notes without a key', () => {
    const fields = settingFields(
      plugin({
        config_schema: [
          { markdown: 'Set it up **first**.' },
          { key: 'host', name: 'Host', type: 'choice', choices: ['eu', 'us'] },
          { key: 'token', name: 'Token', type: 'string', secret: true },
        ],
      }),
    );
    assert.deepEqual(
      fields.map(({ key, title, secret }) => ({ key, title, secret })),
      [
        { key: 'host', title: 'Host', secret: false },
        { key: 'token', title: 'Token', secret: true },
      ],
    );
  });

  it('reads the dictionary form, sorted by order', () => {
    const fields = settingFields(
      plugin({
        config_schema: {
          token: { name: 'Token', secret: true, order: 2 },
          greeting: { name: 'Hi', order: 1 },
        },
      }),
    );
    assert.deepEqual(
      fields.map(({ key, secret }) => [key, secret]),
      [
        ['greeting', false],
        ['token', true],
      ],
    );
  });

  for (const config_schema of [null, undefined, [], {}, [null, 5, 'text', []]] as const) {
    it(`finds nothing in ${JSON.stringify(config_schema)}`, () => {
      assert.deepEqual(
        settingFields(plugin(config_schema === undefined ? {} : { config_schema: config_schema })),
        [],
      );
    });
  }
});

describe('publicJobs', () => {
  it('is undefined where the server describes no jobs, and empty where it says there are none', () => {
    assert.equal(publicJobs(undefined), undefined);
    assert.equal(publicJobs(plugin({})), undefined);
    assert.deepEqual(publicJobs(plugin({ public_jobs: null })), []);
    assert.deepEqual(publicJobs(plugin({ public_jobs: {} })), []);
  });

  it('leaves out jobs that the code of the plugin does not have', () => {
    const jobs = publicJobs(plugin({ public_jobs: { a: {}, b: {} }, capabilities: { jobs: ['b'] } }));
    assert.deepEqual(
      jobs?.map(({ name }) => name),
      ['b'],
    );
  });

  it('reads fields with what they leave out', () => {
    const jobs = publicJobs(
      plugin({
        public_jobs: {
          export: {
            payload: {
              from: { type: 'date', title: 'From', required: true },
              mode: { type: 'something-new', default: 'fast', staff_only: true },
              note: null,
            },
          },
        },
      }),
    );
    assert.deepEqual(jobs?.[0]?.fields, [
      { key: 'from', title: 'From', type: 'date', required: true, default: undefined, staffOnly: false },
      { key: 'mode', title: 'mode', type: 'string', required: false, default: 'fast', staffOnly: true },
      { key: 'note', title: 'note', type: 'string', required: false, default: undefined, staffOnly: false },
    ]);
  });
});
