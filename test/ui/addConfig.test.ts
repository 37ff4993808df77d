import assert from 'node:assert/strict';

import type { ProfileName } from '../../src/demo/profiles';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness, type SeenRequest } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const LIST = '/api/projects/1/plugin_configs/';

/** In a browser, VS Code saves by itself unless told otherwise, and then shows nothing as unsaved. */
const TYPED_AS_IT_IS = {
  'files.autoSave': 'off',
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
};

/** A window on a server, and what both tests do in it. */
class Adding {
  private constructor(
    private readonly demo: DemoServerHarness,
    readonly proxy: FaultProxy,
    readonly workbench: Workbench,
  ) {}

  static async open(profile: ProfileName): Promise<Adding> {
    const demo = new DemoServerHarness({ profile, fixture: seedOf(profile) });
    const { url, key } = await demo.start();
    const proxy = await startFaultProxy(url);
    const workbench = await openWorkbench({ settings: TYPED_AS_IT_IS });
    await connectOwnServer(workbench, { url: proxy.url, key }, 'Main');
    await workbench.tree.row('Schema Guard').state();
    return new Adding(demo, proxy, workbench);
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await this.proxy.close();
    await this.demo.stop();
  }

  get server(): DemoServerHarness['server'] {
    return this.demo.server;
  }

  posts(): readonly SeenRequest[] {
    return this.demo.requestsTo('POST', LIST);
  }

  async editorShows(expected: RegExp): Promise<void> {
    let last = '';
    await eventually(`the editor shows ${String(expected)}`, async () => {
      last = await this.workbench.editorText();
      return expected.test(last);
    }).catch((error: unknown) => {
      throw new Error(`the editor shows ${last}`, { cause: error });
    });
  }

  /** Types a whole document in the place of the one that is open. */
  async write(document: unknown): Promise<void> {
    const { driver } = this.workbench;
    const text = JSON.stringify(document);
    await driver.command('workbench.action.focusActiveEditorGroup');
    await eventually('the text is replaced', async () => {
      await driver.command('editor.action.selectAll');
      // Pasted: what is typed gets brackets closed by the editor.
      await driver.command('paste', { text, pasteOnNewLine: false, multicursorText: null });
      return (await this.workbench.editorText()).trim() === text;
    });
  }

  save(): Promise<void> {
    return this.workbench.page.keyboard.press('Control+s');
  }

  isDirty(tab: string): Promise<boolean> {
    return this.workbench.page
      .locator('.tab.dirty', { hasText: tab })
      .count()
      .then((count) => count > 0);
  }
}

