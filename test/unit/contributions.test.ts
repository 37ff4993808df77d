import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { ConnectedWindow } from '../support/editor/connectedWindow';
import { eventually } from '../support/eventually';
import { keysIn } from '../support/editor/whenClause';
import { COMMANDS, CONTEXTS, DOCUMENT_SCHEME, SETTINGS, UNAVAILABLE, VIEWS } from '../../src/ids';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly { readonly when: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly when: string; readonly contents: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

const root = path.resolve(import.meta.dirname, '../..');
const text = fs.readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const nls = JSON.parse(fs.readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<
  string,
  string
>;

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

describe('contributions', () => {
  it('the commands of package.json and of the code are the same', () => {
    assert.deepEqual(
      sorted(manifest.contributes.commands.map(({ command }) => command)),
      sorted([...Object.values(COMMANDS), ...Object.values(UNAVAILABLE)]),
    );
  });

  it('entries that say why something is unavailable can never be run', () => {
    const disabled = manifest.contributes.commands.filter(({ enablement }) => enablement === 'false');
    assert.deepEqual(sorted(disabled.map(({ command }) => command)), sorted(Object.values(UNAVAILABLE)));
  });

  it('menus name only commands that exist', () => {
    const known = new Set<string>([...Object.values(COMMANDS), ...Object.values(UNAVAILABLE)]);
    for (const item of Object.values(manifest.contributes.menus).flat()) {
      assert.ok(known.has(item.command), item.command);
    }
  });

  it('every context key in a condition is one of the code’s, and the other way round', () => {
    const { menus, viewsWelcome, commands, keybindings } = manifest.contributes;
    const conditions = [
      ...Object.values(menus).flat(),
      ...viewsWelcome,
      ...keybindings,
      ...commands.map(({ enablement }) => ({ when: enablement })),
    ].flatMap(({ when }) => when ?? []);
    const used = conditions.flatMap(keysIn).filter((key) => key.startsWith(`${SETTINGS.section}.`));
    assert.deepEqual(sorted(used), sorted(Object.values(CONTEXTS)));
  });

  it('every context key is set in a window with a project and a log panel', async () => {
    const connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    try {
      const { window } = connected;
      await window.tree.row('GeoIP').click();
      await window.logPanel(/GeoIP/);
      await eventually('every context key is set', () => {
        assert.deepEqual(sorted(window.editor.contexts.keys()), sorted(Object.values(CONTEXTS)));
        return true;
      });
    } finally {
      await connected.close();
    }
  });

  it('views, settings and activation events are those of the code', () => {
    assert.deepEqual(Object.keys(manifest.contributes.views), [VIEWS.container]);
    assert.deepEqual(
      manifest.contributes.views[VIEWS.container]?.map(({ id }) => id),
      [VIEWS.configs],
    );
    const { section, ...settings } = SETTINGS;
    assert.deepEqual(
      sorted(Object.keys(manifest.contributes.configuration.properties)),
      sorted(Object.values(settings).map((name) => `${section}.${name}`)),
    );
    assert.deepEqual(manifest.activationEvents, [
      `onWebviewPanel:${VIEWS.logs}`,
      `onFileSystem:${DOCUMENT_SCHEME}`,
    ]);
  });

  it('commands of the log panel are offered only where there is one', () => {
    const ofPanel = Object.values(COMMANDS).filter((id) => id.startsWith(`${VIEWS.logs}.`));
    const offered = manifest.contributes.menus.commandPalette?.filter(({ when }) =>
      when?.startsWith(`activeWebviewPanelId == '${VIEWS.logs}'`),
    );
    assert.deepEqual(sorted(offered?.map(({ command }) => command) ?? []), sorted(ofPanel));
  });

  it('every text of package.nls.json is used, and every text that is used is there', () => {
    const used = [...text.matchAll(/%([\w.]+)%/g)].map((match) => match[1] ?? '');
    assert.deepEqual(sorted(used), sorted(Object.keys(nls)));
  });

  it('links in welcome texts run commands that exist', () => {
    const known = new Set<string>(Object.values(COMMANDS));
    for (const contents of Object.values(nls)) {
      for (const [, command] of contents.matchAll(/\(command:([\w.]+)\)/g)) {
        assert.ok(command !== undefined && known.has(command), command);
      }
    }
  });
});
