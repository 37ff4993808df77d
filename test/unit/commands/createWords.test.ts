import assert from 'node:assert/strict';
import { ApiError } from '../../../src/api/errors';
import type { PluginConfig } from '../../../src/api/schemas';
import { createQuestion, existingQuestion, storedText, unknownText } from '../../../src/commands/createWords';
import type { Connection } from '../../../src/connection/connection';
import type { CreationPlan, WantedNewConfig } from '../../../src/model/creationPlan';

const CONNECTION: Connection = {
  id: 'c',
  origin: 'https://posthog.test',
  projectId: 1,
  projectName: 'Main',
  keyId: 'k',
};
const EXISTING: PluginConfig = { id: 2, plugin: 6, enabled: true, order: 2, team_id: 1 };
const ERROR = new ApiError({
  ...{ kind: 'network', reason: 'refused', operation: 'createPluginConfig', method: 'POST', path: '/' },
  ...{ origin: 'https://posthog.test', attempts: 1, applied: 'unknown' },
});

const planned = (changes: Partial<CreationPlan>): CreationPlan => ({
  effect: 'creates',
  existing: undefined,
  count: 0,
  order: 6,
  isLast: true,
  mayRevive: false,
  known: [],
  unreadable: 0,
  ...changes,
});

const wanted = (enabled: boolean, name = 'Replicator'): WantedNewConfig => ({
  plugin: { id: 6, name },
  enabled,
  settings: {},
  offered: { enabled: false, settings: {} },
  secrets: {},
});

describe('the question before a config is created', () => {
  const merging = { existing: EXISTING, count: 1 };
  const effects: readonly (readonly [string, Partial<CreationPlan>, RegExp])[] = [
    ['a new one is placed last', {}, /It is placed last, with the order 6\./],
    [
      'the highest order is taken',
      { isLast: false, order: 7 },
      /It gets the order 7, the highest .* with a higher id than 6\./,
    ],
    [
      'a deleted one may come back',
      { mayRevive: true },
      /brings that one back instead, with the secrets that it had\./,
    ],
    [
      'another one is made',
      { effect: 'createsAnother', count: 1 },
      /The plugin has one config already; this makes another one\./,
    ],
    [
      'a third one is made',
      { effect: 'createsAnother', count: 2 },
      /The plugin has 2 configs already; this makes another one\./,
    ],
    [
      'the existing one is changed',
      { effect: 'updatesExisting', ...merging },
      /This server keeps one config of each plugin: config 2 is changed\./,
    ],
    [
      'the existing one may be changed',
      { effect: 'mayUpdateExisting', ...merging },
      /either changes config 2 of the plugin, or makes another one\./,
    ],
    [
      'it becomes a hog function',
      { effect: 'becomesHogFunction' },
      /\(a hog function\) of this plugin\. .* Undo cannot take it back\./,
    ],
    [
      'it may become a hog function',
      { effect: 'mayBecomeHogFunction' },
      /\(a hog function\) of plugins that it has a template for/,
    ],
  ];
  for (const [what, plan, expected] of effects) {
    it(`says that ${what}`, () => {
      const { detail } = createQuestion(CONNECTION, planned(plan), wanted(true), []);
      assert.match(detail, /^Plugin Replicator \(6\), project Main \(1\), on posthog\.test\./);
      assert.match(detail, expected);
      assert.doesNotMatch(detail, /Required by the plugin/);
    });
  }

  it('is about a change where it is certain that the existing one is changed', () => {
    const plan = planned({ effect: 'updatesExisting', ...merging });
    const { message, button } = createQuestion(CONNECTION, plan, wanted(true), []);
    assert.equal(message, 'Change the plugin config of “Replicator” that is there?');
    assert.equal(button, 'Change');
  });

  it('is about a new one otherwise, also where the plugin has no name', () => {
    const { message, button } = createQuestion(CONNECTION, planned({}), wanted(true, ''), []);
    assert.equal(message, 'Create a plugin config of “Plugin 6”?');
    assert.equal(button, 'Create');
  });

  it('lists what the plugin requires and is not set', () => {
    const { detail } = createQuestion(CONNECTION, planned({}), wanted(true), ['host', 'siteId']);
    assert.match(
      detail,
      /Required by the plugin, and not set: host, siteId\. The server does not check it\.$/,
    );
  });

  const states: readonly (readonly [string, boolean, PluginConfig | undefined])[] = [
    ['It will be enabled and run at once.', true, undefined],
    ['It will be disabled.', false, undefined],
    ['It stays enabled.', false, EXISTING],
    ['It stays disabled.', false, { ...EXISTING, enabled: false }],
    ['It will be enabled and run at once.', true, { ...EXISTING, enabled: false }],
  ];
  for (const [expected, enabled, existing] of states) {
    it(`says ${expected} (${existing ? 'one is there' : 'none is there'})`, () => {
      const plan = planned(existing ? { effect: 'updatesExisting', existing, count: 1 } : {});
      const { detail } = createQuestion(CONNECTION, plan, wanted(enabled), []);
      assert.ok(detail.includes(expected), detail);
    });
  }

  it('before a document is opened says whether the existing one is certainly changed', () => {
    const plugin = { id: 6, name: 'Replicator' };
    const [certain, possible] = [true, false].map((isCertain) =>
      existingQuestion(CONNECTION, plugin, 2, isCertain),
    );
    assert.equal(certain?.message, '“Replicator” is configured already.');
    assert.match(certain.detail, /^Plugin config 2, project Main \(1\), on posthog\.test\./);
    assert.match(certain.detail, /This server keeps one config of each plugin/);
    assert.match(possible?.detail ?? '', /This server may keep one config of each plugin/);
  });
});

