import assert from 'node:assert/strict';
import type { FixtureConfig } from '../../../src/demo/fixture';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { seedOf } from '../../support/projectHarness';

const NAMES = [
  '$(flame) icon',
  '[x](command:workbench.action.quit)',
  '<b>bold</b>',
  'right \u202eotni tfel',
  'two\nlines',
  'L'.repeat(400),
  null,
];

describe('names that are more than plain words', () => {
  let connected: ConnectedWindow;
  const seed = seedOf('2023-12');
  const configs = seed.configs.slice(0, 1).flatMap((sample) =>
    NAMES.map((name, index): FixtureConfig => ({
      ...sample,
      id: 100 + index,
      order: 1,
      name,
      enabled: true,
    })),
  );

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12', fixture: { ...seed, configs } } });
  });

  afterEach(() => connected.close());

  it('are text in the tree, on one line each, in the order of their ids where nothing else orders them', async () => {
    await connected.window.tree.waitForLabels([
      '$(flame) icon',
      '[x](command:workbench.action.quit)',
      '<b>bold</b>',
      'right otni tfel',
      'two lines',
      `${'L'.repeat(79)}…`,
      'GeoIP',
    ]);
  });

  for (const name of ['$(flame) icon', '[x](command:workbench.action.quit)']) {
    it(`make no links or icons in messages: ${name}`, async () => {
      const { tree, toasts } = connected.window;
      await tree.row(name).clickInline('Disable');
      const toast = toasts.withText('Disabled');
      const text = await toast.text();
      assert.equal(text.replaceAll('\u200b', '').startsWith(`Disabled ${name} in Main`), true);
      assert.doesNotMatch(text, /\$\(|\]\(/);
      await toast.click('Undo');
      await toasts.withText('is enabled again').waitUntilShown();
    });
  }

  it('leave room for what a question says', async () => {
    const { tree, modal } = connected.window;
    await tree.row(`${'L'.repeat(79)}…`).chooseInContextMenu('Delete…');
    assert.match(await modal.text(), /Delete the plugin config “L{79}…”\?\s+Plugin config 105, project Main/);
  });
});
