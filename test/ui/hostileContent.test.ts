import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { hostileFixture, KITCHEN, poison } from '../support/hostile/project';
import { Bait, Watch } from '../support/hostile/watch';
import { BAIT_COMMAND, BAIT_ICON, hostileLine, hostileStrings } from '../support/hostileCorpus';
import { openWorkbench } from '../support/openWorkbench';
import { LogPanelPage } from '../support/page/logPanel';
import type { Workbench } from '../support/workbench';

const LIST = '/api/projects/1/plugin_configs/';
const NOTHING = { executed: [], loaded: [], violations: [] };

describe('hostile content', () => {
  let bait: Bait;
  let proxy: FaultProxy;
  let workbench: Workbench;
  let watch: Watch;
  let demo: DemoServerHarness;
  let line: string;
  let key: string;
  let strings = 0;
  const places = new Set<string>();

  before(async () => {
    bait = await Bait.start();
    line = hostileLine(bait.origin);
    strings = hostileStrings(bait.origin).length;
    demo = new DemoServerHarness({ profile: '2023-12', fixture: hostileFixture(bait.origin) });
    const server = await demo.start();
    key = server.key;
    proxy = await startFaultProxy(server.url);
    proxy.inject({
      method: 'GET',
      path: /\/(plugin_configs|plugins)\/(\d+\/)?$/,
      fault: { kind: 'drift', map: poison(bait.origin) },
    });
    workbench = await openWorkbench({
      viewport: { width: 1400, height: 2200 },
      settings: {
        'files.autoSave': 'off',
        'workbench.hover.delay': 0,
        // Whatever the editor's own parts ask goes through the bait; nothing of the product does.
        'http.proxy': bait.origin,
        'json.schemaDownload.trustedDomains': {
          [`${bait.origin}/`]: true,
          'https://www.schemastore.org/': true,
        },
      },
    });
    await workbench.page.context().addInitScript(Watch.recorder);
    await workbench.page.evaluate(Watch.recorder);
    watch = new Watch(workbench.page, bait);
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await demo.stop();
    await bait.close();
  });

  /** Looks for what the strings have done, where they are shown now. */
  async function nothingCameOf(place: string): Promise<void> {
    places.add(place);
    assert.deepEqual(await watch.findings(), NOTHING, place);
  }

  /** Shows the hover of something, which follows the mouse only when it moves. */
  async function hover(target: Locator): Promise<void> {
    await eventually('a hover is shown', async () => {
      await workbench.page.mouse.move(0, 0);
      await target.hover();
      await workbench.page.locator('.workbench-hover:visible').last().waitFor({ timeout: 3_000 });
      return true;
    });
  }

  /** Puts the cursor into the document that is shown, by keyboard: hovers are in the way of the mouse. */
  async function goTo(line: number, column: number): Promise<void> {
    const { driver, page } = workbench;
    await driver.command('workbench.action.focusActiveEditorGroup');
    await driver.command('cursorTop');
    for (const [to, by] of [
      ['down', line],
      ['right', column],
    ] as const) {
      await driver.command('cursorMove', { to, by: to === 'down' ? 'line' : 'character', value: by });
    }
    await page.locator('.statusbar-item', { hasText: `Ln ${line + 1}, Col ${column + 1}` }).waitFor();
  }

  /** Goes through all values that are offered where the cursor is: a list paints only what fits. */
  async function offeredValues(): Promise<void> {
    const { driver, page } = workbench;
    const rows = page.locator('.suggest-widget.visible .monaco-list-row');
    await eventually('values are offered', async () => {
      await driver.command('editor.action.triggerSuggest');
      await rows.first().waitFor({ timeout: 3_000 });
      return (await rows.count()) > 3;
    });
    const seen = new Set<string>();
    await eventually('all of them were shown', async () => {
      for (const row of await rows.all()) {
        seen.add(String(await row.getAttribute('data-index')));
      }
      await nothingCameOf('completion of settings');
      await driver.command('selectNextPageSuggestion');
      return seen.size === Number(await rows.first().getAttribute('aria-setsize'));
    });
    assert.ok(seen.size > 50, `${seen.size} values are offered`);
  }

  /** Nothing is open that another test has left, whatever became of it. */
  beforeEach(async () => {
    for (let press = 0; press < 3; press++) {
      await workbench.page.keyboard.press('Escape');
    }
    await workbench.driver.command('notifications.clearAll');
    await workbench.driver.command('workbench.action.closeAllEditors');
    await workbench.tree.open();
  });

  const refuse = (method: string, path: string | RegExp, status = 400): (() => void) =>
    proxy.inject({
      method,
      path,
      fault: {
        kind: 'answer',
        status,
        body: { type: 'validation_error', code: line, detail: line, attr: line },
      },
    });

  it('while connecting: problems, projects', async () => {
    const { quickInput } = workbench;
    await workbench.tree.open();
    const disarm = refuse('GET', /^\/api\/users\/@me\/?$/);
    await workbench.runCommand('Connect…');
    await quickInput.pick('Own server…');
    await quickInput.waitForMessage('address of the PostHog server');
    await quickInput.enter(proxy.url);
    await quickInput.waitForMessage('Personal API key');
    await quickInput.enter(key);
    await quickInput.waitForMessage('did not understand the request');
    await nothingCameOf('problem with a key');
    await workbench.screenshot('hostile-key-problem');
    disarm();
    await quickInput.accept();
    await quickInput.waitForTitle(/./);
    await eventually('projects are offered', async () => (await quickInput.items()).length > 20);
    await nothingCameOf('projects');
    await workbench.screenshot('hostile-projects');
    await quickInput.cancel();
  });

  describe('in a project', () => {
    before(() => connectOwnServer(workbench, { url: proxy.url, key }, 'Main'));

    it('in the tree: rows, tooltips, the line above them, the status bar', async () => {
      const { tree, page } = workbench;
      await tree.row(KITCHEN).state();
      await nothingCameOf('rows');
      await workbench.screenshot('hostile-tree');
      // Each tooltip shows the description of three.
      for (const row of [
        '<command:hostile.pwned>',
        '[docs](http',
        '<http',
        '[x](vscode',
        '| a | |---|',
        'one two three',
      ]) {
        await hover(page.locator('.custom-view-tree-node-item', { hasText: row }).first());
        await nothingCameOf('tooltips of rows');
      }
      await workbench.screenshot('hostile-tooltip');
      await hover(page.locator('.statusbar-item', { hasText: 'Main' }).first());
      await nothingCameOf('status bar');
      const disarm = refuse('GET', LIST);
      await tree.clickTitleButton('Refresh');
      await tree.waitForMessage(/did not understand the request/);
      await nothingCameOf('line above the rows');
      disarm();
      await tree.clickTitleButton('Refresh');
      await tree.waitForNoMessage();
    });

    it('below a row: settings, jobs, failures', async () => {
      const { tree, page } = workbench;
      await tree.row(KITCHEN).expand();
      await tree.row('Settings').expand();
      await tree.row('field0').state();
      await nothingCameOf('settings');
      for (const setting of ['<script>', '[run](', '![pixel](', 'field3']) {
        await hover(page.locator('.custom-view-tree-node-item', { hasText: setting }).first());
        await nothingCameOf('tooltips of settings');
      }
      await workbench.screenshot('hostile-settings');
      await tree.row('Settings').collapse();
      await tree.row('Jobs').expand();
      await tree.row('.bashrc').state();
      await nothingCameOf('jobs');
      await workbench.screenshot('hostile-jobs');
      await tree.row('Jobs').collapse();
      await tree.row(KITCHEN).collapse();
    });

    it('in messages and questions', async () => {
      const { tree, toasts, modal, page } = workbench;
      for (const label of [
        '<command:hostile.pwned>',
        '$(flame) $(flame~spin)',
        '[run]( command:hostile.pwned )',
      ]) {
        await tree.row(label).clickInline('Disable');
        await toasts.withText('Disabled').waitUntilShown();
        await nothingCameOf('messages');
        await workbench.driver.command('notifications.clearAll');
        await toasts.waitForRoom();
      }
      const disarm = refuse('PATCH', /./);
      await tree.row('CON').clickInline('Disable');
      await toasts.withText('refused the data').waitUntilShown();
      await nothingCameOf('errors');
      await workbench.screenshot('hostile-error');
      await hover(page.locator('.custom-view-tree-node-item', { hasText: /^\s*CON/ }).first());
      await nothingCameOf('tooltip with an error');
      disarm();
      await workbench.driver.command('notifications.clearAll');
      await tree.row('[run]( command:hostile.pwned )').chooseInContextMenu('Delete…');
      await modal.text();
      await nothingCameOf('questions');
      await modal.click('Cancel');
      // A click opens its log: the name is in the title of the tab, and in the page.
      await tree.row('$(flame) $(flame~spin)').click();
      await (await LogPanelPage.open(workbench)).waitForState(/^Live/);
      await nothingCameOf('title of a log');
      await tree.row('one two three four five six').locator.click({ modifiers: ['Shift'] });
      await tree.row('one two three four five six').chooseInContextMenu('Disable');
      await modal.text();
      await nothingCameOf('questions about many');
      await workbench.screenshot('hostile-question');
      await modal.click('Disable');
      await toasts.withText(/Disabled \d+ plugin configs/).waitUntilShown();
      await nothingCameOf('messages about many');
      await workbench.driver.command('notifications.clearAll');
    });

    it('in lists to pick from', async () => {
      const lists: readonly (readonly [string, string])[] = [
        ['Add Plugin Config…', 'plugins'],
        ['Copy Id', 'configs'],
        ['Recent Changes…', 'recent changes'],
        ['Switch Connection…', 'connections'],
        ['Show Logs of Several Configs…', 'configs of several logs'],
      ];
      for (const [command, place] of lists) {
        await workbench.runCommand(command);
        await workbench.quickInput.items();
        await nothingCameOf(place);
        await workbench.screenshot(`hostile-${place.replaceAll(' ', '-')}`);
        await workbench.quickInput.cancel();
      }
    });

    it('in secrets, attachments and jobs', async () => {
      const { tree, quickInput, modal, toasts } = workbench;
      const kitchen = tree.row(KITCHEN);
      await workbench.driver.command('notifications.clearAll');
      await kitchen.chooseInContextMenu('Set Secret…');
      await quickInput.items();
      await nothingCameOf('secrets');
      // Not into the box: it has to have kept the focus, though the row was read just before.
      await workbench.page.keyboard.press('Enter');
      await quickInput.waitForMessage('alue of');
      await nothingCameOf('prompt of a secret');
      await quickInput.cancel();
      await kitchen.chooseInContextMenu('Remove Attachment…');
      await quickInput.pick('file3');
      await modal.text();
      await nothingCameOf('attachments');
      await workbench.screenshot('hostile-attachment');
      await modal.click('Cancel');
      await kitchen.chooseInContextMenu('Run Job…');
      await quickInput.items();
      await nothingCameOf('list of jobs');
      await quickInput.pick('<command:hostile.pwned>');
      await quickInput.waitForMessage('command:hostile');
      await nothingCameOf('prompt of a job');
      await quickInput.accept();
      await modal.text();
      await nothingCameOf('question about a job');
      await workbench.screenshot('hostile-job');
      await modal.click('Cancel');
      assert.deepEqual(await toasts.texts(), []);
    });

    it('in documents: settings, their completion and hovers, JSON, a comparison, the front end', async () => {
      const { tree, page, quickInput } = workbench;
      const kitchen = tree.row(KITCHEN);
      const close = (): Promise<unknown> =>
        workbench.driver.command('workbench.action.revertAndCloseActiveEditor');
      await kitchen.chooseInContextMenu('Edit Settings');
      const text = await eventually('the settings are shown', async () => {
        const shown = await workbench.editorText();
        return shown.includes('"field4"') ? shown : undefined;
      });
      await nothingCameOf('settings document');
      const lines = text.split('\n');
      // With a script, an image, a handler and a frame in their hints.
      for (const field of ['field0', 'field1', 'field2', 'field3', 'field4']) {
        const line = lines.findIndex((candidate) => candidate.includes(`"${field}": `));
        await goTo(line, String(lines[line]).indexOf(field));
        await eventually('a hover is shown', async () => {
          await workbench.driver.command('editor.action.showHover', { focus: 'noAutoFocus' });
          const hint = page.locator('.monaco-hover:visible', { hasText: /script|img|svg/ });
          await hint.first().waitFor({ timeout: 3_000 });
          return true;
        });
        await nothingCameOf('hovers of settings');
        if (field === 'field4') {
          await workbench.screenshot('hostile-settings-hover');
        }
        await page.keyboard.press('Escape');
      }
      // At the beginning of a value: what is offered has to begin as what stands before.
      const first = lines.findIndex((candidate) => candidate.includes('"field0": '));
      await goTo(first, String(lines[first]).indexOf(': "') + 3);
      await offeredValues();
      await workbench.screenshot('hostile-completion');
      await page.keyboard.press('Escape');
      await close();
      await kitchen.chooseInContextMenu('Show JSON');
      await eventually('the JSON is shown', async () => (await workbench.editorText()).includes('"id": 900'));
      await nothingCameOf('JSON');
      await workbench.screenshot('hostile-json');
      await tree.row('tsconfig.base').chooseInContextMenu('Show JSON');
      await eventually('the JSON is shown', async () =>
        (await workbench.editorText()).includes('tsconfig.base'),
      );
      await nothingCameOf('JSON of a well-known name');
      await close();
      await kitchen.chooseInContextMenu('Compare with Another Config…');
      await quickInput.items();
      await nothingCameOf('configs to compare with');
      await quickInput.type('<command:');
      await quickInput.pick('<command:hostile.pwned>');
      await page.locator('.monaco-diff-editor .view-line').first().waitFor();
      await nothingCameOf('comparison');
      await workbench.screenshot('hostile-comparison');
      await close();
      await kitchen.chooseInContextMenu('Show Front End');
      await eventually('the source is shown', async () =>
        (await workbench.editorText()).includes('<script>'),
      );
      await nothingCameOf('front end');
      await workbench.screenshot('hostile-frontend');
      await close();
    });

    it('in logs: rows, unfolded and with all columns, filters, a document', async () => {
      const { tree, page } = workbench;
      await tree.row(KITCHEN).chooseInContextMenu('Show Logs');
      const panel = await LogPanelPage.open(workbench);
      await panel.waitForState(/^Live/);
      await panel.waitForCount(`${strings} entries`);
      await workbench.runCommand('Toggle Source Column');
      await workbench.runCommand('Toggle Instance Column');
      await nothingCameOf('log rows');
      await workbench.screenshot('hostile-log');
      await panel.press('Home');
      for (let row = 0; row < 12; row++) {
        await panel.press('Enter');
        await panel.press('ArrowDown');
      }
      await nothingCameOf('unfolded log rows');
      await panel.filter('<img');
      await panel.waitForCount(/ of /);
      await nothingCameOf('found text');
      await panel.frame.locator('#sources .facet-menu').click();
      await nothingCameOf('sources');
      await workbench.screenshot('hostile-log-sources');
      await page.keyboard.press('Escape');
      await panel.filter('');
      await panel.frame.locator('#timeline').hover();
      await nothingCameOf('time line');
      await workbench.runCommand('Open Logs as Document');
      await eventually('the document is shown', async () => (await workbench.editorText()).includes('pwned'));
      await nothingCameOf('log document');
      await workbench.runCommand('Show Output');
      await page.locator('.part.panel .view-line').first().waitFor();
      await nothingCameOf('output');
    });

    it('holds in all places, and would have been seen', async () => {
      const { page } = workbench;
      console.log(
        `    hostile content: ${strings} strings in the project, ${places.size} places looked at, 0 executed, 0 loaded, 0 CSP violations`,
      );
      await workbench.tree.row(KITCHEN).chooseInContextMenu('Show Logs');
      const { frame } = await LogPanelPage.open(workbench);
      const url = bait.origin;
      const act = { url, command: `command:${BAIT_COMMAND}`, icon: BAIT_ICON };
      await page.evaluate(({ url, command, icon }) => {
        const link = document.createElement('a');
        link.href = command;
        const drawn = document.createElement('span');
        drawn.className = `codicon-${icon}`;
        document.body.append(link, drawn);
        void fetch(`${url}/control`, { mode: 'no-cors' }).catch(() => undefined);
        window.open(`${url}/opened`);
      }, act);
      await frame.evaluate(({ url }) => {
        const script = document.createElement('script');
        script.textContent = 'window.__pwned = 1';
        document.body.append(script);
        const image = document.createElement('img');
        image.src = `${url}/image.png`;
        document.body.append(image);
        Reflect.set(window, '__pwned', 1);
      }, act);
      await eventually('all of it is seen', async () => {
        const { executed, loaded, violations } = await watch.findings();
        const seen = [...executed, ...loaded, ...violations].join('\n');
        return [
          /<a href="command:hostile.pwned">/,
          /icon in <body/,
          /opened .*\/opened/,
          /__pwned is set/,
          /<img src=".*image\.png">/,
          /^http.*image\.png$/m,
          /Executing inline script violates .*Content Security Policy/,
          /Loading the image '.*image\.png' violates .*Content Security Policy/,
          /connect-src blocked .*\/control/,
        ].every((expected) => expected.test(seen) || fail(`${String(expected)} is not in ${seen}`));
      });
    });
  });
});

function fail(message: string): never {
  throw new Error(message);
}
