import assert from 'node:assert/strict';
import { projectText, serverText } from '../../../src/commands/placeText';
import type { Connection } from '../../../src/connection/connection';

const CONNECTION: Connection = {
  id: 'c',
  keyId: 'k',
  origin: 'https://posthog.test:8443',
  projectId: 7,
  projectName: 'Main',
};

describe('where something happens, in questions', () => {
  it('names the project with its id, or by its id alone', () => {
    assert.equal(projectText(CONNECTION), 'Main (7)');
    assert.equal(projectText({ id: 'c', keyId: 'k', origin: CONNECTION.origin, projectId: 7 }), '7');
    assert.equal(projectText({ ...CONNECTION, projectName: '' }), '7');
  });

  it('names the server by its host and port, and the demo by what it is', () => {
    assert.equal(serverText(CONNECTION), 'posthog.test:8443');
    assert.equal(serverText({ ...CONNECTION, demo: true }), 'the demo server');
  });
});
