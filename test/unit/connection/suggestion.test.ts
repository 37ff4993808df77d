import assert from 'node:assert/strict';
import { readSuggestion } from '../../../src/connection/suggestion';

describe('readSuggestion', () => {
  it('understands host and project', () => {
    assert.deepEqual(readSuggestion({ host: 'https://posthog.example.com/project/3', project: 12 }), {
      origin: 'https://posthog.example.com',
      projectId: 12,
    });
  });

  it('takes the project from the address', () => {
    assert.deepEqual(readSuggestion({ host: 'eu.posthog.com/project/3' }), {
      origin: 'https://eu.posthog.com',
      projectId: 3,
    });
  });

  it('keeps plain http marked', () => {
    assert.equal(readSuggestion({ host: 'http://10.0.0.5' })?.insecure, true);
  });

  it('is nothing for anything else', () => {
    for (const setting of [
      undefined,
      null,
      'us',
      {},
      { host: 5 },
      { host: '' },
      { host: 'a b' },
      { host: 'us', project: -1 },
    ]) {
      assert.equal(readSuggestion(setting), undefined, JSON.stringify(setting));
    }
  });
});
