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
  const sentBefore = (): number => jobs().length;

  it('lists the jobs that the plugin really has', async () => {
    await workbench.tree.row('allTypes').state();
    const labels = (await workbench.tree.rows()).map(({ label }) => label);
    assert.ok(labels.includes('noFields'));
    assert.ok(!labels.includes('hiddenJob'));
  });

  it('asks for every kind of field, one step each, with defaults, validation and a way back', async () => {
    const { quickInput } = workbench;
    await workbench.tree.row('allTypes').clickInline('Run Job…');
    await quickInput.waitForTitle('Run allTypes of Job Lab (1/6)');
    await quickInput.waitForMessage('A date (aDate) – optional');
    await quickInput.enter('2026-02-31');
    await quickInput.waitForMessage('Enter a date');
    await quickInput.enter('2026-02-28');

    await quickInput.waitForMessage('A range (aRange)');
    await quickInput.enter('2026-01-31 2026-01-01');
    await quickInput.waitForMessage('must not be after');
    await workbench.screenshot('run-job-problem');
    await quickInput.enter('2026-01-01 2026-01-31');

    await quickInput.waitForMessage('A number (aNumber)');
    assert.equal(await quickInput.input.inputValue(), '3');
    await quickInput.enter('four');
    await quickInput.waitForMessage('Enter a number.');
    await quickInput.enter('4');

    await quickInput.waitForMessage('A string (aString)');
    await quickInput.clickButton('Back');
    await quickInput.waitForMessage('A number (aNumber)');
    assert.equal(await quickInput.input.inputValue(), '4');
    await quickInput.accept();
    await quickInput.waitForMessage('A string (aString)');
    await quickInput.accept();
    await quickInput.waitForMessage('Enter a value: the job requires it.');
    await quickInput.enter('first');

    await quickInput.waitForTitle('(5/6)');
    assert.deepEqual(
      (await quickInput.items()).map(({ label }) => label),
      ['No', 'Yes'],
    );
    await quickInput.pick('Yes');

    await quickInput.waitForMessage('Some JSON (someJson)');
    await quickInput.enter('{nope');
    await quickInput.waitForMessage('This is not valid JSON.');
    await quickInput.enter('{"a": 1}');
    await quickInput.waitUntilClosed();

    const question = await workbench.modal.text();
    assert.match(question, /Run the job “allTypes” of “Job Lab”\?/);
    assert.match(question, /Plugin config 5 in Main — 127\.0\.0\.1:\d+/);
    assert.match(question, /"aNumber": 4/);
    assert.equal(sentBefore(), 0);
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
    assert.equal(demo.server.state.queuedJobs.length, 1);
  });

  it('trap 20: takes the empty answer for a yes, and shows the log with a marker', async () => {
    const panel = await workbench.webview('#log-list');
    const marker = panel.locator('.log-row.marker', { hasText: 'Run Job: allTypes' });
    await marker.waitFor();
    // By this machine's clock; a time of the server's beside it would be another one.
    assert.match((await marker.locator('.marker-label').textContent()) ?? '', / · \d{1,2}:\d\d:\d\d/);
    assert.equal(await marker.locator('time').count(), 0);
  });

  it('shows only what came since the job, in the log and with what comes later', async () => {
    const panel = await LogPanelPage.open(workbench);
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
    await panel.frame
      .locator('.log-row.marker')
      .first()
      .getByRole('button', { name: 'Only Since This Job' })
      .click();
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

  it('keeps what was typed when the server refuses the payload', async () => {
    const { quickInput } = workbench;
    const sent = sentBefore();
    const disarm = proxy.inject({
      method: 'POST',
      fault: {
        kind: 'answer',
        status: 400,
        body: {
          type: 'validation_error',
          code: 'invalid_input',
          detail: 'Unknown field for job: aString',
          attr: null,
        },
      },
    });
    await workbench.tree.row('allTypes').clickInline('Run Job…');
    for (const step of ['(1/6)', '(2/6)', '(3/6)']) {
      await quickInput.waitForTitle(step);
      await quickInput.enter(step === '(1/6)' ? '2026-03-01' : await quickInput.input.inputValue());
    }
    await quickInput.waitForTitle('(4/6)');
    await quickInput.enter('kept');
    for (const step of ['(5/6)', '(6/6)']) {
      await quickInput.waitForTitle(step);
      await quickInput.accept();
    }
    await workbench.modal.click('Run Job');
    const toast = workbench.toasts.withText('The job allTypes was not started.');
    assert.match(await toast.text(), /Unknown field for job: aString/);
    disarm();
    await toast.click('Edit and Try Again');
    await quickInput.waitForTitle('(1/6)');
    assert.equal(await quickInput.input.inputValue(), '2026-03-01');
    await quickInput.cancel();
    assert.equal(sentBefore(), sent + 1);
  });

  it('trap 20: never sends again what may have started, and says that nobody knows', async () => {
    const sent = sentBefore();
    const disarm = proxy.inject({ method: 'POST', fault: { kind: 'reset', forwards: true } });
    await workbench.tree.row('noFields').clickInline('Run Job…');
    await workbench.modal.click('Run Job');
    const toast = workbench.toasts.withText('It is not known whether');
    assert.match(await toast.text(), /It was not sent again: look at the logs before you run it once more/);
    assert.equal(sentBefore(), sent + 1);
    disarm();
  });

  it('runs from the command palette, with a picker for the config and the job', async () => {
    const { quickInput } = workbench;
    const sent = sentBefore();
    await workbench.runCommand('Run Job…');
    await quickInput.pick('Job Lab');
    await quickInput.waitForTitle('Run a Job of Job Lab');
    await quickInput.pick('noFields');
    await workbench.modal.click('Cancel');
    assert.equal(sentBefore(), sent);
  });
});

