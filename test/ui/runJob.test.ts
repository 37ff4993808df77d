import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { openWorkbench } from '../support/openWorkbench';
import { LogPanelPage } from '../support/page/logPanel';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const JOB = '/api/projects/1/plugin_configs/5/job';

describe('running a job', () => {
  let workbench: Workbench;
  let proxy: FaultProxy;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const { url, key } = await demo.start();
    proxy = await startFaultProxy(url);
    workbench = await openWorkbench();
    await connectOwnServer(workbench, { url: proxy.url, key }, 'Main');
    await workbench.tree.row('Job Lab').expand();
    await workbench.tree.row('Jobs').expand();
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await demo.stop();
  });

  const jobs = (): readonly unknown[] =>
    proxy.requests
      .filter(({ method }) => method === 'POST')
      .map(({ path, body }) => [path, JSON.parse(body) as unknown]);

  it('asks for each field in a step with a way back, then whether to run it, and shows the log from there on', async () => {
    const { quickInput } = workbench;
    await workbench.tree.row('allTypes').clickInline('Run Job…');
    await quickInput.waitForTitle('Run allTypes of Job Lab (1/6)');
    await quickInput.enter('2026-02-28');
    await quickInput.waitForMessage('A range (aRange)');
    await quickInput.enter('2026-01-31 2026-01-01');
    await quickInput.waitForMessage('must not be after');
    await workbench.screenshot('run-job-problem');
    await quickInput.enter('2026-01-01 2026-01-31');
    await quickInput.waitForMessage('A number (aNumber)');
    await quickInput.enter('4');
    await quickInput.waitForMessage('A string (aString)');
    await quickInput.clickButton('Back');
    await quickInput.waitForMessage('A number (aNumber)');
    assert.equal(await quickInput.input.inputValue(), '4');
    await quickInput.accept();
    await quickInput.waitForMessage('A string (aString)');
    await quickInput.enter('first');
    await quickInput.waitForTitle('(5/6)');
    await quickInput.pick('Yes');
    await quickInput.waitForMessage('Some JSON (someJson)');
    await quickInput.enter('{"a": 1}');
    assert.match(await workbench.modal.text(), /Run the job “allTypes” of “Job Lab”\?/);
    assert.deepEqual(jobs(), []);
    await workbench.modal.click('Run Job');
    await workbench.toasts.withText('accepted the job allTypes').waitUntilShown();
    assert.deepEqual(jobs(), [
      [
        JOB,
        {
          job: {
            type: 'allTypes',
            payload: {
              aString: 'first',
              aBoolean: true,
              someJson: '{"a": 1}',
              aNumber: 4,
              aDate: '2026-02-28T00:00:00.000Z',
              aRange: ['2026-01-01', '2026-01-31'],
            },
            operation: 'start',
          },
        },
      ],
    ]);

    const panel = await LogPanelPage.open(workbench);
    const marker = panel.frame.locator('.log-row.marker', { hasText: 'Run Job: allTypes' });
    await marker.waitFor();
    // By this machine's clock; a time of the server's beside it would be another one.
    assert.match((await marker.locator('.marker-label').textContent()) ?? '', / · \d{1,2}:\d\d:\d\d/);
    assert.equal(await marker.locator('time').count(), 0);
    const insert = (message: string, ageMs: number): void =>
      demo.server.insertLogs([
        {
          id: randomUUID(),
          team_id: 1,
          plugin_id: 8,
          plugin_config_id: 5,
          timestamp: new Date(Date.now() - ageMs).toISOString(),
          source: 'PLUGIN',
          type: 'LOG',
          message,
          instance_id: randomUUID(),
        },
      ]);
    insert('long before the job', 3_600_000);
    insert('after the job', 0);
    await panel.frame.locator('.log-row', { hasText: 'after the job' }).waitFor();
    await marker.getByRole('button', { name: 'Only Since This Job' }).click();
    await panel.frame.locator('#clear-since').waitFor();
    insert('and more of it', 0);
    await panel.frame.locator('.log-row', { hasText: 'and more of it' }).waitFor();
    assert.ok((await panel.messages()).every((message) => message !== 'long before the job'));
    await workbench.driver.command('notifications.clearAll');
    await workbench.screenshot('log-panel-since-job');
    await panel.frame.locator('#clear-since').click();
    await panel.frame.locator('#clear-since').waitFor({ state: 'hidden' });
    await workbench.runCommand('Only Since This Job');
    await panel.frame.locator('#clear-since').waitFor();
    await panel.frame.locator('#clear-since').click();
  });
});
