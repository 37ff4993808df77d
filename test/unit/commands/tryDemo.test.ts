import assert from 'node:assert/strict';
import { EditorWindow } from '../../support/editor/editorWindow';
import { PanelReader } from '../../support/editor/panelReader';
import { shown } from '../../support/editor/page/shown';

describe('the demo project', () => {
  let window: EditorWindow;

  beforeEach(async () => {
    window = EditorWindow.open();
    window.tree.open();
    await window.tree.waitForWelcome(/Connect to a PostHog project/);
    window.tree.clickWelcomeButton('Try the Demo Project');
    await window.tree.row('GeoIP').state();
  });

  afterEach(() => window.close());

  it('shows its plugin configs in execution order', () => {
    assert.deepEqual(window.tree.labels(), [
      'GeoIP',
      'Privacy filter',
      'URL Normaliser',
      'Bot Detector',
      'Currency Converter',
      'Export to S3',
      'Webhook Relay',
      'Data Janitor',
      'Session Summary',
    ]);
    const rows = window.tree.rows().filter(({ level }) => level === 1);
    assert.deepEqual(
      rows.map(({ description }) => Number.parseInt(description, 10)),
      rows.map((_, index) => index + 1),
    );
  });

  it('shows jobs and settings below a row', async () => {
    await window.tree.row('Export to S3').expand();
    await window.tree.row('Jobs').expand();
    await window.tree.row('Retry failed batches').state();
    await window.tree.row('Settings').expand();
    await shown('the settings are shown', () =>
      window.tree.rows().some(({ description }) => description === '••••••••'),
    );
  });

  it('has jobs that ask for what they need', async () => {
    await window.tree.row('Export to S3').expand();
    await window.tree.row('Jobs').expand();
    await window.tree.row('Export historical events').clickInline('Run Job…');
    await window.quickInput.waitForMessage('Days to export (dateRange)');
  });

  it('offers its actions in the context menu', async () => {
    assert.deepEqual(
      (await window.tree.row('Export to S3').contextMenuItems()).map(({ label }) => label),
      [
        'Show Logs',
        'Show Front End',
        'Show JSON',
        'Compare with Another Config…',
        'Edit Settings',
        'Set Secret…',
        'Clear Secret…',
        'Add Attachment…',
        'Remove Attachment…',
        'Run Job…',
        'Disable',
        'Move Up',
        'Move Down',
        'Move to Top',
        'Move to Bottom',
        'Move to Position…',
        'Copy Id',
        'Copy as curl…',
        'Delete…',
      ],
    );
  });

  const liveLog = async (): Promise<PanelReader> => {
    const reader = new PanelReader(await window.logPanel(/Export to S3/));
    await reader.waitForState(/^Live$/);
    await shown('there are entries', () => reader.entries > 0);
    return reader;
  };

  it('comes back with its data and without a key after a reload of the window', async () => {
    await window.tree.row('Export to S3').click();
    await liveLog();
    await window.reload();
    window.tree.open();
    await window.tree.row('Export to S3').state();
    assert.deepEqual(window.profile.secrets.keys, []);
    await liveLog();
  });

  it('says where it runs, has no key to replace, and is not offered again', async () => {
    const { ariaLabel } = await window.statusBar.waitFor('Demo Project');
    assert.equal(ariaLabel, 'PostHog project Demo Project. It runs inside the editor.');
    window.runCommand('Replace Key…');
    await window.toasts.withText('The demo project makes its own key each time it starts.').waitUntilShown();
    await window.statusBar.click('Demo Project');
    assert.deepEqual(
      (await window.quickInput.items()).map(({ label, description }) => [label, description]),
      [
        ['Demo Project', 'inside the editor, active'],
        ['$(add) Add Connection…', ''],
      ],
    );
  });

  it('ends without a question, and starts afresh', async () => {
    await window.tree.row('GeoIP').clickInline('Disable');
    await window.toasts.withText('Disabled GeoIP').waitUntilShown();
    window.runCommand('Disconnect');
    await window.tree.waitForWelcome(/Connect to a PostHog project/);
    assert.equal(window.modal.isOpen, false);
    assert.deepEqual(window.statusBar.texts(), []);
    window.tree.clickWelcomeButton('Try the Demo Project');
    const { description } = await window.tree.row('GeoIP').state();
    assert.doesNotMatch(description, /disabled/);
  });
});
