import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { EditorWindow } from '../../support/editor/editorWindow';

/** As where the owner of the key has last opened an organization without plugins: it is that one that is asked for them. */
describe('running a job of a plugin of which nothing is known', () => {
  let connected: ConnectedWindow;
  let window: EditorWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2021-12' } });
    ({ window } = connected);
    connected.proxy.inject({
      path: /^\/api\/organizations\/@current\/plugins/,
      fault: {
        kind: 'answer',
        status: 403,
        body: {
          type: 'authentication_error',
          code: 'permission_denied',
          detail: "Your organization's plugin access level is insufficient.",
          attr: null,
        },
      },
    });
    // The plugins are known until the window is opened anew.
    await window.reload();
    window.tree.open();
    await window.tree.row('Plugin 5').state();
  });

  afterEach(() => connected.close());

  const start = (name: string, payload = '{}'): string =>
    `POST 5/job {"job":{"type":"${name}","payload":${payload},"operation":"start"}}`;

  async function runByName(name: string): Promise<void> {
    const { quickInput, modal, toasts } = window;
    await quickInput.waitForTitle('Run a Job of Plugin 5 (1/2)');
    await quickInput.enter(name);
    await quickInput.waitForTitle('(2/2)');
    assert.equal(await quickInput.value(), '{}');
    await quickInput.accept();
    await modal.click('Run Job');
    await toasts.withText(`accepted the job ${name}`).waitUntilShown();
    assert.deepEqual(connected.writes, [start(name)]);
  }

  it('asks for its name from the row', async () => {
    await window.tree.row('Plugin 5').chooseInContextMenu('Run Job…');
    await runByName('noFields');
  });

  it('asks for its name from the row below Jobs', async () => {
    await window.tree.row('Plugin 5').expand();
    await window.tree.row('Jobs').expand();
    await window.tree.row('Run a Job by Name…').clickInline('Run Job…');
    await runByName('allTypes');
  });

  it('asks from the palette, takes only a name and a JSON object, and keeps what was typed', async () => {
    const { quickInput, modal, toasts } = window;
    window.runCommand('Run Job…');
    await quickInput.pick('Plugin 5');
    await quickInput.waitForTitle('Run a Job of Plugin 5 (1/2)');
    await quickInput.accept();
    await quickInput.waitForMessage('Enter the name of a job.');
    await quickInput.enter('allTypes');
    await quickInput.waitForTitle('(2/2)');
    await quickInput.enter('[1]');
    await quickInput.waitForMessage('Enter a JSON object');
    await quickInput.clickButton('Back');
    await quickInput.waitForTitle('(1/2)');
    assert.equal(await quickInput.value(), 'allTypes');
    await quickInput.accept();
    await quickInput.waitForTitle('(2/2)');
    assert.equal(await quickInput.value(), '[1]');
    await quickInput.enter('{"aString": "typed"}');
    assert.match(await modal.text(), /Run the job “allTypes” of “Plugin 5”\?[^]*"aString": "typed"/);
    assert.deepEqual(connected.writes, []);
    await modal.click('Run Job');
    await toasts.withText('accepted the job allTypes').waitUntilShown();
    assert.deepEqual(connected.writes, [start('allTypes', '{"aString":"typed"}')]);
  });

  for (const wrong of ['', 'null', '"text"', '{', '7']) {
    it(`takes no payload ${JSON.stringify(wrong)}`, async () => {
      const { quickInput, modal } = window;
      await window.tree.row('Plugin 5').chooseInContextMenu('Run Job…');
      await quickInput.waitForTitle('(1/2)');
      await quickInput.enter('noFields');
      await quickInput.waitForTitle('(2/2)');
      await quickInput.enter(wrong);
      await quickInput.waitForMessage('Enter a JSON object, such as {"key": "value"}.');
      assert.equal(modal.isOpen, false);
    });
  }

  it('takes a name without the spaces around it, and none that is only spaces', async () => {
    const { quickInput, modal } = window;
    await window.tree.row('Plugin 5').chooseInContextMenu('Run Job…');
    await quickInput.waitForTitle('(1/2)');
    await quickInput.enter('   ');
    await quickInput.waitForMessage('Enter the name of a job.');
    await quickInput.enter('  noFields ');
    await quickInput.waitForTitle('(2/2)');
    await quickInput.waitForMessage('Payload of noFields, as a JSON object');
    await quickInput.accept();
    assert.match(await modal.text(), /Run the job “noFields” of “Plugin 5”\?/);
  });

  for (const [step, isSecond] of [
    ['the name', false],
    ['the payload', true],
  ] as const) {
    it(`can be left at ${step}: nothing is asked and sent`, async () => {
      const { quickInput, modal } = window;
      await window.tree.row('Plugin 5').chooseInContextMenu('Run Job…');
      await quickInput.waitForTitle('(1/2)');
      if (isSecond) {
        await quickInput.enter('noFields');
        await quickInput.waitForTitle('(2/2)');
      }
      await quickInput.cancel();
      await quickInput.waitUntilClosed();
      // Another run starts from the beginning: nothing of the first is kept.
      await window.tree.row('Plugin 5').chooseInContextMenu('Run Job…');
      await quickInput.waitForTitle('(1/2)');
      assert.equal(await quickInput.value(), '');
      assert.equal(modal.isOpen, false);
      assert.deepEqual(connected.writes, []);
    });
  }
});
