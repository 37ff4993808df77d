import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { shown } from '../../support/editor/page/shown';
import { GENERATIONS, type Generation } from '../../support/generations';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** What is created, and the request that creates it. */
interface Creation {
  readonly plugin: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secret?: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly said: string;
}

const REPLICATOR: Creation = {
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

/** Where a row can be hidden, it is said of a new one that it is not. */
const CREATIONS: Readonly<Record<Generation['profile'], Creation>> = {
  '2021-06': REPLICATOR,
  '2021-12': REPLICATOR,
  '2023-11': REPLICATOR,
  '2023-12': { ...REPLICATOR, fields: { ...REPLICATOR.fields, deleted: 'false' } },
  '2026': {
    plugin: 'GeoIP',
    settings: {},
    fields: { plugin: '1', order: '6', enabled: 'false', deleted: 'false', config: '{}' },
    said: 'made a hog function of GeoIP',
  },
};

for (const { profile, collection, rows, mailer, hides, hasJobs } of GENERATIONS) {
  describe(`changing plugin configs on a server of ${profile}`, () => {
    let connected: ConnectedWindow;

    beforeEach(async () => {
      connected = await ConnectedWindow.open({ server: { profile } });
      await connected.window.tree.waitForLabels(rows);
    });

    afterEach(() => connected.close());

    const writes = (): readonly (readonly [string, string | undefined, string])[] =>
      connected.demo.requests
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path, headers, body }) => [
          `${method} ${path.replace(collection, '')}`,
          typeof headers['content-type'] === 'string' ? headers['content-type'] : undefined,
          body,
        ]);
    const stored = (id: number) => {
      const found = connected.stored(id);
      assert.ok(found);
      return found;
    };
    const keepsSecrets = (): void => {
      assert.deepEqual(stored(5).config, { greeting: 'hi', token: 'dict-form-secret' });
      assert.ok(JSON.stringify(stored(2).config).includes('real-mailer-token'));
    };

    it('saves settings as one form, without the secret, which stays', async () => {
      const { window } = connected;
      const before = stored(2);
      window.runCommand('Edit Settings');
      await window.quickInput.pick(mailer);
      const document = await window.document(/\.settings\.json$/);
      window.type(document, 'site-2', 'site-1');
      const saved = window.save(document);
      assert.match(await window.modal.text(), /siteId: "site-1" → "site-2"/);
      assert.deepEqual(writes(), []);
      await window.modal.click('Save');
      assert.equal(await saved, true);
      await window.toasts.withText(`Saved ${mailer} in Main`).waitUntilShown();
      const config = { host: 'eu', siteId: 'site-2', eventsToSend: '$pageview' };
      assert.deepEqual(
        writes().map(([what, type, body]) => [what, type, [...new URLSearchParams(body)]]),
        [['PATCH 2/', FORM, [['config', JSON.stringify(config)]]]],
      );
      const after = stored(2);
      assert.deepEqual(after.config, { ...config, apiToken: 'real-mailer-token' });
      const { updatedAt } = after;
      assert.deepEqual(after, { ...before, config: after.config, updatedAt });
      assert.equal(document.isDirty, false);
      keepsSecrets();
    });

    it('creates one with one request, and says what the server made of it', async () => {
      const { window } = connected;
      const create = CREATIONS[profile];
      window.runCommand('Add Plugin Config…');
      await window.quickInput.type(create.plugin);
      await window.quickInput.pick(create.plugin);
      const document = await window.document(/\.json$/);
      assert.match(document.getText(), /"settings": \{/);
      window.type(document, JSON.stringify({ enabled: false, settings: create.settings }));
      void window.save(document);
      await window.modal.click('Create');
      if (create.secret !== undefined) {
        await window.quickInput.waitForMessage('Secret: Token');
        await window.quickInput.enter(create.secret);
      }
      await window.toasts.withText(create.said).waitUntilShown();
      assert.deepEqual(
        writes().map(([what, type, body]) => [what, type, Object.fromEntries(new URLSearchParams(body))]),
        [['POST ', FORM, create.fields]],
      );
      keepsSecrets();
    });

    it('disables from the palette', async () => {
      const { window } = connected;
      window.runCommand('Disable');
      await window.quickInput.pick('GeoIP');
      await window.toasts.withText('Disabled GeoIP in Main').waitUntilShown();
      assert.deepEqual(writes(), [['PATCH 1/', JSON_TYPE, '{"enabled":false}']]);
      assert.equal(stored(1).enabled, false);
      keepsSecrets();
    });

    it('enables from the palette, and offers only what is disabled', async () => {
      const { window } = connected;
      await window.tree.row('GeoIP').clickInline('Disable');
      await window.toasts.withText('Disabled GeoIP in Main').waitUntilShown();
      window.runCommand('Enable');
      const items = await window.quickInput.items();
      const disabled = rows.filter((name) => ['GeoIP', 'Old Filter', 'Schema Guard'].includes(name));
      assert.deepEqual(
        items.map(({ label }) => label),
        disabled,
      );
      await window.quickInput.enter('GeoIP');
      await window.toasts.withText('Enabled GeoIP in Main').waitUntilShown();
      assert.equal(stored(1).enabled, true);
    });

    it('moves with the keyboard', async () => {
      const { tree, toasts } = connected.window;
      await tree.focus('GeoIP');
      tree.press('alt+down');
      await tree.waitForLabels([mailer, 'GeoIP', ...rows.slice(2)]);
      await toasts.withText('Moved GeoIP to position 2 in Main').waitUntilShown();
      assert.deepEqual(writes(), [['PATCH 2/', JSON_TYPE, '{"order":0}']]);
      keepsSecrets();
    });

    it('deletes with the Delete key, and Undo brings it back', async () => {
      const { tree, modal, toasts } = connected.window;
      await tree.focus('Warehouse Export');
      tree.press('delete');
      await modal.click('Delete');
      const said = hides ? 'Deleted Warehouse Export from Main' : 'This server cannot remove a plugin config';
      await toasts.withText(said).click('Undo');
      await shown('it is enabled', () => stored(3).enabled);
      await tree
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
      keepsSecrets();
    });

    if (hasJobs) {
      it('starts a job with one request', async () => {
        const { tree, quickInput, modal, toasts } = connected.window;
        await tree.row('Job Lab').chooseInContextMenu('Run Job…');
        await quickInput.waitForTitle('Run a Job of Job Lab');
        await quickInput.pick('noFields');
        await modal.click('Run Job');
        await toasts.withText('accepted the job noFields').waitUntilShown();
        assert.deepEqual(writes(), [
          ['POST 5/job', JSON_TYPE, '{"job":{"type":"noFields","payload":{},"operation":"start"}}'],
        ]);
        keepsSecrets();
      });
    } else {
      it('does not offer jobs', async () => {
        const items = await connected.window.tree.row('Job Lab').contextMenuItems();
        assert.deepEqual(
          items.filter(({ label }) => label.startsWith('Run Job')),
          [{ label: 'Run Job… (This Server Has No Jobs)', enabled: false }],
        );
      });
    }
  });
}
