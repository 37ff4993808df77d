import assert from 'node:assert/strict';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { Document } from '../../support/editor/documents';
import { shows } from '../../support/editor/page/documentText';
import { openSettled, settled, storedSettings } from '../../support/editor/settledWindow';
import { TabInputTextDiff } from '../../support/editor/values';

describe('settings that somebody else has changed meanwhile', () => {
  let connected: ConnectedWindow;
  let document: Document;

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2023-12' } });
    await connected.window.tree.row('Mail to EU').chooseInContextMenu('Edit Settings');
    document = await connected.window.document(/Mail to EU\.settings\.json$/);
  });

  afterEach(() => connected.close());

  /** Not through the window. */
  const changeElsewhere = (changes: Readonly<Record<string, string>>): void =>
    connected.demo.server.state.patchConfig(2, {
      config: {
        host: 'eu',
        siteId: 'site-1',
        eventsToSend: '$pageview',
        apiToken: 'real-mailer-token',
        ...changes,
      },
    });

  const saveWith = (from: string, to: string): Promise<boolean> => {
    connected.window.type(document, to, from);
    return connected.window.save(document);
  };

  it('are told of, and mine are put on top of theirs with Keep Mine', async () => {
    const { window } = connected;
    changeElsewhere({ eventsToSend: '$autocapture' });
    const saved = saveWith('site-1', 'site-4');
    const question = await window.modal.text();
    assert.match(question, /^“Mail to EU” was changed on the server since it was opened\./);
    assert.match(question, /Plugin config 2, project Main \(1\), on 127\.0\.0\.1:\d+\./);
    assert.match(question, /eventsToSend: "\$pageview" → "\$autocapture"/);
    assert.deepEqual(await window.modal.buttons(), ['Keep Mine', 'Take Theirs', 'Compare', 'Cancel']);
    await window.modal.click('Keep Mine');
    const second = await window.modal.text();
    assert.match(second, /siteId: "site-1" → "site-4"/);
    assert.doesNotMatch(second, /eventsToSend/);
    await window.modal.click('Save');
    assert.equal(await saved, true);
    const { siteId, eventsToSend, apiToken } = storedSettings(connected, 2);
    assert.deepEqual([siteId, eventsToSend, apiToken], ['site-4', '$autocapture', 'real-mailer-token']);
    assert.equal(connected.writes.length, 1);
    await shows(document, /\$autocapture/);
  });

  it('are shown in place of mine with Take Theirs, and nothing is sent', async () => {
    const { window } = connected;
    changeElsewhere({ host: 'us' });
    const saved = saveWith('site-1', 'site-5');
    await window.modal.click('Take Theirs');
    assert.equal(await saved, true);
    assert.match(await shows(document, /"host": "us"/), /"siteId": "site-1"/);
    assert.equal(document.isDirty, false);
    await settled(connected);
    assert.deepEqual(connected.writes, []);
  });

  it('are shown beside mine with Compare, and mine stay unsaved', async () => {
    const { window } = connected;
    changeElsewhere({ host: 'us' });
    const saved = saveWith('site-1', 'site-6');
    await window.modal.click('Compare');
    assert.equal(await saved, false);
    await window.toasts.withText('Nothing was sent yet: compare the two').waitUntilShown();
    assert.equal(window.tabs().at(-1), 'Mail to EU: server ↔ yours');
    assert.equal(document.isDirty, true);
    const tab = window.editor.documents.active?.input;
    assert.ok(tab instanceof TabInputTextDiff);
    assert.equal(tab.modified.toString(), document.uri.toString());
    const { fs } = window.editor.documents;
    const theirs = new TextDecoder().decode(await fs.readFile(tab.original));
    assert.match(theirs, /"host": "us"/);
    assert.match(theirs, /"apiToken": "••••••••"/);
    assert.match(document.getText(), /site-6/);
    await settled(connected);
    assert.deepEqual(connected.writes, []);
    // What was compared is known now: saving again asks about mine alone.
    const again = window.save(document);
    assert.match(await window.modal.text(), /^Save the changes of “Mail to EU”\?/);
    await window.modal.click('Save');
    assert.equal(await again, true);
    assert.equal(storedSettings(connected, 2).siteId, 'site-6');
  });

  it('leave everything as it is when the question is cancelled', async () => {
    const { window } = connected;
    changeElsewhere({ host: 'us' });
    const saved = saveWith('site-1', 'site-7');
    await window.modal.click('Cancel');
    assert.equal(await saved, false);
    await window.toasts.withText('the save was cancelled').waitUntilShown();
    assert.match(document.getText(), /site-7/);
    assert.equal(document.isDirty, true);
    await settled(connected);
    assert.deepEqual(connected.writes, []);
  });

  it('while the last question is open are asked about as well', async () => {
    const { window } = connected;
    const saved = saveWith('site-1', 'site-8');
    await window.modal.text();
    changeElsewhere({ host: 'us' });
    await window.modal.click('Save');
    assert.match(await window.modal.text(), /^“Mail to EU” was changed on the server since it was opened\./);
    assert.deepEqual(connected.writes, []);
    await window.modal.click('Keep Mine');
    await window.modal.click('Save');
    assert.equal(await saved, true);
    const { host, siteId } = storedSettings(connected, 2);
    assert.deepEqual([host, siteId], ['us', 'site-8']);
  });

  it('also where it was a secret, which is told without its value', async () => {
    const { window } = connected;
    changeElsewhere({ apiToken: '' });
    void saveWith('site-1', 'site-9');
    assert.match(await window.modal.text(), /apiToken: the secret is cleared/);
  });
});
