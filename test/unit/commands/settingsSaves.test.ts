import assert from 'node:assert/strict';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { Document } from '../../support/editor/documents';
import { shows } from '../../support/editor/page/documentText';
import { openSettled, settled, storedSettings } from '../../support/editor/settledWindow';

describe('saving settings', () => {
  let connected: ConnectedWindow;
  let document: Document;

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2023-12' } });
    await connected.window.tree.row('Mail to EU').chooseInContextMenu('Edit Settings');
    document = await connected.window.document(/Mail to EU\.settings\.json$/);
  });

  afterEach(() => connected.close());

  const edit = (from: string, to: string): void => connected.window.type(document, to, from);

  it('asks first, sends what was edited and no secret with it, and shows what the server has then', async () => {
    const { window, demo } = connected;
    edit('"siteId": "site-1"', '"siteId": "site-2"');
    const saved = window.save(document);
    const question = await window.modal.text();
    assert.match(question, /^Save the changes of “Mail to EU”\?/);
    assert.match(question, /Plugin config 2, project Main \(1\), on 127\.0\.0\.1:\d+\./);
    assert.match(question, /siteId: "site-1" → "site-2"$/);
    assert.doesNotMatch(question, /host|apiToken|enabled/);
    assert.deepEqual(connected.writes, []);
    await window.modal.click('Save');
    const toast = window.toasts.withText('Saved Mail to EU in Main');
    assert.deepEqual(await toast.buttons(), ['Undo']);
    assert.equal(await saved, true);
    assert.equal(document.isDirty, false);
    const [sent, ...others] = demo.requests.filter(({ method }) => method !== 'GET');
    assert.deepEqual(others, []);
    assert.equal(sent?.method, 'PATCH');
    assert.equal(sent.path, '/api/projects/1/plugin_configs/2/');
    assert.equal(sent.headers['content-type'], 'application/x-www-form-urlencoded');
    const form = [...new URLSearchParams(sent.body)];
    assert.deepEqual(
      form.map(([name]) => name),
      ['config'],
    );
    assert.deepEqual(JSON.parse(form[0]?.[1] ?? ''), {
      host: 'eu',
      siteId: 'site-2',
      eventsToSend: '$pageview',
    });
    assert.equal(storedSettings(connected, 2).apiToken, 'real-mailer-token');
    const text = await shows(document, /"siteId": "site-2"/);
    assert.match(text, /"apiToken": "••••••••"/);
  });

  it('sends state as JSON, and only what changed', async () => {
    const { window } = connected;
    edit('"name": "Mail to EU"', '"name": "Mail to the EU"');
    const saved = window.save(document);
    assert.match(await window.modal.text(), /name: "Mail to EU" → "Mail to the EU"/);
    await window.modal.click('Save');
    assert.equal(await saved, true);
    const sent = connected.demo.requests.filter(({ method }) => method !== 'GET');
    assert.equal(sent.length, 1);
    assert.equal(sent[0]?.headers['content-type'], 'application/json');
    assert.deepEqual(JSON.parse(sent[0].body), { name: 'Mail to the EU' });
    await window.tree.row('Mail to the EU').node();
  });

  it('sends settings and state one after the other', async () => {
    const { window } = connected;
    edit('"enabled": true', '"enabled": false');
    edit('"site-1"', '"site-2"');
    edit('"Marketing mails"', '"Mails"');
    const saved = window.save(document);
    const question = await window.modal.text();
    for (const line of [
      'enabled: true → false',
      'siteId: "site-1" → "site-2"',
      'description: "Marketing mails" → "Mails"',
    ]) {
      assert.ok(question.includes(line), question);
    }
    await window.modal.click('Save');
    assert.equal(await saved, true);
    const [form, state, ...others] = connected.writes;
    assert.match(form ?? '', /^PATCH 2\/ config=/);
    assert.equal(state, 'PATCH 2/ {"description":"Mails","enabled":false}');
    assert.deepEqual(others, []);
  });

  it('says what is added and removed', async () => {
    const { window } = connected;
    connected.demo.server.state.patchConfig(5, { config: { former: 'hi', token: 'dict-form-secret' } });
    await window.tree.row('Job Lab').chooseInContextMenu('Edit Settings');
    const other = await window.document(/Job Lab\.settings\.json$/);
    window.type(other, '"greeting": "hello"', '"former": "hi"');
    const saved = window.save(other);
    const question = await window.modal.text();
    assert.match(question, /former: removed \(was "hi"\)/);
    assert.match(question, /greeting: added, "hello"/);
    await window.modal.click('Save');
    assert.equal(await saved, true);
    assert.deepEqual(connected.stored(5)?.config, { greeting: 'hello', token: 'dict-form-secret' });
  });

  const wrong: readonly (readonly [string, string, string])[] = [
    ['"host": "eu"', '"host": "moon"', 'This is none of the choices: us, eu.'],
    ['"host": "eu"', '"host": "eu', 'This is not valid JSON.'],
    ['"enabled": true', '"enabled": 1', 'true or false is expected.'],
    ['"apiToken": "••••••••"', '"apiToken": ""', 'Put •••••••• back to keep it, or use Clear Secret…'],
  ];
  for (const [from, to, expected] of wrong) {
    it(`refuses ${to}, marks it, and keeps it`, async () => {
      const { window, demo } = connected;
      demo.forgetRequests();
      edit(from, to);
      assert.equal(await window.save(document), false);
      const toast = window.toasts.withText(expected);
      assert.match(await toast.text(), /Nothing was sent\./);
      assert.equal(document.isDirty, true);
      assert.ok(document.getText().includes(to));
      const marked = window.problems(document);
      assert.ok(
        marked.some((text) => text.includes(expected)),
        marked.join(' | '),
      );
      await settled(connected);
      assert.deepEqual(connected.writes, []);
      edit(to, from);
      assert.deepEqual(window.problems(document), []);
    });
  }

  it('keeps everything, unsent, when the question is answered with Cancel', async () => {
    const { window } = connected;
    edit('site-1', 'site-3');
    const saved = window.save(document);
    await window.modal.click('Cancel');
    await window.toasts.withText('the save was cancelled').waitUntilShown();
    assert.equal(await saved, false);
    assert.equal(document.isDirty, true);
    assert.match(document.getText(), /site-3/);
    await settled(connected);
    assert.deepEqual(connected.writes, []);
  });

  it('sends nothing where the server has it like that already', async () => {
    const { window } = connected;
    edit('"host": "eu",', '"host":   "eu",');
    assert.equal(await window.save(document), true);
    assert.equal(
      window.editor.messages.statusTexts.at(-1),
      'Nothing to save: Mail to EU is like that already',
    );
    assert.deepEqual(connected.writes, []);
    assert.equal(document.isDirty, false);
  });

  it('sends what was typed in the place of a secret only after a yes', async () => {
    const { window } = connected;
    edit('••••••••', 'typed-secret');
    const refused = window.save(document);
    const question = await window.modal.text();
    assert.match(question, /^Send what was typed into the document as the new secret of “Mail to EU”\?/);
    assert.match(question, /Secrets: apiToken\./);
    assert.match(question, /Set Secret… takes it without showing it/);
    assert.doesNotMatch(question, /typed-secret/);
    await window.modal.click('Cancel');
    assert.equal(await refused, false);
    assert.equal(document.isDirty, true);
    await settled(connected);
    assert.deepEqual(connected.writes, []);

    const saved = window.save(document);
    await window.modal.click('Send as Secret');
    assert.match(await window.modal.text(), /^Save the changes of “Mail to EU”\?/);
    await window.modal.click('Save');
    assert.equal(await saved, true);
    assert.equal(storedSettings(connected, 2).apiToken, 'typed-secret');
    assert.doesNotMatch(await shows(document, /••••••••/), /typed-secret/);
  });
});
