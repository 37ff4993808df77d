import assert from 'node:assert/strict';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { withKey } from '../support/goldenFixture';
import { openWorkbench } from '../support/openWorkbench';
import { EDITED_AS_IT_IS, SettingsEditor } from '../support/page/settingsEditor';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const ALL = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'];
const SELECTED = '[id="workbench.view.extension.posthogPlugins"] .monaco-list-row.selected .label-name';

/** What people do with plugin configs, with a real mouse and a real keyboard: one way through each feature. */
describe('plugin configs', () => {
  let workbench: Workbench;
  const seed = seedOf('2023-12');
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seed });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench({ settings: EDITED_AS_IT_IS })]);
    workbench = opened;
    await connectOwnServer(workbench, server, 'Main');
  });

  /** Nothing is open, selected, filtered or changed. */
  beforeEach(async () => {
    const { driver, page, tree } = workbench;
    await driver.command('workbench.action.closeQuickOpen');
    await driver.command('workbench.action.closeAllEditors');
    seed.configs.forEach(({ id, enabled, deleted }) =>
      demo.server.state.patchConfig(id, { enabled, deleted: deleted ?? false }),
    );
    await driver.command('posthogPlugins.clearFilter');
    await driver.command('posthogPlugins.refresh');
    await tree.waitForLabels(ALL);
    await eventually('every row is as it was', async () =>
      (await tree.rows()).every(({ label, description }) => isAsSeeded(label, description)),
    );
    await driver.command('posthogPlugins.configs.focus');
    await page.keyboard.press('Escape');
    await driver.command('notifications.clearAll');
    demo.forgetRequests();
  });

  after(async () => {
    await workbench.close();
    await demo.stop();
  });

  /** What may have changed something, without what all paths have in common. Requests overtake each other. */
  const writes = (): readonly string[] =>
    demo.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, body }) =>
        `${method} ${path.replace('/api/projects/1/plugin_configs/', '')} ${body}`.trim(),
      )
      .sort();
  /** To another connection to a project of the same name. */
  const switchTo = async (url: string): Promise<void> => {
    await workbench.statusBar.click('Main');
    await workbench.quickInput.waitForTitle('Switch Connection');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: url }).click();
    await workbench.tree
      .row('Mail to EU')
      .waitUntil('is that of the former server', ({ description }) => description.includes('delivered'));
  };
  const selected = (): Promise<readonly string[]> => workbench.page.locator(SELECTED).allInnerTexts();
  const isEnabled = (label: string): Promise<unknown> =>
    workbench.tree.row(label).waitUntil('is enabled', ({ description }) => !/disabled|…/.test(description));
  const disable = async (label: string): Promise<void> => {
    await workbench.tree.row(label).clickInline('Disable');
    await workbench.toasts.withText(`Disabled ${label} in Main`).waitUntilShown();
  };
  /** Nothing is selected then: Shift with an arrow would shrink what was selected before. */
  const focusFirst = (): Promise<unknown> =>
    eventually('the first row has the focus, and none is selected', async () => {
      await workbench.driver.command('posthogPlugins.configs.focus');
      await workbench.page.keyboard.press('Escape');
      await workbench.page.keyboard.press('Home');
      const focused = await workbench.tree.focusedRow();
      return focused?.startsWith('GeoIP,') === true && (await selected()).length === 0;
    });

  describe('several at once', () => {
    it('by mouse: are disabled after one question that lists them, and taken back with one Undo', async () => {
      const { tree, modal, toasts } = workbench;
      await tree.row('GeoIP').click();
      for (const label of ['Warehouse Export', 'Schema Guard']) {
        await tree.row(label).locator.click({ modifiers: ['ControlOrMeta'] });
      }
      await tree.row('Warehouse Export').chooseInContextMenu('Disable');
      assert.match(await modal.text(), /^Disable 2 plugin configs\?[^]*• GeoIP\s+• Warehouse Export/);
      assert.deepEqual(writes(), []);
      await workbench.screenshots('bulk-question');
      await modal.click('Disable');
      const toast = toasts.withText('Disabled 2 plugin configs in Main');
      await toast.waitUntilShown();
      await workbench.screenshots('bulk-summary');
      await toast.click('Undo');
      await isEnabled('GeoIP');
      await isEnabled('Warehouse Export');
      assert.deepEqual(writes(), [
        'PATCH 1/ {"enabled":false}',
        'PATCH 1/ {"enabled":true}',
        'PATCH 3/ {"enabled":false}',
        'PATCH 3/ {"enabled":true}',
      ]);
    });

    it('by keyboard: are chosen and disabled', async () => {
      const { keyboard } = workbench.page;
      await focusFirst();
      // From a row that is not selected, Shift with an arrow would select the next one only.
      await keyboard.press('Control+Shift+Enter');
      await keyboard.press('Shift+ArrowDown');
      await keyboard.press('Shift+ArrowDown');
      await keyboard.press('Shift+F10');
      await workbench.page.locator('.monaco-menu:visible').waitFor();
      await eventually('the entry Disable has the focus', async () => {
        await keyboard.press('ArrowDown');
        const entry = workbench.page.locator('.monaco-menu .action-item.focused');
        return (await entry.innerText()).trim() === 'Disable';
      });
      await keyboard.press('Enter');
      assert.match(await workbench.modal.text(), /Disable 3 plugin configs\?/);
      await keyboard.press('Enter');
      await workbench.toasts.withText('Disabled 3 plugin configs in Main').waitUntilShown();
      assert.equal(writes().length, 3);
    });

    it('by keyboard: Delete means the focused row where that is not selected', async () => {
      const { keyboard } = workbench.page;
      await focusFirst();
      await keyboard.press('Control+Shift+Enter');
      assert.deepEqual(await selected(), ['GeoIP']);
      await keyboard.press('ArrowDown');
      await keyboard.press('Delete');
      assert.match(await workbench.modal.text(), /Delete the plugin config “Mail to EU”\?/);
      await workbench.modal.click('Cancel');
      assert.deepEqual(writes(), []);
      assert.deepEqual(await selected(), ['GeoIP']);
    });
  });

  describe('undo', () => {
    it('takes back with Ctrl+Z in the tree, and lists it in Recent Changes, whose button undoes', async () => {
      await disable('GeoIP');
      await workbench.driver.command('posthogPlugins.configs.focus');
      await workbench.page.keyboard.press('ControlOrMeta+z');
      await workbench.toasts.withText('GeoIP is enabled again').waitUntilShown();
      await disable('Job Lab');
      await (await workbench.tree.openTitleMenu()).choose('Recent Changes…');
      await workbench.quickInput.waitForTitle('Recent Changes');
      const [newest, older] = await workbench.quickInput.items();
      assert.deepEqual([newest?.label, older?.label], ['Disabled Job Lab', 'Disabled GeoIP']);
      assert.match(older?.description ?? '', / · undone$/);
      await workbench.screenshots('recent-changes');
      await workbench.quickInput.clickButton('Undo');
      await workbench.toasts.withText('Job Lab is enabled again in Main').waitUntilShown();
    });

    it('survives a reload, and asks before it overwrites what the server has now', async () => {
      await workbench.tree.row('Warehouse Export').chooseInContextMenu('Delete…');
      await workbench.modal.click('Delete');
      await workbench.tree.row('Warehouse Export').waitUntilGone();
      await workbench.reload();
      await workbench.tree.open();
      await workbench.tree.row('GeoIP').state();
      demo.server.state.patchConfig(3, { deleted: false });
      demo.forgetRequests();
      await workbench.runCommand('Undo Last Change');
      assert.match(await workbench.modal.text(), /state: now disabled, before the change enabled/);
      await workbench.screenshot('undo-moved-on');
      await workbench.modal.click('Restore Anyway');
      await workbench.toasts.withText('Warehouse Export is back in Main').waitUntilShown();
      assert.deepEqual(writes(), ['PATCH 3/ {"deleted":false,"enabled":true}']);
    });
  });

  describe('filtered', () => {
    it('by mouse: are seen by text and state, until the button clears it', async () => {
      const { tree, quickInput, page } = workbench;
      await page.getByRole('button', { name: /^Filter…/ }).click();
      await quickInput.type('ar');
      await quickInput.waitForMessage('3 of 5 match');
      await workbench.screenshot('filter-text');
      await quickInput.accept();
      await quickInput.waitForTitle('(2/2)');
      await workbench.screenshot('filter-state');
      await quickInput.pick('Only Enabled');
      await tree.waitForLabels(['Mail to EU', 'Warehouse Export']);
      await tree.waitForMessage(/^Filtered: “ar”, enabled — 3 hidden\.$/);
      await workbench.screenshots('tree-filtered');
      await tree.clickTitleButton('Clear Filter');
      await tree.waitForLabels(ALL);
      await tree.waitForNoMessage();
      await page.getByRole('button', { name: 'Clear Filter' }).waitFor({ state: 'hidden' });
    });

    it('by keyboard: are all hidden, which the icon tells, and there is a way out', async () => {
      const { tree, quickInput, page } = workbench;
      await focusFirst();
      await page.keyboard.press('Control+Alt+F');
      await quickInput.waitForTitle('(1/2)');
      await page.keyboard.type('nowhere');
      await page.keyboard.press('Enter');
      await quickInput.waitForTitle('(2/2)');
      await page.keyboard.press('Enter');
      await tree.waitForWelcome(/The filter hides every plugin config/);
      const icon = page.locator('.activitybar .action-item', { has: page.getByLabel(/^PostHog Plugins/) });
      await icon.locator('.badge-content', { hasText: /^5$/ }).waitFor();
      await icon
        .getByLabel(/5 plugin configs hidden by the filter/)
        .first()
        .waitFor();
      await workbench.screenshots('tree-filtered-to-none');
      await tree.clickWelcomeButton('Clear Filter');
      await tree.waitForLabels(ALL);
      await icon.locator('.badge-content').waitFor({ state: 'hidden' });
    });
  });

  describe('in detail', () => {
    it('by keyboard: a request is copied as curl, without the key', async () => {
      const { keyboard } = workbench.page;
      await workbench.runCommand('Copy as curl…');
      await workbench.quickInput.enter('Job Lab');
      await eventually('the requests are offered', async () =>
        (await workbench.quickInput.items()).some(({ label }) => label === 'Read Its Logs'),
      );
      await workbench.screenshot('copy-as-curl');
      await keyboard.press('ArrowDown');
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      const url = `${demo.server.url}/api/projects/1/plugin_configs/5/logs?limit=100`;
      const expected = `curl -H "Authorization: Bearer $POSTHOG_PERSONAL_API_KEY" '${url}'`;
      await eventually('the command is copied', async () => (await workbench.clipboard()) === expected);
      const item = { hasText: 'Copied a curl command that needs $POSTHOG_PERSONAL_API_KEY' };
      await workbench.page.locator('.statusbar-item', item).waitFor();
    });

    it('by mouse: two are shown side by side, masked', async () => {
      await workbench.tree.row('Job Lab').chooseInContextMenu('Compare with Another Config…');
      await workbench.quickInput.pick('Mail to EU');
      const text = await eventually('both sides are shown', async () => {
        const lines = await workbench.page.locator('.monaco-diff-editor .view-line').allInnerTexts();
        const shown = lines.join('\n').replaceAll('\u00a0', ' ');
        return shown.includes('"greeting": "hi"') && shown.includes('"siteId": "site-1"') && shown;
      });
      assert.doesNotMatch(text, /dict-form-secret/);
      assert.match(text, /••••••••/);
      await workbench.screenshot('compare');
    });

    it('by mouse: a front end is shown, and not run', async () => {
      const plugin = demo.server.state.plugins.find(({ name }) => name === 'Warehouse Export');
      const transpiled = 'globalThis.wasRun = true;\nexport const a = 1;\n';
      Object.assign(plugin ?? assert.fail(), { frontend: { status: 'TRANSPILED', transpiled } });
      await workbench.tree.row('Warehouse Export').chooseInContextMenu('Show Front End');
      await eventually('the source is shown', async () =>
        (await workbench.editorText()).includes('globalThis.wasRun = true;'),
      );
      assert.equal(await workbench.page.evaluate(() => 'wasRun' in globalThis), false);
    });
  });

  describe('with a key that may only read', () => {
    it('settings are not saved, and what was typed stays', async () => {
      const scopes = ['plugin:read', 'project:read', 'user:read'];
      const readOnly = new DemoServerHarness({
        profile: '2026',
        fixture: withKey(seedOf('2026'), 1, { scopes }),
      });
      const editor = new SettingsEditor(workbench);
      try {
        await connectOwnServer(workbench, await readOnly.start(), 'Main');
        // Servers of 2026 do not tell how many deliveries succeed: the row is no longer that of the other one.
        await workbench.tree
          .row('Mail to EU')
          .waitUntil('is that of the other server', ({ description }) => !description.includes('delivered'));
        await workbench.tree.row('Mail to EU').chooseInContextMenu('Edit Settings');
        await editor.replace('site-1', 'site-2');
        await editor.save();
        await workbench.modal.click('Save');
        const refused = workbench.toasts.withText("Failed to save 'Mail to EU.settings.json'");
        assert.match(await refused.text(), /plugin:write/);
        await editor.shows(/"siteId": "site-2"/);
        assert.ok(await editor.isDirty('Mail to EU.settings.json'));
        await workbench.tree.waitForMessage(/This key may only read/);
        await workbench.screenshot('settings-read-only-key');
        await workbench.driver.command('workbench.action.files.revert');
      } finally {
        await switchTo(demo.server.url);
        await readOnly.stop();
      }
    });
  });
});

function isAsSeeded(label: string, description: string): boolean {
  return !description.includes('…') && description.includes('disabled') === (label === 'Schema Guard');
}
