import assert from 'node:assert/strict';
import type { DemoServerHarness } from '../../support/demoServer';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { connectOther, switchTo } from '../../support/editor/otherServer';
import { shown } from '../../support/editor/page/shown';

describe('Compare with Another Config…', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    await connected.window.tree.row('Job Lab').state();
  });

  afterEach(() => connected.close());

  const host = (): string => new URL(connected.proxy.url).host;
  const compare = (label: string): Promise<void> =>
    connected.window.tree.row(label).chooseInContextMenu('Compare with Another Config…');
  /** Both texts, once the tab is there. */
  const textsOf = async (title: string): Promise<readonly string[]> => {
    const { window } = connected;
    await shown(`${title} is shown`, () => window.tabs().includes(title));
    return [...window.editor.documents.open.values()].map((document) => document.getText());
  };

  it('shows two configs of the project side by side, masked', async () => {
    const { quickInput } = connected.window;
    await compare('Job Lab');
    assert.match(await quickInput.placeholder(), /^Select what to compare Job Lab with$/);
    assert.deepEqual(
      (await quickInput.items()).map(({ label, description, detail }) =>
        `${label} ${description} ${detail}`.trim(),
      ),
      [
        'GeoIP enabled Enrich events with IP location data',
        'Mail to EU enabled Marketing mails',
        'Warehouse Export enabled Send events to a warehouse on ingestion',
        'Schema Guard disabled',
      ],
    );
    await quickInput.pick('Mail to EU');
    const texts = await textsOf(`Job Lab (Main — ${host()}) ↔ Mail to EU (Main — ${host()})`);
    assert.equal(texts.length, 2);
    // What people decide comes first, so that what is the same stands at the same place.
    assert.ok(texts.every((one) => /^\{\s+"name":/.test(one)));
    const text = texts.join('\n');
    assert.match(text, /"greeting": "hi"/);
    assert.match(text, /"siteId": "site-1"/);
    assert.doesNotMatch(text, /dict-form-secret|real-mailer-token/);
    assert.match(text, /••••••••/);
    assert.deepEqual(connected.writes, []);
  });

  it('compares two selected rows without a question', async () => {
    const { tree, quickInput } = connected.window;
    await tree.select('GeoIP', 'Warehouse Export');
    await compare('Warehouse Export');
    await textsOf(`Warehouse Export (Main — ${host()}) ↔ GeoIP (Main — ${host()})`);
    assert.equal(quickInput.isOpen, false);
  });

  it('asks where more than two are selected', async () => {
    const { tree, quickInput } = connected.window;
    await tree.select('GeoIP', 'Warehouse Export', 'Job Lab');
    await compare('Warehouse Export');
    await quickInput.waitForPlaceholder('Select what to compare Warehouse Export with');
  });

  it('opens nothing where the question is left with Escape', async () => {
    const { window } = connected;
    for (const answers of [[], ['Job Lab']]) {
      const running = window.command('posthogPlugins.compare');
      await window.quickInput.waitForPlaceholder('Select the first plugin config to compare');
      for (const label of answers) {
        await window.quickInput.pick(label);
        await window.quickInput.waitForPlaceholder('Select what to compare Job Lab with');
      }
      await window.quickInput.cancel();
      await running;
    }
    assert.deepEqual(window.tabs(), []);
  });

  it('says so where there is nothing to compare with', async () => {
    const { window } = connected;
    for (const id of [1, 2, 3, 4]) {
      connected.demo.server.state.patchConfig(id, { deleted: true });
    }
    await window.command('posthogPlugins.refresh');
    await window.tree.waitForLabels(['Job Lab']);
    await compare('Job Lab');
    await window.toasts.withText('There is no other plugin config to compare Job Lab with.').waitUntilShown();
    assert.equal(window.quickInput.isOpen, false);
  });

  it('says why where one of them cannot be read', async () => {
    const { quickInput, toasts } = connected.window;
    connected.proxy.inject({
      path: /plugin_configs\/2\/$/,
      fault: { kind: 'answer', status: 500, body: {} },
    });
    await compare('Job Lab');
    await quickInput.pick('Mail to EU');
    assert.match(await toasts.withText('failed with status 500').text(), /127\.0\.0\.1:\d+/);
    assert.deepEqual(connected.window.tabs(), []);
  });

  it('says so where the other connection has no configs', async () => {
    const { window } = connected;
    const empty = await connectOther(window, '2023-12');
    try {
      empty.server.state
        .configRows()
        .forEach(({ id }) => empty.server.state.patchConfig(id, { deleted: true }));
      await switchTo(window, connected.proxy.url);
      await window.tree.row('Job Lab').state();
      await compare('Job Lab');
      await window.quickInput.enter(empty.server.url.replace('http://', ''));
      await window.toasts.withText(/^Main — 127\.0\.0\.1:\d+ has no plugin configs\.$/).waitUntilShown();
      assert.deepEqual(window.tabs(), []);
    } finally {
      await empty.stop();
    }
  });

  describe('of another connection', () => {
    let old: DemoServerHarness;

    beforeEach(async () => {
      old = await connectOther(connected.window, '2021-06');
      await connected.window.tree.row('Mailer Connector').state();
      await switchTo(connected.window, connected.proxy.url);
      await connected.window.tree.row('Job Lab').state();
    });

    afterEach(() => old.stop());

    const oldHost = (): string => new URL(old.server.url).host;

    it('compares with a config of another generation, and only reads', async () => {
      const { window } = connected;
      window.runCommand('Compare with Another Config…');
      await window.quickInput.pick('Mail to EU');
      await window.quickInput.waitForPlaceholder('Select what to compare Mail to EU with');
      const offered = await window.quickInput.items();
      assert.ok(!offered.some(({ label }) => label === 'Mail to EU'));
      assert.deepEqual(offered.at(-1), {
        label: `Main — ${oldHost()}`,
        description: 'choose one of its configs',
        detail: '',
      });
      await window.quickInput.enter(oldHost());
      await window.quickInput.pick('Mailer Connector');
      const texts = await textsOf(`Mail to EU (Main — ${host()}) ↔ Mailer Connector (Main — ${oldHost()})`);
      assert.equal(texts.filter((text) => text.includes('"siteId"')).length, 2);
      assert.ok(old.requests.every(({ method }) => method === 'GET'));
      assert.ok(old.requests.every(({ headers }) => headers.authorization === `Bearer ${old.server.key}`));
    });

    it('says why where the other side cannot be read', async () => {
      const { quickInput, toasts } = connected.window;
      const other = oldHost();
      await old.stop();
      await compare('Job Lab');
      await quickInput.enter(other);
      await toasts
        .withText(new RegExp(`Could not list the plugin configs.*${other} refused the connection`))
        .waitUntilShown();
      assert.deepEqual(connected.window.tabs(), []);
    });
  });
});
