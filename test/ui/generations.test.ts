import assert from 'node:assert/strict';
import type { ProfileName } from '../../src/demo/profiles';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

interface Generation {
  readonly profile: Exclude<ProfileName, 'gone'>;
  /** The rows that the seed has, top to bottom. */
  readonly rows: readonly string[];
  readonly hides: boolean;
  readonly runJob: string;
  readonly frontend: string;
}

const NAMES_WITHOUT_OWN = [
  'GeoIP',
  'Mailer Connector',
  'Warehouse Export',
  'Job Lab',
  'Old Filter',
  'Schema Guard',
];
const NAMES = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'];

const GENERATIONS: readonly Generation[] = [
  {
    profile: '2021-06',
    rows: NAMES_WITHOUT_OWN,
    hides: false,
    runJob: 'Run Job… (This Server Has No Jobs)',
    frontend: 'Show Front End (This Server Has None)',
  },
  {
    profile: '2021-12',
    rows: NAMES_WITHOUT_OWN,
    hides: false,
    runJob: 'Run Job…',
    frontend: 'Show Front End (This Server Has None)',
  },
  {
    profile: '2023-11',
    rows: NAMES_WITHOUT_OWN,
    hides: false,
    runJob: 'Run Job…',
    frontend: 'Show Front End',
  },
  { profile: '2023-12', rows: NAMES, hides: true, runJob: 'Run Job…', frontend: 'Show Front End' },
  {
    profile: '2026',
    rows: NAMES,
    hides: true,
    runJob: 'Run Job… (This Server Has No Jobs)',
    frontend: 'Show Front End (This Server Refuses API Keys Here)',
  },
];

for (const generation of GENERATIONS) {
  describe(`a server of ${generation.profile}`, () => {
    let workbench: Workbench;
    const demo = new DemoServerHarness({ profile: generation.profile, fixture: seedOf(generation.profile) });

    before(async () => {
      const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
      workbench = opened;
      await connectOwnServer(workbench, server, 'Main');
    });

    after(async () => {
      await workbench.close();
      await demo.stop();
    });

    const writes = (): readonly string[] =>
      demo.requests
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path, body }) => `${method} ${path} ${body}`.trim());
    const collection = generation.profile === '2021-06' ? 'plugin-configs' : 'plugin_configs';
    const configPath = (id: number): string => `/api/projects/1/${collection}/${id}/`;
    const stored = (id: number) => {
      const found = demo.server.state.storedConfig(id);
      assert.ok(found);
      return found;
    };

    it('shows the rows in execution order', async () => {
      await workbench.tree.waitForLabels(generation.rows);
      const [first] = await workbench.tree.rows();
      assert.match(
        first?.ariaLabel ?? '',
        new RegExp(`GeoIP, position 1 of ${generation.rows.length}, enabled`),
      );
    });

    it('offers what this server has, and says why not where it has it not', async () => {
      const items = await workbench.tree.row('GeoIP').contextMenuItems();
      const find = (start: string) => items.filter(({ label }) => label.startsWith(start));
      assert.deepEqual(find('Run Job'), [
        { label: generation.runJob, enabled: !generation.runJob.includes('(') },
      ]);
      assert.deepEqual(find('Show Front End'), [
        { label: generation.frontend, enabled: !generation.frontend.includes('(') },
      ]);
      assert.deepEqual(find('Disable'), [{ label: 'Disable', enabled: true }]);
      assert.deepEqual(find('Enable'), []);
    });

    it('disables with one request, shows the answer, and undoes it', async () => {
      demo.forgetRequests();
      const row = workbench.tree.row('GeoIP');
      await row.clickInline('Disable');
      await row.waitUntil('is disabled', ({ description }) => description.includes('disabled'));
      assert.equal(stored(1).enabled, false);
      await workbench.toasts.withText('Disabled GeoIP in Main').click('Undo');
      // The row is busy first, and then no longer says that it is disabled.
      await eventually('GeoIP is enabled', () => stored(1).enabled);
      await row.waitUntil('is enabled', ({ description }) => !description.includes('disabled'));
      assert.deepEqual(writes(), [
        `PATCH ${configPath(1)} {"enabled":false}`,
        `PATCH ${configPath(1)} {"enabled":true}`,
      ]);
    });

    it('deletes after a question that names config, project and host, and undoes it', async () => {
      demo.forgetRequests();
      const row = workbench.tree.row('Warehouse Export');
      await row.chooseInContextMenu('Delete…');
      const text = await workbench.modal.text();
      assert.match(text, /Delete the plugin config “Warehouse Export”\?/);
      assert.match(text, /Plugin config 3, project Main \(1\), on 127\.0\.0\.1:\d+\./);
      assert.match(text, generation.hides ? /disappears from the list/ : /stays in the list, disabled/);
      assert.deepEqual(writes(), []);
      await workbench.modal.click('Delete');
      if (generation.hides) {
        await workbench.tree.waitForLabels(generation.rows.filter((name) => name !== 'Warehouse Export'));
        await workbench.toasts.withText('Deleted Warehouse Export from Main').click('Undo');
      } else {
        await row.waitUntil('is disabled', ({ description }) => description.includes('disabled'));
        await workbench.toasts.withText('This server cannot remove a plugin config').click('Undo');
      }
      await workbench.tree.waitForLabels(generation.rows);
      await row.waitUntil('is enabled again', ({ description }) => !/disabled|…/.test(description));
      assert.equal(stored(3).enabled, true);
      assert.deepEqual(
        writes(),
        generation.hides
          ? [
              `DELETE ${configPath(3)}`,
              `PATCH ${configPath(3)} {"deleted":true}`,
              `PATCH ${configPath(3)} {"deleted":false,"enabled":true}`,
            ]
          : [`DELETE ${configPath(3)}`, `PATCH ${configPath(3)} {"enabled":true}`],
      );
    });

    it('does nothing when the question is answered with Cancel', async () => {
      demo.forgetRequests();
      await workbench.tree.row('Warehouse Export').chooseInContextMenu('Delete…');
      await workbench.modal.click('Cancel');
      assert.deepEqual(writes(), []);
    });

    it('shows secrets masked in the settings below a row', async () => {
      const label = generation.hides ? 'Mail to EU' : 'Mailer Connector';
      await workbench.tree.row(label).expand();
      await workbench.tree.row('Settings').expand();
      const token = await workbench.tree.row('apiToken').state();
      assert.equal(token.description, '••••••••');
      const site = await workbench.tree.row('siteId').state();
      assert.equal(site.description, 'site-1');
      await workbench.tree.row(label).collapse();
    });

    it('sends the key in the Authorization header and nowhere else', () => {
      const { key } = demo.server;
      for (const { path, body, headers } of demo.requests) {
        assert.equal(headers.authorization, `Bearer ${key}`);
        const others = { ...headers, authorization: undefined };
        assert.ok(!JSON.stringify({ path, body, others }).includes(key), path);
      }
    });

    it('opens the log of a config with a click on its row', async () => {
      const [entry] = demo.server.state.logs.rows(1, 3);
      assert.ok(entry);
      await workbench.tree.row('Warehouse Export').click();
      const panel = await workbench.webview('#log-list');
      await eventually('the newest entry is shown', async () =>
        (await panel.locator('.log-row .message').allInnerTexts()).some((text) =>
          entry.message.startsWith(text.slice(0, 20)),
        ),
      );
    });
  });
}
