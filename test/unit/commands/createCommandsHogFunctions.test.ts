import assert from 'node:assert/strict';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import { openSettled } from '../../support/editor/settledWindow';
import { Adding } from '../../support/newConfig';

describe('adding a plugin config where plugins become hog functions', () => {
  let connected: ConnectedWindow;
  let adding: Adding;

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2026' } });
    adding = new Adding(connected);
  });

  afterEach(() => connected.close());

  it('says so before and after', async () => {
    const { window } = connected;
    window.runCommand('Add Plugin Config…');
    await window.quickInput.type('GeoIP');
    await window.quickInput.accept();
    const document = await adding.document('GeoIP');
    assert.match(document.getText(), /"settings": \{\}/);
    const before = window.tree.labels();
    const saved = window.save(document);
    assert.match(await window.modal.text(), /\(a hog function\) of this plugin/);
    await window.modal.click('Create');
    const done = window.toasts.withText('made a hog function of GeoIP');
    assert.match(await done.text(), /in PostHog under Data pipelines, and not in this list/);
    assert.equal(await done.severity(), 'warning');
    assert.equal(await saved, true);
    assert.deepEqual(window.tree.labels(), before);
    assert.equal(before.length, 5);
    assert.equal(adding.sent, 1);
  });

  it('gives the server’s reason when it refuses, and keeps the document', async () => {
    const { window } = connected;
    const document = await adding.open('Old Filter');
    assert.match(document.getText(), /"settings": \{/);
    const saved = window.save(document);
    await window.modal.click('Create');
    await window.toasts.withText('Plugin creation failed').waitUntilShown();
    assert.equal(await saved, false);
    assert.equal(document.isDirty, true);
    assert.equal(adding.sent, 1);
  });
});
