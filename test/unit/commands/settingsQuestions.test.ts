import assert from 'node:assert/strict';
import { conflictQuestion, saveQuestion, secretQuestion } from '../../../src/commands/settingsQuestions';
import type { Connection } from '../../../src/connection/connection';
import type { ContentChange } from '../../../src/documents/settingsChanges';

const CONNECTION: Connection = { id: 'c', origin: 'https://posthog.test', projectId: 1, keyId: 'k' };
const CONFIG = { id: 2, label: 'Mail' };
const PLACE = 'Plugin config 2, project 1, on posthog.test.';

const changed = (change: Partial<ContentChange>): ContentChange => ({
  part: 'setting',
  key: 'host',
  from: 'us',
  to: 'eu',
  secret: false,
  ...change,
});

describe('the questions before settings are saved', () => {
  const lines: readonly (readonly [string, Partial<ContentChange>])[] = [
    ['host: "us" → "eu"', {}],
    ['host: removed (was "us")', { to: undefined }],
    ['host: added, "eu"', { from: undefined }],
    ['enabled: true → false', { part: 'enabled', key: 'enabled', from: true, to: false }],
    ['token: a new secret', { key: 'token', from: '••••••••', to: '••••••••', secret: true }],
    ['key: the secret is set', { key: 'key', from: '', to: '••••••••', secret: true }],
    ['key: the secret is cleared', { key: 'key', from: '••••••••', to: '', secret: true }],
  ];
  for (const [expected, change] of lines) {
    it(`tell each change in words: ${expected}`, () => {
      const { message, detail, button } = saveQuestion(CONNECTION, CONFIG, [changed(change)], ['token']);
      assert.equal(message, 'Save the changes of “Mail”?');
      assert.equal(detail, `${PLACE}\n\n${expected}`);
      assert.equal(button, 'Save');
    });
  }

  it('count what there is no room for, and cut long values', () => {
    const many = Array.from({ length: 23 }, (_, index) =>
      changed({ key: `key${index}`, to: 'x'.repeat(500) }),
    );
    const { detail } = saveQuestion(CONNECTION, CONFIG, many, []);
    const told = detail.split('\n').slice(2);
    assert.equal(told.length, 21);
    assert.equal(told.at(-1), '… and 3 more');
    assert.ok(told.every((line) => line.length < 120));
  });

  it('name typed secrets, and what is bad about typing them', () => {
    const { message, detail, button } = secretQuestion(CONNECTION, CONFIG, ['token', 'key']);
    assert.equal(message, 'Send what was typed into the document as the new secret of “Mail”?');
    assert.match(detail, /Secrets: token, key\./);
    assert.match(
      detail,
      /the editor may keep a copy of it on disk\. Set Secret… takes it without showing it\./,
    );
    assert.equal(button, 'Send as Secret');
  });

  it('tell what others have changed, and what each answer does', () => {
    const { message, detail } = conflictQuestion(CONNECTION, CONFIG, [changed({})]);
    assert.equal(message, '“Mail” was changed on the server since it was opened.');
    assert.ok(
      detail.startsWith(`${PLACE}\n\nhost: "us" → "eu"\n\nKeep Mine puts your changes on top of theirs.`),
    );
  });
});