describe('what is said of a config that was created', () => {
  const made = { id: 9, plugin: 6, order: 6, team_id: 1 };
  const change = {
    what: 'created',
    configs: [{ id: 9, label: 'Replicator', before: {}, after: {} }],
    cannotRestore: [],
  } as const;
  const outcomes: readonly (readonly [PluginConfig, string])[] = [
    [
      { ...made, enabled: true, deleted: false },
      'Created Replicator (9) in Main — posthog.test, enabled. Undo deletes it.',
    ],
    [
      { ...made, enabled: false, deleted: false },
      'Created Replicator (9) in Main — posthog.test, disabled. Undo deletes it.',
    ],
    [
      { ...made, enabled: true },
      'Created Replicator (9) in Main — posthog.test, enabled. Undo disables it: this server cannot remove a plugin config.',
    ],
    [
      { ...made, enabled: false },
      'Created Replicator (9) in Main — posthog.test, disabled. It stays in the list: this server cannot remove a plugin config.',
    ],
  ];
  for (const [config, expected] of outcomes) {
    it(`is what Undo can do: ${expected.slice(50)}`, () => {
      assert.equal(
        storedText({ kind: 'created', config, change, notSettled: undefined }, CONNECTION),
        expected,
      );
    });
  }

  it('is that it is not in its place, where putting that right failed', () => {
    const config = { ...made, enabled: true, deleted: false };
    const text = storedText({ kind: 'created', config, change, notSettled: ERROR }, CONNECTION);
    assert.match(
      text,
      /, enabled\. It is not last in order, or enabled without having been asked for, and that/,
    );
    assert.doesNotMatch(text, /Undo/);
  });

  it('is that an existing one was changed, or brought back', () => {
    const outcome = { kind: 'updatedExisting', config: { ...made, enabled: true }, change } as const;
    assert.equal(
      storedText({ ...outcome, revived: false }, CONNECTION),
      'The server changed the existing plugin config Replicator (9) in Main — posthog.test instead of making a new one.',
    );
    assert.match(
      storedText({ ...outcome, revived: true }, CONNECTION),
      /^The server brought back plugin config Replicator \(9\), which was deleted before, .* Undo deletes it again\.$/,
    );
  });

  const unknowns = [
    ['nothing', /The list shows no new config of it yet\. It was not sent again: refresh the list/],
    ['several', /new configs of this plugin that may be somebody else’s\. It was not sent again\./],
    ['unreadable', /it has probably stored Replicator\. .* The row must be repaired on the server\./],
    ['notRead', /and the list could not be read either\. .* It was not sent again: refresh the list/],
  ] as const;
  for (const [seen, expected] of unknowns) {
    it(`is that nobody knows, and that it is not sent again: ${seen}`, () => {
      assert.match(unknownText({ kind: 'unknown', error: ERROR, seen }, 'Replicator', 'Main'), expected);
    });
  }
});