/** As where the owner of the key has last opened an organization without plugins: it is that one that is asked for them. */
describe('running a job of a plugin of which nothing is known', () => {
  let workbench: Workbench;
  let proxy: FaultProxy;
  const demo = new DemoServerHarness({ profile: '2021-12', fixture: seedOf('2021-12') });

  before(async () => {
    const [{ url, key }, opened] = await Promise.all([demo.start(), openWorkbench()]);
    workbench = opened;
    proxy = await startFaultProxy(url);
    proxy.inject({
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
    await connectOwnServer(workbench, { url: proxy.url, key }, 'Main');
    await workbench.tree.row('Plugin 5').state();
  });

  beforeEach(async () => {
    await workbench.driver.command('notifications.clearAll');
    demo.forgetRequests();
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await demo.stop();
  });

  const writes = (): readonly (readonly [string, string])[] =>
    demo.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, body }) => [`${method} ${path}`, body]);
  const runByName = async (name: string): Promise<void> => {
    const { quickInput } = workbench;
    await quickInput.waitForTitle('Run a Job of Plugin 5 (1/2)');
    await quickInput.enter(name);
    await quickInput.waitForTitle('(2/2)');
    await quickInput.accept();
    await workbench.modal.click('Run Job');
    await workbench.toasts.withText(`accepted the job ${name}`).waitUntilShown();
    assert.deepEqual(writes(), [
      [`POST ${JOB}`, `{"job":{"type":"${name}","payload":{},"operation":"start"}}`],
    ]);
  };

  it('asks for its name from the row', async () => {
    await workbench.tree.row('Plugin 5').chooseInContextMenu('Run Job…');
    await runByName('noFields');
  });

  it('asks for its name from the row below Jobs', async () => {
    await workbench.tree.row('Plugin 5').expand();
    await workbench.tree.row('Jobs').expand();
    await workbench.tree.row('Run a Job by Name…').clickInline('Run Job…');
    await runByName('allTypes');
  });

  it('asks from the palette, takes only a name and a JSON object, and keeps what was typed', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Run Job…');
    await quickInput.pick('Plugin 5');
    await quickInput.waitForTitle('Run a Job of Plugin 5 (1/2)');
    await quickInput.accept();
    await quickInput.waitForMessage('Enter the name of a job.');
    await quickInput.enter('allTypes');
    await quickInput.waitForTitle('(2/2)');
    await quickInput.enter('[1]');
    await quickInput.waitForMessage('Enter a JSON object');
    await workbench.screenshot('run-job-by-name');
    await quickInput.clickButton('Back');
    await quickInput.waitForTitle('(1/2)');
    assert.equal(await quickInput.input.inputValue(), 'allTypes');
    await quickInput.accept();
    await quickInput.waitForTitle('(2/2)');
    assert.equal(await quickInput.input.inputValue(), '[1]');
    await quickInput.enter('{"aString": "typed"}');
    assert.match(
      await workbench.modal.text(),
      /Run the job “allTypes” of “Plugin 5”\?[^]*"aString": "typed"/,
    );
    assert.deepEqual(writes(), []);
    await workbench.modal.click('Run Job');
    await workbench.toasts.withText('accepted the job allTypes').waitUntilShown();
    assert.deepEqual(writes(), [
      [`POST ${JOB}`, '{"job":{"type":"allTypes","payload":{"aString":"typed"},"operation":"start"}}'],
    ]);
  });
});
