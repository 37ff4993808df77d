import assert from 'node:assert/strict';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

describe('documents of a plugin config', () => {
  let workbench: Workbench;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
    workbench = opened;
    await connectOwnServer(workbench, server, 'Main');
  });

  after(async () => {
    await workbench.close();
    await demo.stop();
  });

  const editorShows = async (name: string, expected: RegExp): Promise<void> => {
    let last = '';
    await eventually(`the editor shows ${String(expected)}`, async () => {
      last = `${(await workbench.tabs()).join(', ')}: ${await workbench.editorText()}`;
      return last.startsWith(name) && expected.test(last);
    }).catch((error: unknown) => {
      throw new Error(`the editor shows ${last}`, { cause: error });
    });
  };

  it('trap 38: shows the JSON with every secret masked, also those that come in clear', async () => {
    await workbench.tree.row('Job Lab').chooseInContextMenu('Show JSON');
    await editorShows('Job Lab', /"token": "••••••••"/);
    const text = await workbench.editorText();
    assert.match(text, /"greeting": "hi"/);
    assert.doesNotMatch(text, /dict-form-secret/);
  });

  const frontends: readonly (readonly [string, RegExp])[] = [
    ['Job Lab', /getFrontendApp/],
    ['GeoIP', /\/\/ GeoIP in Main — 127\.0\.0\.1:\d+ has no front end\./],
    ['Warehouse Export', /\/\/ The front end of Warehouse Export .* is still being transpiled/],
    ['Schema Guard', /\/\/ The front end of Schema Guard .* does not compile/],
  ];
  for (const [label, expected] of frontends) {
    it(`trap 22: shows the front end of ${label} as text`, async () => {
      await workbench.tree.row(label).chooseInContextMenu('Show Front End');
      await editorShows(`${label}.frontend`, expected);
    });
  }

  it('cannot be edited', async () => {
    await workbench.page.locator('.part.editor .monaco-editor').first().click();
    await workbench.page.keyboard.type('x');
    await workbench.page
      .getByText(/read-only/i)
      .first()
      .waitFor();
  });

  it('copies the id, also from the palette', async () => {
    await workbench.tree.row('Warehouse Export').chooseInContextMenu('Copy Id');
    await eventually('the id is copied', async () => (await workbench.clipboard()) === '3');
    await workbench.runCommand('Copy Id');
    await workbench.quickInput.pick('Schema Guard');
    await eventually('the other id is copied', async () => (await workbench.clipboard()) === '4');
  });

  it('opens the page of the project in PostHog', async () => {
    await workbench.tree.row('GeoIP').chooseInContextMenu('Open in PostHog');
    // This host passes addresses of the machine itself through a proxy path of its own.
    assert.match(await workbench.openedWebsite(), /^http:\/\/127\.0\.0\.1:\S+\/project\/1\/apps$/);
  });
});