describe('adding a plugin config', () => {
  let adding: Adding;
  before(async () => {
    adding = await Adding.open('2023-12');
  });
  after(() => adding.close());

  it('offers the organization’s plugins, and tells which are configured, by mouse', async () => {
    const { tree, quickInput } = adding.workbench;
    await tree.clickTitleButton('Add Plugin Config…');
    await quickInput.waitForTitle(/Add a Plugin Config to Main/);
    const items = await quickInput.items();
    const described = new Map(items.map(({ label, description }) => [label, description]));
    assert.equal(described.get('GeoIP'), 'configured, enabled');
    assert.equal(described.get('Replicator'), 'not configured');
    assert.equal(described.get('Schema Guard'), 'configured, disabled');
    await adding.workbench.screenshot('add-config-plugins');
    await quickInput.type('no such plugin');
    await eventually('typing an id is always offered', async () => {
      const left = await quickInput.items();
      return left.length === 1 && left[0]?.label === 'Type a Plugin Id…';
    });
    await quickInput.type('Replic');
    await quickInput.pick('Replicator');
    await adding.editorShows(/"enabled": false/);
    assert.equal(await adding.isDirty('Replicator'), true);
    assert.deepEqual(adding.posts(), []);
  });

  it('sends nothing when the question is cancelled', async () => {
    const { modal, page } = adding.workbench;
    await adding.write({ enabled: true, settings: { host: 'eu.example.com' } });
    await adding.save();
    const question = await modal.text();
    assert.match(question, /Create a plugin config of “Replicator”\?/);
    assert.match(question, /Plugin Replicator \(6\), project Main \(1\), on 127\.0\.0\.1:\d+\./);
    assert.match(question, /It is placed last, with the order 6\./);
    assert.match(question, /It will be enabled and run at once\./);
    assert.match(question, /brings that one back instead/);
    await adding.workbench.screenshot('add-config-question');
    await page.keyboard.press('Escape');
    await adding.workbench.toasts.withText('Nothing was sent').waitUntilShown();
    assert.equal(await adding.isDirty('Replicator'), true);
    assert.deepEqual(adding.posts(), []);
  });

  it('creates it with its secrets, once, shows it, and Undo deletes it', async () => {
    const { modal, quickInput, tree, toasts, page } = adding.workbench;
    await adding.save();
    await modal.click('Create');
    await quickInput.waitForMessage('Secret: Token (project_token)');
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.enter('my-own-secret');
    const done = toasts.withText('Created Replicator');
    assert.match(await done.text(), /^Created Replicator \(\d+\) in Main — .*, enabled\. Undo deletes it\.$/);
    const [sent, ...others] = adding.posts();
    assert.deepEqual(others, []);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(sent?.body)), {
      plugin: '6',
      order: '6',
      enabled: 'true',
      deleted: 'false',
      config: '{"host":"eu.example.com","project_token":"my-own-secret"}',
    });
    await page.locator('.monaco-list-row.selected', { hasText: 'Replicator' }).waitFor();
    assert.equal((await tree.labels()).at(-1), 'Replicator');
    await adding.workbench.screenshot('add-config-created');
    await done.click('Undo');
    await tree.row('Replicator').waitUntilGone();
    const stored = adding.server.state.storedConfigs(1).find(({ pluginId }) => pluginId === 6);
    assert.deepEqual([stored?.deleted, stored?.enabled], [true, false]);
  });

  it('offers to edit the existing config first, and loses nothing of it when told to go on', async () => {
    const { modal, quickInput, toasts } = adding.workbench;
    await adding.workbench.runCommand('Add Plugin Config…');
    await quickInput.pick('Mailer Connector');
    assert.match(await modal.text(), /“Mailer Connector” is configured already\./);
    assert.match(await modal.text(), /Plugin config 2, project Main \(1\)/);
    assert.deepEqual((await modal.buttons()).toSorted(), ['Cancel', 'Continue', 'Edit Existing Instead']);
    await adding.workbench.screenshot('add-config-existing');
    await modal.click('Edit Existing Instead');
    await adding.editorShows(/"siteId": "site-1"/);

    await adding.workbench.runCommand('Add Plugin Config…');
    await quickInput.pick('Mailer Connector');
    await modal.click('Continue');
    await adding.editorShows(/"siteId": ""/);
    await adding.write({ enabled: false, settings: { host: 'us', siteId: 'site-2' } });
    await adding.save();
    assert.match(await modal.text(), /either changes config 2 of the plugin, or makes another one/);
    assert.match(await modal.text(), /It stays enabled\./);
    await modal.click('Create');
    await quickInput.waitForMessage(/Leave it empty to keep what is stored/);
    await quickInput.accept();
    await toasts.withText('The server changed the existing plugin config Mail to EU (2)').waitUntilShown();
    const stored = adding.server.state.storedConfig(2);
    assert.deepEqual(stored?.config, {
      host: 'eu',
      siteId: 'site-2',
      apiToken: 'real-mailer-token',
      eventsToSend: '$pageview',
    });
    assert.deepEqual([stored.enabled, stored.order, stored.name], [true, 2, 'Mail to EU']);
  });

  it('does not repeat a request whose answer never came, and keeps the document', async () => {
    const { modal, quickInput, toasts } = adding.workbench;
    await adding.workbench.runCommand('Add Plugin Config…');
    await quickInput.type('Type a Plugin');
    await quickInput.pick('Type a Plugin Id…');
    await quickInput.enter('ten');
    await quickInput.waitForMessage('Enter a whole number');
    await quickInput.enter('10');
    await adding.editorShows(/"settings": \{\}/);
    const before = adding.proxy.requests.filter(({ method }) => method === 'POST').length;
    const disarm = adding.proxy.inject({ method: 'POST', fault: { kind: 'reset' } });
    await adding.save();
    await modal.click('Create');
    const text = await toasts.withText('It is not known whether').text();
    assert.match(text, /It was not sent again/);
    disarm();
    assert.equal(await adding.isDirty('Empty Frontend'), true);
    const after = adding.proxy.requests.filter(({ method }) => method === 'POST').length;
    assert.equal(after - before, 1);
    await adding.workbench.screenshot('add-config-unknown');
  });
});

describe('adding a plugin config where plugins become hog functions', () => {
  let adding: Adding;
  before(async () => {
    adding = await Adding.open('2026');
  });
  after(() => adding.close());

  it('says so before and after, with the keyboard alone', async () => {
    const { modal, quickInput, toasts, tree, page } = adding.workbench;
    await adding.workbench.runCommand('Add Plugin Config…');
    await quickInput.type('GeoIP');
    await quickInput.accept();
    await adding.editorShows(/"settings": \{\}/);
    await adding.save();
    assert.match(await modal.text(), /\(a hog function\) of this plugin/);
    await page.keyboard.press('Enter');
    const done = toasts.withText('made a hog function of GeoIP');
    assert.match(await done.text(), /in PostHog under Data pipelines, and not in this list/);
    assert.equal(await done.severity(), 'warning');
    assert.equal((await tree.labels()).length, 5);
    assert.equal(adding.posts().length, 1);
  });

  it('gives the server’s reason when it refuses, and keeps the document', async () => {
    const { modal, quickInput, toasts } = adding.workbench;
    await adding.workbench.runCommand('Add Plugin Config…');
    await quickInput.pick('Old Filter');
    await adding.editorShows(/"settings": \{/);
    await adding.save();
    await modal.click('Create');
    await toasts.withText('Plugin creation failed').waitUntilShown();
    assert.equal(await adding.isDirty('Old Filter'), true);
    assert.equal(adding.posts().length, 2);
  });
});
