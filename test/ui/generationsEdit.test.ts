import assert from 'node:assert/strict';

import type { ProfileName } from '../../src/demo/profiles';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { openWorkbench } from '../support/openWorkbench';
import { EDITED_AS_IT_IS, SettingsEditor } from '../support/page/settingsEditor';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

interface Generation {
  readonly profile: Exclude<ProfileName, 'gone'>;
  readonly collection: string;
  /** What config 2 is called: its plugin's name where rows have none. */
  readonly mailer: string;
  readonly hides: boolean;
  readonly hasJobs: boolean;
  readonly create: {
    readonly plugin: string;
    readonly settings: Readonly<Record<string, string>>;
    readonly secret?: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly said: string;
  };
}

const REPLICATOR: Generation['create'] = {
  plugin: 'Replicator',
  settings: { host: 'eu.example.com' },
  secret: 'my-own-secret',
  fields: {
    plugin: '6',
    order: '6',
    enabled: 'false',
    config: '{"host":"eu.example.com","project_token":"my-own-secret"}',
  },
  said: 'Created Replicator',
};

const GENERATIONS: readonly Generation[] = [
  {
    profile: '2021-06',
    collection: '/api/projects/1/plugin-configs/',
    mailer: 'Mailer Connector',
    hides: false,
    hasJobs: false,
    create: REPLICATOR,
  },
  {
    profile: '2021-12',
    collection: '/api/projects/1/plugin_configs/',
    mailer: 'Mailer Connector',
    hides: false,
    hasJobs: true,
    create: REPLICATOR,
  },
  {
    profile: '2023-11',
    collection: '/api/projects/1/plugin_configs/',
    mailer: 'Mailer Connector',
    hides: false,
    hasJobs: true,
    create: REPLICATOR,
  },
  {
    profile: '2026',
    collection: '/api/projects/1/plugin_configs/',
    mailer: 'Mail to EU',
    hides: true,
    hasJobs: false,
    create: {
      plugin: 'GeoIP',
      settings: {},
      fields: { plugin: '1', order: '6', enabled: 'false', deleted: 'false', config: '{}' },
      said: 'made a hog function of GeoIP',
    },
  },
];

