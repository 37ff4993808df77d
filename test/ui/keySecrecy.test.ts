import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { DemoServerHarness } from '../support/demoServer';
import { connectOwnServer } from '../support/connectOwnServer';
import { eventually } from '../support/eventually';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { withKey } from '../support/goldenFixture';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const PLANTED = 'phx_plantedKeyThatMustNotLeak0123456789';

describe('the key', () => {
  let workbench: Workbench;
  let proxy: FaultProxy;
  let elsewhere: FaultProxy;
  const demo = new DemoServerHarness({
    profile: '2023-12',
    fixture: withKey(seedOf('2023-12'), 1, { key: PLANTED }),
  });

  before(async () => {
    const { url, key } = await demo.start();
    proxy = await startFaultProxy(url);
    elsewhere = await startFaultProxy(url);
    workbench = await openWorkbench();
    await connectOwnServer(workbench, { url: proxy.url, key }, 'Main');
    await workbench.tree.row('GeoIP').click();
    await workbench.webview('#log-list');
    await workbench.tree.row('GeoIP').clickInline('Disable');
    await workbench.toasts.withText('Disabled GeoIP').waitUntilShown();
    await workbench.tree.row('Job Lab').chooseInContextMenu('Show JSON');
    const echo = {
      type: 'server_error',
      code: 'error',
      detail: `Bearer ${PLANTED} is not welcome`,
      attr: null,
    };
    const disarm = proxy.inject({ method: 'PATCH', fault: { kind: 'answer', status: 400, body: echo } });
    await workbench.tree.row('GeoIP').clickInline('Enable');
    await workbench.toasts.withText('Could not change the plugin config').waitUntilShown();
    disarm();
    const redirect = proxy.inject({
      method: 'GET',
      path: '/api/projects/1/plugin_configs/',
      fault: { kind: 'redirect', location: `${elsewhere.url}/api/projects/1/plugin_configs/` },
    });
    await workbench.tree.clickTitleButton('Refresh');
    await workbench.tree.waitForMessage(/redirects elsewhere/);
    redirect();
    await workbench.runCommand('Show Output');
    await eventually('the output channel is on screen', async () =>
      /GET http\S+plugin_configs\S* 200 in \d+ ms/.test(await outputText(workbench)),
    );
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await elsewhere.close();
    await demo.stop();
  });

  it('is in no file that the editor wrote, neither settings nor state nor logs', () => {
    const files = filesBelow(workbench.dataDir);
    assert.ok(files.length > 5);
    const output = files.filter((file) => /PostHog Plugins.*\.log$/.test(file));
    assert.equal(output.length, 1, 'the output channel is among the files');
    for (const file of files) {
      assert.ok(!fs.readFileSync(file).includes(PLANTED), file);
    }
  });

  it('is nowhere on screen and in no document of the window', async () => {
    for (const frame of workbench.page.frames()) {
      assert.ok(!(await frame.content()).includes(PLANTED), frame.url());
    }
    assert.ok(!workbench.consoleLines.some((line) => line.includes(PLANTED)));
    const storage = await workbench.page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
    assert.ok(!storage.includes(PLANTED));
  });

  it('went to its own origin in the Authorization header only, and not where a redirect pointed', () => {
    assert.deepEqual(elsewhere.requests, []);
    assert.ok(proxy.requests.length > 5);
    for (const { path: address, headers, body } of proxy.requests) {
      assert.equal(headers.authorization, `Bearer ${PLANTED}`);
      assert.ok(!JSON.stringify([address, { ...headers, authorization: '' }, body]).includes(PLANTED));
    }
  });
});

/** The lines of the output channel that are on screen. */
async function outputText(workbench: Workbench): Promise<string> {
  const lines = await workbench.page.locator('.part.panel .monaco-editor .view-line').allInnerTexts();
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

function filesBelow(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
