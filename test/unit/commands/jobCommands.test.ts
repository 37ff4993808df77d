import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { EditorWindow } from '../../support/editor/editorWindow';
import { PanelReader } from '../../support/editor/panelReader';
import type { Fault } from '../../support/faults/fault';
import { shown } from '../../support/editor/page/shown';

const REFUSED: Fault = {
  kind: 'answer',
  status: 400,
  body: {
    type: 'validation_error',
    code: 'invalid_input',
    detail: 'Unknown field for job: aString',
    attr: null,
  },
};

const denied = (detail: string): Fault => ({
  kind: 'answer',
  status: 403,
  body: { type: 'authentication_error', code: 'permission_denied', detail, attr: null },
});

describe('running a job', () => {
  let connected: ConnectedWindow;
  let window: EditorWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    ({ window } = connected);
    await window.tree.row('Job Lab').expand();
    await window.tree.row('Jobs').expand();
  });

  afterEach(() => connected.close());

  const jobs = (): readonly unknown[] =>
    connected.proxy.requests
      .filter(({ method }) => method === 'POST')
      .map(({ path, body }) => [path, JSON.parse(body) as unknown]);

  /** Answers each step of allTypes with what the job takes, with this for its string. */
  async function answerAllTypes(text: string): Promise<void> {
    const { quickInput } = window;
    for (const step of ['(1/6)', '(2/6)', '(3/6)']) {
      await quickInput.waitForTitle(step);
      await quickInput.enter(step === '(1/6)' ? '2026-03-01' : await quickInput.value());
    }
    await quickInput.waitForTitle('(4/6)');
    await quickInput.enter(text);
    for (const step of ['(5/6)', '(6/6)']) {
      await quickInput.waitForTitle(step);
      await quickInput.accept();
    }
  }

  it('lists the jobs that the plugin really has', async () => {
    await window.tree.row('allTypes').state();
    const labels = window.tree.rows().map(({ label }) => label);
    assert.ok(labels.includes('noFields'));
    assert.ok(!labels.includes('hiddenJob'));
  });

  it('asks for every kind of field, one step each, with defaults, validation and a way back', async () => {
    const { quickInput } = window;
    await window.tree.row('allTypes').clickInline('Run Job…');
    await quickInput.waitForTitle('Run allTypes of Job Lab (1/6)');
    await quickInput.waitForMessage('A date (aDate) – optional');
    assert.match(await quickInput.placeholder(), /^A date or a time in UTC/);
    await quickInput.enter('2026-02-31');
    await quickInput.waitForMessage('Enter a date');
    await quickInput.enter('2026-02-28');

    await quickInput.waitForMessage('A range (aRange)');
    assert.match(await quickInput.placeholder(), /^Two dates/);
    await quickInput.enter('2026-01-31');
    await quickInput.waitForMessage('Enter two dates');
    await quickInput.enter('2026-01-31 2026-01-01');
    await quickInput.waitForMessage('must not be after');
    await quickInput.enter('2026-01-01 2026-01-31');

    await quickInput.waitForMessage('A number (aNumber)');
    assert.equal(await quickInput.placeholder(), 'A number');
    assert.equal(await quickInput.value(), '3');
    await quickInput.enter('four');
    await quickInput.waitForMessage('Enter a number.');
    await quickInput.enter('4');

    await quickInput.waitForMessage('A string (aString)');
    await quickInput.clickButton('Back');
    await quickInput.waitForMessage('A number (aNumber)');
    assert.equal(await quickInput.value(), '4');
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
    assert.match(await quickInput.placeholder(), /^JSON, for example/);
    await quickInput.enter('{nope');
    await quickInput.waitForMessage('This is not valid JSON.');
    await quickInput.enter('{"a": 1}');
    await quickInput.waitUntilClosed();

    const question = await window.modal.text();
    assert.match(question, /Run the job “allTypes” of “Job Lab”\?/);
    assert.match(question, /Plugin config 5 in Main — 127\.0\.0\.1:\d+/);
    assert.match(question, /"aNumber": 4/);
    assert.doesNotMatch(question, /is disabled/);
    assert.deepEqual(jobs(), []);
    await window.modal.click('Run Job');
    await window.toasts.withText('accepted the job allTypes').waitUntilShown();
    assert.deepEqual(jobs(), [
      [
        '/api/projects/1/plugin_configs/5/job',
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
    assert.equal(connected.demo.server.state.queuedJobs.length, 1);
  });

  it('takes the empty answer for a yes, and shows the log with a marker', async () => {
    await window.tree.row('noFields').clickInline('Run Job…');
    await window.modal.click('Run Job');
    assert.equal(
      await window.toasts.withText('accepted').text(),
      `Main — ${new URL(connected.proxy.url).host} accepted the job noFields. Its outcome appears in the logs.`,
    );
    const log = new PanelReader(await window.logPanel(/Job Lab/));
    await shown('the log has the marker', () =>
      log.rows.some((row) => row.kind === 'marker' && row.label.startsWith('Run Job: noFields · ')),
    );
  });

  it('keeps what was typed when the server refuses the payload', async () => {
    const { quickInput } = window;
    const disarm = connected.proxy.inject({ method: 'POST', fault: REFUSED });
    await window.tree.row('allTypes').clickInline('Run Job…');
    await answerAllTypes('kept');
    await window.modal.click('Run Job');
    const toast = window.toasts.withText('The job allTypes was not started.');
    assert.match(await toast.text(), /Unknown field for job: aString/);
    disarm();
    await toast.click('Edit and Try Again');
    await quickInput.waitForTitle('(1/6)');
    assert.equal(await quickInput.value(), '2026-03-01');
    assert.equal(jobs().length, 1);
    await answerAllTypes('another');
    await window.modal.click('Run Job');
    await window.toasts.withText('accepted the job allTypes').waitUntilShown();
    assert.equal(jobs().length, 2);
  });

  it('never sends again what may have started, and says that nobody knows', async () => {
    connected.proxy.inject({ method: 'POST', fault: { kind: 'reset', forwards: true } });
    await window.tree.row('noFields').clickInline('Run Job…');
    await window.modal.click('Run Job');
    const toast = window.toasts.withText('It is not known whether');
    assert.match(await toast.text(), /started the job noFields\. The connection to 127\.0\.0\.1:\d+ broke/);
    assert.match(await toast.text(), /It was not sent again: look at the logs before you run it once more/);
    assert.equal(jobs().length, 1);
    assert.equal(connected.demo.server.state.queuedJobs.length, 1);
  });

  it('runs from the command palette, with a picker for the config and the job', async () => {
    const { quickInput } = window;
    window.runCommand('Run Job…');
    await quickInput.waitForPlaceholder('Select a plugin config to run a job of');
    await quickInput.pick('Job Lab');
    await quickInput.waitForTitle('Run a Job of Job Lab');
    await quickInput.pick('noFields');
    await window.modal.click('Cancel');
    // The question of another run comes only once the first run has ended.
    window.runCommand('Run Job…');
    await quickInput.pick('Job Lab');
    await quickInput.pick('noFields');
    assert.match(await window.modal.text(), /“noFields”/);
    assert.deepEqual(jobs(), []);
  });

  const leavings: readonly (readonly [string, () => Promise<void>])[] = [
    ['the choice of a config', () => Promise.resolve()],
    ['the choice of a job', () => window.quickInput.pick('Job Lab')],
    [
      'a field',
      async () => {
        await window.quickInput.pick('Job Lab');
        await window.quickInput.pick('allTypes');
        await window.quickInput.waitForTitle('(1/6)');
      },
    ],
  ];
  for (const [where, goThere] of leavings) {
    it(`can be left at ${where}: nothing is sent and no log is opened`, async () => {
      window.runCommand('Run Job…');
      await window.quickInput.waitForPlaceholder('Select a plugin config');
      await goThere();
      await window.quickInput.cancel();
      await window.quickInput.waitUntilClosed();
      assert.deepEqual([jobs(), window.tabs(), window.toasts.texts()], [[], [], [connectedText(connected)]]);
      assert.equal(window.modal.isOpen, false);
    });
  }

  it('tells where a plugin has no jobs', async () => {
    await window.tree.row('GeoIP').chooseInContextMenu('Run Job…');
    await window.toasts.withText('GeoIP has no jobs.').waitUntilShown();
    assert.deepEqual(jobs(), []);
  });

  it('says in the question that the plugin config is disabled', async () => {
    await window.tree.row('Job Lab').clickInline('Disable');
    await window.toasts.withText('Disabled Job Lab').waitUntilShown();
    await window.tree.row('noFields').clickInline('Run Job…');
    assert.match(await window.modal.text(), /The plugin config is disabled\.$/);
  });

  it('says why a job was refused, with the scope that the key lacks, and asks nothing again', async () => {
    connected.proxy.inject({
      method: 'POST',
      fault: denied("API key missing required scope 'plugin:write'"),
    });
    await window.tree.row('noFields').clickInline('Run Job…');
    await window.modal.click('Run Job');
    const toast = window.toasts.withText('Could not start the job.');
    assert.match(await toast.text(), /plugin:write/);
    assert.deepEqual(await toast.buttons(), ['Replace Key…', 'Show Output']);
    assert.equal(jobs().length, 1);
  });

  it('says that the server failed, and that it is not known whether the job runs', async () => {
    connected.proxy.inject({ method: 'POST', fault: { kind: 'html', status: 500 } });
    await window.tree.row('noFields').clickInline('Run Job…');
    await window.modal.click('Run Job');
    const text = await window.toasts.withText('It is not known whether').text();
    assert.match(text, /failed with status 500/);
    assert.equal(jobs().length, 1);
  });
});

describe('a server of 2024, which still has jobs but refuses keys there', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({
      server: {
        profile: '2023-12',
        overrides: { hasScopes: true, refusesUnscopedActions: true, rearrangeKey: 'config' },
      },
    });
  });

  afterEach(() => connected.close());

  it('is found out without starting anything, says so, and has the commands greyed out', async () => {
    const { tree, toasts } = connected.window;
    const row = tree.row('Job Lab');
    await row.chooseInContextMenu('Run Job…');
    await toasts.withText('does not let personal API keys run jobs').waitUntilShown();
    await row.chooseInContextMenu('Show Front End');
    await toasts.withText('Could not read the front end.').waitUntilShown();
    const disabled = (await row.contextMenuItems()).filter(({ enabled }) => !enabled);
    assert.deepEqual(
      disabled.map(({ label }) => label),
      ['Show Front End (This Server Refuses API Keys Here)', 'Run Job… (This Server Refuses API Keys Here)'],
    );
    assert.deepEqual(connected.writes, []);
  });
});

function connectedText({ proxy }: ConnectedWindow): string {
  return `Connected to Main — ${new URL(proxy.url).host}.`;
}
