import assert from 'node:assert/strict';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import type { Fault } from '../support/faults/fault';
import { openWorkbench } from '../support/openWorkbench';
import { LogPanelPage } from '../support/page/logPanel';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const LIST = '/api/projects/1/plugin_configs/';
const ROWS = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'];
const NAMES = ['$(flame) icon', '[x](command:workbench.action.quit)', '<b>bold</b>', 'right \u202eotni tfel'];
const GONE: Fault = {
  kind: 'answer',
  status: 404,
  body: { type: 'invalid_request', code: 'not_found', detail: 'Endpoint not found.', attr: null },
};

describe('a server that misbehaves', () => {
  let workbench: Workbench;
  let proxy: FaultProxy;
  let armed: readonly (() => void)[] = [];
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const { url, key } = await demo.start();
    proxy = await startFaultProxy(url);
    workbench = await openWorkbench({ viewport: { width: 1000, height: 700 } });
    await connectOwnServer(workbench, { url: proxy.url, key }, 'Main');
  });

  beforeEach(async () => {
    armed.forEach((disarm) => disarm());
    armed = [];
    await workbench.driver.command('workbench.action.closeAllEditors');
    await workbench.runCommand('Refresh');
    await workbench.tree.waitForLabels(ROWS);
    await workbench.tree.waitForNoMessage();
    await workbench.driver.command('notifications.clearAll');
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await demo.stop();
  });

  function befall(fault: Fault, path?: string | RegExp): () => void {
    const disarm = proxy.inject({ fault, ...(path !== undefined && { path }) });
    armed = [...armed, disarm];
    return disarm;
  }

  it('has its rows and its log shown as they were, with their time and the reason, until it answers again', async () => {
    await workbench.tree.row('GeoIP').chooseInContextMenu('Show Logs');
    const panel = await LogPanelPage.open(workbench);
    await panel.waitForState(/^Live/);
    const disarm = befall({ kind: 'reset' });
    await workbench.tree.clickTitleButton('Refresh');
    assert.match(await workbench.tree.waitForMessage(/The connection to .* broke/), /^As of /);
    await panel.waitForState(/As of .*The connection to .* broke.*Trying again in \d+ s/s);
    await workbench.tree.waitForLabels(ROWS);
    await workbench.screenshot('offline');
    disarm();
    await panel.waitForState(/^Live/);
    await workbench.tree.clickTitleButton('Refresh');
    await workbench.tree.waitForNoMessage();
  });

  it('has ways out shown in place of rows where there is nothing to show', async () => {
    const disarm = befall(
      { kind: 'drift', map: (body) => ({ ...(body as object), count: 0, results: [] }) },
      LIST,
    );
    await workbench.tree.clickTitleButton('Refresh');
    await workbench.tree.waitForWelcome(/This project has no plugin configs\./);
    disarm();
    befall(GONE, /plugin.configs\/$/);
    await workbench.tree.clickTitleButton('Refresh');
    const welcome = await workbench.tree.waitForWelcome(/newer PostHog versions replaced plugins/);
    assert.deepEqual(welcome.buttons, ['Open PostHog', 'Switch Connection…']);
    await workbench.screenshot('welcome-gone');
  });

  it('gives names that would be links and icons: they are text in the tree and in messages', async () => {
    befall({ kind: 'drift', map: renamed }, /\/plugin_configs\/(\d+\/)?$/);
    await workbench.tree.clickTitleButton('Refresh');
    await workbench.tree.waitForLabels([...NAMES.slice(0, 3), 'right otni tfel', 'Schema Guard']);
    await workbench.page.mouse.move(700, 400);
    await workbench.screenshots('odd-names');
    for (const name of NAMES.slice(0, 2)) {
      await workbench.tree.row(name).clickInline('Disable');
      const toast = workbench.toasts.withText('Disabled');
      assert.ok((await toast.text()).replaceAll('\u200b', '').startsWith(`Disabled ${name} in Main`));
      const inside = workbench.page.locator('.notification-list-item-message');
      assert.equal(await inside.locator('a, .codicon').count(), 0);
      await toast.click('Undo');
      await workbench.toasts.withText('is enabled again').waitUntilShown();
      await workbench.driver.command('notifications.clearAll');
    }
  });
});

interface Named {
  readonly id: number;
  readonly name?: unknown;
}

/** A list or a config of it, with other names for the first rows. */
function renamed(body: unknown): unknown {
  const names = new Map([1, 2, 3, 5].map((id, index) => [id, NAMES[index]]));
  const rename = (row: Named): Named => ({ ...row, name: names.get(row.id) ?? row.name });
  const answer = body as Named | { readonly results: readonly Named[] };
  return 'results' in answer ? { ...answer, results: answer.results.map(rename) } : rename(answer);
}