for (const { profile, collection, mailer, hides, hasJobs, create } of GENERATIONS) {
  describe(`changing plugin configs on a server of ${profile}`, () => {
    let workbench: Workbench;
    let editor: SettingsEditor;
    const demo = new DemoServerHarness({ profile, fixture: seedOf(profile) });

    before(async () => {
      const [server, opened] = await Promise.all([
        demo.start(),
        openWorkbench({ settings: EDITED_AS_IT_IS }),
      ]);
      workbench = opened;
      editor = new SettingsEditor(workbench);
      await connectOwnServer(workbench, server, 'Main');
      await workbench.tree.row(mailer).state();
    });

    beforeEach(async () => {
      await workbench.driver.command('notifications.clearAll');
      demo.forgetRequests();
    });

    after(async () => {
      await workbench.close();
      await demo.stop();
    });

    const writes = (): readonly (readonly [string, string | undefined, string])[] =>
      demo.requests
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path, headers, body }) => [
          `${method} ${path.replace(collection, '')}`,
          typeof headers['content-type'] === 'string' ? headers['content-type'] : undefined,
          body,
        ]);
    const stored = (id: number) => {
      const found = demo.server.state.storedConfig(id);
      assert.ok(found);
      return found;
    };
    /** The notification comes while the editor is still saving. */
    const closeEditors = async (): Promise<void> => {
      await eventually('nothing is unsaved', async () => !(await editor.isDirty('settings.json')));
      await workbench.driver.command('workbench.action.closeAllEditors');
    };
    const focus = async (label: string): Promise<void> => {
      const { keyboard } = workbench.page;
      await workbench.driver.command('posthogPlugins.configs.focus');
      await keyboard.press('Escape');
      await keyboard.press('Home');
      await eventually(`${label} has the focus`, async () => {
        if ((await workbench.tree.focusedRow())?.startsWith(`${label},`)) {
          return true;
        }
        await keyboard.press('ArrowDown');
        return false;
      });
    };

    it('saves settings as one form, without the secret, which stays', async () => {
      const before = stored(2);
      await workbench.runCommand('Edit Settings');
      await workbench.quickInput.pick(mailer);
      await editor.replace('site-1', 'site-2');
      await editor.save();
      assert.match(await workbench.modal.text(), /siteId: "site-1" → "site-2"/);
      await workbench.modal.click('Save');
      await workbench.toasts.withText(`Saved ${mailer} in Main`).waitUntilShown();
      const config = { host: 'eu', siteId: 'site-2', eventsToSend: '$pageview' };
      assert.deepEqual(
        writes().map(([what, type, body]) => [what, type, [...new URLSearchParams(body)]]),
        [['PATCH 2/', FORM, [['config', JSON.stringify(config)]]]],
      );
      const after = stored(2);
      assert.deepEqual(after.config, { ...config, apiToken: 'real-mailer-token' });
      const { updatedAt } = after;
      assert.deepEqual(after, { ...before, config: after.config, updatedAt });
      await closeEditors();
    });

    it('creates one with one request, and says what the server made of it', async () => {
      await workbench.runCommand('Add Plugin Config…');
      await workbench.quickInput.type(create.plugin);
      await workbench.quickInput.pick(create.plugin);
      await editor.shows(/"settings": \{/);
      await editor.write(JSON.stringify({ enabled: false, settings: create.settings }));
      await editor.save();
      await workbench.modal.click('Create');
      if (create.secret !== undefined) {
        await workbench.quickInput.waitForMessage('Secret: Token');
        await workbench.quickInput.enter(create.secret);
      }
      await workbench.toasts.withText(create.said).waitUntilShown();
      assert.deepEqual(
        writes().map(([what, type, body]) => [what, type, Object.fromEntries(new URLSearchParams(body))]),
        [['POST ', FORM, create.fields]],
      );
      await closeEditors();
    });

    it('disables from the palette', async () => {
      await workbench.runCommand('Disable');
      await workbench.quickInput.pick('GeoIP');
      await workbench.toasts.withText('Disabled GeoIP in Main').waitUntilShown();
      assert.deepEqual(writes(), [['PATCH 1/', JSON_TYPE, '{"enabled":false}']]);
      assert.equal(stored(1).enabled, false);
    });

    it('moves with the keyboard', async () => {
      const [first, second, ...rest] = await workbench.tree.labels();
      assert.deepEqual([first, second], ['GeoIP', mailer]);
      await focus('GeoIP');
      await workbench.page.keyboard.press('Alt+ArrowDown');
      await workbench.tree.waitForLabels([mailer, 'GeoIP', ...rest]);
      await workbench.toasts.withText('Moved GeoIP to position 2 in Main').waitUntilShown();
      assert.deepEqual(writes(), [['PATCH 2/', JSON_TYPE, '{"order":0}']]);
    });

    it('deletes with the Delete key, and Undo brings it back', async () => {
      await focus('Warehouse Export');
      await workbench.page.keyboard.press('Delete');
      await workbench.modal.click('Delete');
      const said = hides ? 'Deleted Warehouse Export from Main' : 'This server cannot remove a plugin config';
      await workbench.toasts.withText(said).click('Undo');
      await eventually('it is enabled', () => stored(3).enabled);
      await workbench.tree
        .row('Warehouse Export')
        .waitUntil('is enabled again', ({ description }) => !/disabled|…/.test(description));
      assert.deepEqual(
        writes(),
        hides
          ? [
              ['DELETE 3/', undefined, ''],
              ['PATCH 3/', JSON_TYPE, '{"deleted":true}'],
              ['PATCH 3/', JSON_TYPE, '{"deleted":false,"enabled":true}'],
            ]
          : [
              ['DELETE 3/', undefined, ''],
              ['PATCH 3/', JSON_TYPE, '{"enabled":true}'],
            ],
      );
    });

    if (hasJobs) {
      it('starts a job with one request', async () => {
        const { quickInput } = workbench;
        await workbench.tree.row('Job Lab').chooseInContextMenu('Run Job…');
        await quickInput.waitForTitle('Run a Job of Job Lab');
        await quickInput.pick('noFields');
        await workbench.modal.click('Run Job');
        await workbench.toasts.withText('accepted the job noFields').waitUntilShown();
        assert.deepEqual(writes(), [
          ['POST 5/job', JSON_TYPE, '{"job":{"type":"noFields","payload":{},"operation":"start"}}'],
        ]);
      });
    } else {
      it('does not offer jobs', async () => {
        const items = await workbench.tree.row('Job Lab').contextMenuItems();
        assert.deepEqual(
          items.filter(({ label }) => label.startsWith('Run Job')),
          [{ label: 'Run Job… (This Server Has No Jobs)', enabled: false }],
        );
      });
    }

    it('has left every secret as it was', () => {
      assert.deepEqual(stored(5).config, { greeting: 'hi', token: 'dict-form-secret' });
      assert.equal(JSON.stringify(stored(2).config).includes('real-mailer-token'), true);
    });
  });
}
