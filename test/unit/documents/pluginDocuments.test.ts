import assert from 'node:assert/strict';
import { isRecord } from '../../../src/api/record';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import { shows } from '../../support/editor/page/documentText';
import { shown } from '../../support/editor/page/shown';
import { openSettled } from '../../support/editor/settledWindow';
import { Uri } from '../../support/editor/values';

describe('documents of a plugin config', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2023-12' } });
  });

  afterEach(() => connected.close());

  it('show the JSON with every secret masked, also those that come in clear, and cannot be edited', async () => {
    const { window } = connected;
    await window.tree.row('Job Lab').chooseInContextMenu('Show JSON');
    const document = await window.document(/Job Lab\.json$/);
    assert.match(document.getText(), /"token": "••••••••"/);
    assert.match(document.getText(), /"greeting": "hi"/);
    assert.doesNotMatch(document.getText(), /dict-form-secret/);
    assert.equal(document.isReadOnly, true);
    assert.deepEqual(window.tabs(), ['Job Lab.json']);
  });

  const frontends: readonly (readonly [string, RegExp])[] = [
    ['Job Lab', /getFrontendApp/],
    ['GeoIP', /\/\/ GeoIP in Main — 127\.0\.0\.1:\d+ has no front end\./],
    ['Warehouse Export', /\/\/ The front end of Warehouse Export .* is still being transpiled/],
    [
      'Schema Guard',
      /\/\/ The front end of Schema Guard .* does not compile: frontend\.tsx: Unexpected token/,
    ],
  ];
  for (const [label, expected] of frontends) {
    it(`show the front end of ${label} as text, which cannot be edited`, async () => {
      const { window } = connected;
      await window.tree.row(label).chooseInContextMenu('Show Front End');
      const document = await window.document(/\.frontend\.js$/);
      assert.match(document.getText(), expected);
      assert.equal(document.isReadOnly, true);
      assert.deepEqual(window.tabs(), [`${label}.frontend.js`]);
    });
  }

  it('show what the server has by now when they are opened again', async () => {
    const { window, demo } = connected;
    await window.tree.row('GeoIP').chooseInContextMenu('Show JSON');
    const document = await window.document(/GeoIP\.json$/);
    demo.server.state.patchConfig(1, { config: { note: 'changed elsewhere' } });
    await window.tree.row('GeoIP').chooseInContextMenu('Show JSON');
    await shows(document, /"note": "changed elsewhere"/);
  });

  const failures: readonly (readonly [string, RegExp, RegExp])[] = [
    ['Show JSON', /plugin_configs\/1\/$/, /^Could not read the plugin config\./],
    ['Show Front End', /frontend/, /failed with status 500/],
  ];
  for (const [command, path, expected] of failures) {
    it(`are not opened by ${command} where the server fails, which is said`, async () => {
      const { window, proxy } = connected;
      proxy.inject({ method: 'GET', path, fault: { kind: 'answer', status: 500, body: {} } });
      await window.tree.row('GeoIP').chooseInContextMenu(command);
      assert.equal(await window.toasts.withText(expected).severity(), 'error');
      assert.deepEqual(window.tabs(), []);
    });
  }

  it('outlive a reload of the window, and are read anew then', async () => {
    const { window, demo } = connected;
    await window.tree.row('GeoIP').chooseInContextMenu('Show JSON');
    await window.document(/GeoIP\.json$/);
    demo.server.state.patchConfig(1, { config: { note: 'changed elsewhere' } });
    await window.reload();
    await shows(await window.document(/GeoIP\.json$/), /"note": "changed elsewhere"/);
  });

  it('have no address but those that the commands make', async () => {
    const { fs } = connected.window.editor.documents;
    const uri = Uri.from({ scheme: 'posthog-plugin', path: '/nothing/here' });
    await assert.rejects(fs.readFile(uri), { code: 'FileNotFound' });
  });

  it('are of the row whose id is copied, also from the palette', async () => {
    const { window } = connected;
    await window.tree.row('Warehouse Export').chooseInContextMenu('Copy Id');
    await shown('the id is copied', () => window.clipboard === '3');
    window.runCommand('Copy Id');
    await window.quickInput.pick('Schema Guard');
    await shown('the other id is copied', () => window.clipboard === '4');
  });

  it('have a page in PostHog, which is that of the project', async () => {
    const { window, proxy } = connected;
    await window.tree.row('GeoIP').chooseInContextMenu('Open in PostHog');
    assert.equal(await window.openedWebsite(), `${proxy.url}/project/1/apps`);
  });

  it('make the editor load nothing that stands in them', async () => {
    const { window, proxy } = connected;
    const address = 'https://example.com/schema.json';
    proxy.inject({
      method: 'GET',
      path: '/api/projects/1/plugin_configs/1/',
      fault: { kind: 'drift', map: (body) => ({ $schema: address, ...(isRecord(body) ? body : {}) }) },
    });
    await window.tree.row('GeoIP').chooseInContextMenu('Show JSON');
    const document = await window.document(/GeoIP\.json$/);
    assert.ok(document.getText().startsWith(`{\n  "$\u200bschema": "${address}"`));
  });
});
