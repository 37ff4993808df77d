import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { DemoServerHarness } from '../support/demoServer';
import { ECHO_LABEL, echoingFixture } from '../support/echoingFixture';
import { eventually } from '../support/eventually';
import type { Fault } from '../support/faults/fault';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { keyFormsIn, RECOGNISABLE_KEY } from '../support/keySearch';
import { filesBelow, KeySweep } from '../support/keySweep';
import { openSession, openWorkbench } from '../support/openWorkbench';
import { LogPanelPage } from '../support/page/logPanel';
import { ServerLog } from '../support/serverLog';
import type { Workbench } from '../support/workbench';

const KEY = RECOGNISABLE_KEY;
const LIST = '/api/projects/1/plugin_configs/';
const quoting = { type: 'x', code: KEY, detail: `Authorization: Bearer ${KEY} is not welcome`, attr: KEY };
const DIRECT = {
  HTTP_PROXY: '',
  http_proxy: '',
  HTTPS_PROXY: '',
  https_proxy: '',
  ALL_PROXY: '',
  all_proxy: '',
};

describe('the key', () => {
  let workbench: Workbench;
  let sweep: KeySweep;
  let folder: string;
  /** The own server, behind a proxy that commits faults. */
  let server: FaultProxy;
  /** Where it would like the key to go. */
  let elsewhere: FaultProxy;
  /** The proxy that the workspace would like it to go through. */
  let workspaceProxy: FaultProxy;
  let log: ServerLog;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: echoingFixture(KEY) });

  before(async () => {
    const { url } = await demo.start();
    [server, elsewhere, workspaceProxy] = await Promise.all([
      startFaultProxy(url),
      startFaultProxy(url),
      startFaultProxy(url),
    ]);
    log = new ServerLog(demo.server, 'GeoIP');
    folder = (await openSession()).makeFolder('hostile');
    fs.mkdirSync(path.join(folder, '.vscode'));
    fs.writeFileSync(
      path.join(folder, '.vscode', 'settings.json'),
      JSON.stringify({
        'http.proxy': workspaceProxy.url,
        'http.proxySupport': 'override',
        'http.proxyStrictSSL': false,
        'terminal.integrated.env.linux': { http_proxy: workspaceProxy.url },
        'posthogPlugins.suggestedConnection': { host: elsewhere.url, project: 1 },
      }),
    );
    workbench = await openWorkbench({ folder, env: DIRECT, settings: { 'files.autoSave': 'off' } });
    sweep = await KeySweep.start(workbench, KEY);
  });

  after(async () => {
    await workbench.close();
    for (const proxy of [server, elsewhere, workspaceProxy]) {
      await proxy.close();
    }
    await demo.stop();
  });

  /** The key is neither on screen nor in any message. */
  async function staysWhereItBelongs(): Promise<void> {
    assert.deepEqual(await sweep.onScreen(), []);
    assert.deepEqual([...elsewhere.requests, ...workspaceProxy.requests], []);
  }
  const step = (what: string, act: () => Promise<void>): void => {
    it(`stays where it belongs: ${what}`, async () => {
      await act();
      await staysWhereItBelongs();
    });
  };

  const row = (label: string) => workbench.tree.row(label);
  const shows = (text: string): Promise<unknown> =>
    eventually(`the editor shows ${text}`, async () => (await workbench.editorText()).includes(text));
  const listIsFresh = (): Promise<unknown> =>
    workbench.tree.waitForMessage(/^Not encrypted: the key travels in the clear\.$/);
  const closeEditors = (): Promise<unknown> => workbench.driver.command('workbench.action.closeAllEditors');

  const logIsOpen = (label: string): Promise<unknown> =>
    eventually(`the log of ${label} is the only editor`, async () => {
      return (await workbench.tabs()).join() === `${label} — Logs`;
    });

  async function during(rule: Parameters<FaultProxy['inject']>[0], act: () => Promise<void>): Promise<void> {
    const disarm = server.inject(rule);
    try {
      await act();
    } finally {
      disarm();
    }
  }

  step('a suggestion of the workspace is refused', async () => {
    const { quickInput } = workbench;
    await workbench.tree.open();
    await workbench.runCommand('Connect…');
    await quickInput.enter('Suggested');
    await quickInput.waitForMessage(new URL(elsewhere.url).host);
    await quickInput.cancel();
  });

  describe('of a connection', () => {
    /** With a server that quotes the key in its refusal: the first of the steps, which all others need. */
    before(async () => {
      const { quickInput } = workbench;
      await workbench.tree.open();
      await workbench.runCommand('Connect…');
      await quickInput.pick('Own server…');
      await quickInput.waitForMessage('address of the PostHog server');
      // Not this machine, as far as proxies are concerned: those of the workspace would be used here.
      await quickInput.enter(server.url.replace('127.0.0.1', '0.0.0.0'));
      await workbench.modal.click('Send It Anyway');
      await quickInput.waitForMessage('Personal API key');
      await during({ fault: { kind: 'answer', status: 401, body: quoting } }, async () => {
        await quickInput.enter(KEY);
        await quickInput.waitForMessage('does not know this key');
      });
      await during({ fault: { kind: 'answer', status: 500, body: quoting } }, async () => {
        await quickInput.accept();
        await quickInput.waitForMessage('«key» is not welcome');
      });
      await quickInput.accept();
      await quickInput.pick('Main');
      await workbench.statusBar.waitFor('Main');
      await row(ECHO_LABEL).state();
      await staysWhereItBelongs();
    });

    beforeEach(async () => {
      for (let press = 0; press < 3; press++) {
        await workbench.page.keyboard.press('Escape');
      }
      await workbench.driver.command('notifications.clearAll');
    });

    step('names, tooltips and children of the tree', async () => {
      assert.match(await row(ECHO_LABEL).tooltip(), /Bearer\s«key»/);
      await workbench.screenshot('key-quoted-tree');
      await row('Mail to EU').expand();
      await workbench.tree.row('Settings').expand();
      await eventually('the settings are shown', async () =>
        (await workbench.tree.rows()).some(({ description }) => description.includes('«key»')),
      );
      await row('Mail to EU').collapse();
    });

    step('JSON, comparison and front end as documents', async () => {
      await row('Mail to EU').chooseInContextMenu('Show JSON');
      await shows('«key»');
      await row('Mail to EU').chooseInContextMenu('Compare with Another Config…');
      await workbench.quickInput.pick('GeoIP');
      await eventually('both are compared', async () =>
        (await workbench.tabs()).some((tab) => tab.includes('↔')),
      );
      await shows('«key»');
      await workbench.runCommand('Show Front End');
      await workbench.quickInput.enter(ECHO_LABEL);
      await shows("export const key = '«key»'");
      await closeEditors();
    });

    step('a command for curl', async () => {
      await row('GeoIP').chooseInContextMenu('Copy as curl…');
      await workbench.quickInput.pick('Read This Config');
      const copied = await eventually('it is copied', async () => {
        const text = await workbench.clipboard();
        return text.startsWith('curl') ? text : undefined;
      });
      assert.deepEqual(keyFormsIn(copied, KEY), []);
    });

    step('disabling, moving, deleting, several at once, and all of it back', async () => {
      await row('GeoIP').clickInline('Disable');
      await workbench.toasts.withText('Disabled GeoIP').click('Undo');
      await row('GeoIP').waitUntil('is enabled', ({ description }) => !/disabled|…/.test(description));
      await row(ECHO_LABEL).chooseInContextMenu('Move Up');
      await workbench.toasts.withText(`Moved ${ECHO_LABEL}`).waitUntilShown();
      await row(ECHO_LABEL).chooseInContextMenu('Delete…');
      await workbench.modal.click('Delete');
      await row(ECHO_LABEL).waitUntilGone();
      await workbench.toasts.withText(/Deleted|Removed/).click('Undo');
      await row(ECHO_LABEL).waitUntil('is enabled', ({ description }) => !/disabled|…/.test(description));
      await row('GeoIP').click();
      await row(ECHO_LABEL).locator.click({ modifiers: ['ControlOrMeta'] });
      await row(ECHO_LABEL).chooseInContextMenu('Disable');
      assert.match(await workbench.modal.text(), /• Authorization: Bearer «key»/);
      await workbench.modal.click('Disable');
      await workbench.toasts.withText('Disabled 2 plugin configs').click('Undo');
      await row('GeoIP').waitUntil('is enabled', ({ description }) => !/disabled|…/.test(description));
    });

    step('a secret, and settings that hold the key: these are not sent back without it', async () => {
      await row('Job Lab').chooseInContextMenu('Set Secret…');
      await workbench.quickInput.enter('another-secret');
      await workbench.toasts.withText('Set “Token”').waitUntilShown();
      const stored = demo.server.state.storedConfig(2)?.config;
      await row('Mail to EU').chooseInContextMenu('Edit Settings');
      await shows('«key»');
      const text = await settingsText();
      await workbench.driver.command('editor.action.selectAll');
      await workbench.driver.command('paste', {
        text: text.replace('"eu"', '"us"'),
        pasteOnNewLine: false,
        multicursorText: null,
      });
      await shows('"us"');
      await workbench.page.keyboard.press('Control+s');
      await workbench.modal.click('Save');
      await workbench.toasts.withText('Nothing was sent: it holds the mark «key»').waitUntilShown();
      await workbench.screenshot('key-mark-not-sent');
      assert.deepEqual(demo.server.state.storedConfig(2)?.config, stored);
      await workbench.driver.command('workbench.action.files.revert');
      await closeEditors();
    });

    step('a job and its log, with the key in messages, filters, documents and an export', async () => {
      const escaped = Array.from(KEY)
        .map((character) => `\\u00${character.charCodeAt(0).toString(16)}`)
        .join('');
      log.add(30, { message: `received Authorization: Bearer ${KEY}`, type: 'ERROR' });
      log.add(1, {
        message: `{"request":{"headers":["${escaped}"],"note":"${Array.from(KEY).join('\u200b')}"}}`,
      });
      log.add(1, {
        message: Array.from(KEY)
          .map((character) => `\u001b[31m${character}\u001b[0m`)
          .join(''),
      });
      await row('Job Lab').expand();
      await row('Jobs').expand();
      await row('noFields').clickInline('Run Job…');
      await workbench.modal.click('Run Job');
      await workbench.toasts.withText('accepted the job noFields').waitUntilShown();
      // Only the log that is looked at: the job has opened its own, and several rows are still selected until a click.
      await logIsOpen('Job Lab');
      await closeEditors();
      await row('GeoIP').click();
      await logIsOpen('GeoIP');
      const panel = await LogPanelPage.open(workbench);
      await panel.waitForState(/^Live/);
      await panel.waitForLast(log.last);
      await workbench.screenshot('key-quoted-log');
      await panel.filter('«key»');
      await panel.waitForCount('32 of ');
      const file = path.join(workbench.dataDir, 'exported.ndjson');
      await workbench.runCommand('Export Logs…');
      await workbench.quickInput.pick('A Time Range from the Server…');
      await workbench.quickInput.pick('Everything That the Server Has');
      await workbench.quickInput.pick('NDJSON');
      await workbench.quickInput.chooseFile(file);
      await workbench.toasts.withText('Exported ').waitUntilShown();
      assert.ok(fs.readFileSync(file, 'utf8').includes('received Authorization: Bearer «key»'));
      await workbench.runCommand('Open Logs as Document');
      await shows('«key»');
      await closeEditors();
    });

    const refusals: readonly Fault[] = [
      ...[400, 405, 413, 500].map((status): Fault => ({ kind: 'answer', status, body: quoting })),
      { kind: 'html', status: 500, text: `<title>${KEY}</title><p>Bearer ${KEY}` },
      { kind: 'html', text: `<title>Bearer ${KEY}</title>` },
      { kind: 'reset' },
      { kind: 'answer', status: 403, body: quoting },
    ];
    async function refuseChange(fault: Fault): Promise<void> {
      await workbench.toasts.waitForRoom();
      await during({ method: 'PATCH', fault }, async () => {
        await row('Job Lab').clickInline('Disable');
        const toast = workbench.toasts.withText(/Job Lab|plugin config/);
        await toast.waitUntilShown();
        await row('Job Lab').waitUntil('is at rest', ({ description }) => !description.includes('…'));
        assert.deepEqual(await sweep.onScreen(), [], JSON.stringify(fault));
      });
      await workbench.driver.command('notifications.clearAll');
    }
    step('refused changes', async () => {
      for (const fault of refusals) {
        await refuseChange(fault);
      }
    });

    step('redirects and links to other places', async () => {
      const [, port] = server.url.split('//127.0.0.1:');
      const bait = `${elsewhere.url}${LIST}?personal_api_key=${KEY}`;
      for (const location of [
        bait,
        bait.replace('http:', ''),
        bait.replace('http://', '\\\\'),
        bait.replace('//', `//0.0.0.0:${port}@`),
        `https://0.0.0.0:${port}${LIST}`,
        `http://${KEY}@0.0.0.0:${port}${LIST}`,
        `${LIST}?personal_api_key=${KEY}`,
      ]) {
        await during({ method: 'GET', path: LIST, fault: { kind: 'redirect', location } }, async () => {
          await workbench.tree.clickTitleButton('Refresh');
          await workbench.tree.waitForMessage(/redirects elsewhere/);
          assert.deepEqual(await sweep.onScreen(), [], location);
        });
        await workbench.tree.clickTitleButton('Refresh');
        await listIsFresh();
      }
      const map = (body: unknown): unknown => ({ ...Object(body), next: `${bait}&offset=1` });
      await during({ method: 'GET', path: LIST, fault: { kind: 'drift', map } }, async () => {
        const before = server.requests.length;
        await workbench.tree.clickTitleButton('Refresh');
        await eventually('the list is read', () => server.requests.length > before);
      });
      await workbench.tree.clickTitleButton('Refresh');
      await listIsFresh();
    });

    step('a refused key, and the same one entered anew', async () => {
      await during({ fault: { kind: 'answer', status: 401, body: quoting } }, async () => {
        await workbench.tree.clickTitleButton('Refresh');
        await workbench.tree.waitForMessage(/refused the key/);
      });
      await workbench.runCommand('Replace Key…');
      await workbench.quickInput.waitForMessage('Personal API key');
      await workbench.quickInput.enter(KEY);
      await workbench.quickInput.waitUntilClosed();
      await listIsFresh();
      await workbench.runCommand('Show Output');
      const { driver } = workbench;
      // Its last lines are shown, and others have come since.
      await eventually('the refusal is on screen in the output channel', async () => {
        await driver.command('workbench.panel.output.focus');
        await driver.command('editor.actions.findWithArgs', { searchString: 'auth/keyRefused' });
        await driver.command('editor.action.nextMatchFindAction');
        return /plugin_configs\S* 401 auth\/keyRefused in \d+ ms/.test(await outputText(workbench));
      });
      await workbench.screenshot('key-refused-output');
    });

    it('is in no file that the editor wrote, neither settings nor state nor logs nor exports', async () => {
      // So that there is something in the output channel that quotes it.
      await refuseChange({ kind: 'answer', status: 500, body: quoting });
      const { found, searched } = sweep.inFiles(workbench.dataDir, folder);
      assert.deepEqual(found, []);
      assert.ok(searched > 5);
      const output = filesBelow(workbench.dataDir).filter((file) => /PostHog Plugins.*\.log$/.test(file));
      assert.equal(output.length, 1, 'the output channel is among the files');
      assert.match(fs.readFileSync(String(output[0]), 'utf8'), /«key» is not welcome/);
    });

    it('is neither in what the browser stores in clear nor in what the page asked the network for', async () => {
      assert.deepEqual(await sweep.inBrowserStorage(), []);
      assert.deepEqual(sweep.inRequests(), []);
    });

    it('was given to no process', () => {
      const { found, searched } = sweep.inProcesses();
      assert.deepEqual(found, []);
      assert.ok(searched > 5);
    });

    it('went to its own origin in the Authorization header only', () => {
      assert.deepEqual([...elsewhere.requests, ...workspaceProxy.requests], []);
      assert.ok(server.requests.length > 3);
      for (const { path: address, headers, body } of server.requests) {
        assert.equal(headers.authorization, `Bearer ${KEY}`);
        const rest = JSON.stringify([address, { ...headers, authorization: '' }, body]);
        assert.deepEqual(keyFormsIn(rest, KEY), []);
      }
    });
  });

  /** All of the document that is being edited, by way of the clipboard. */
  async function settingsText(): Promise<string> {
    await workbench.driver.command('workbench.action.focusActiveEditorGroup');
    return eventually('the document is copied', async () => {
      await workbench.driver.command('editor.action.selectAll');
      await workbench.driver.command('editor.action.clipboardCopyAction');
      const text = await workbench.clipboard();
      return text.includes('$schema') ? text : undefined;
    });
  }
});

/** What of the output channel is on screen, without breaks: long lines are wrapped, also within an address. */
async function outputText(workbench: Workbench): Promise<string> {
  const lines = await workbench.page
    .locator('.part.panel .monaco-editor .view-line')
    .evaluateAll((elements) =>
      elements
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
  return lines.join('').replaceAll('\u00a0', ' ');
}
