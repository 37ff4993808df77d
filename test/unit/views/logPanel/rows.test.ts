import assert from 'node:assert/strict';
import { LogWindow, type PanelWindow } from '../../../support/editor/logWindow';
import type { LogPanelPage } from '../../../support/editor/page/logPanelPage';
import { shownAs } from '../../../support/editor/page/shown';

describe('the rows of a log panel', () => {
  let opened: PanelWindow;
  let panel: LogPanelPage;

  beforeEach(async () => {
    opened = await LogWindow.withPanel({ fill: (log) => log.add(100) });
    ({ panel } = opened);
    await panel.waitForLast(opened.log.last);
  });

  afterEach(() => opened.close());

  const clipboard = (what: string, fits: (text: string) => boolean): Promise<string> =>
    shownAs(`${what} is copied`, () => opened.window.clipboard, fits);

  it('are copied by the keyboard: the one that it is on', async () => {
    await panel.press('End');
    await panel.one(`.log-row.active[data-key="${opened.log.last}"]`);
    await panel.press('Control+c');
    await clipboard('the last entry', (text) => text.endsWith(` message ${opened.log.count}`));
  });

  it('are selected, and copied as text and as JSON', async () => {
    opened.add(3, { message: 'to copy\nsecond line' });
    await panel.waitForLast(opened.log.last);
    await panel.press('End');
    await panel.press('Shift+ArrowUp');
    await panel.press('Shift+ArrowUp');
    await panel.one('#state .selected', '3 selected');
    await panel.press('Control+c');
    await clipboard('the text', (text) => text.match(/to copy\n {2}second line/g)?.length === 3);
    await panel.chooseInMenu('Copy as JSON');
    const json = await clipboard('JSON', (text) => text.startsWith('{'));
    const entries = json.split('\n').map((line) => JSON.parse(line) as { id: string; message: string });
    assert.equal(entries.length, 3);
    assert.equal(entries.at(-1)?.id, opened.log.last);
    assert.equal(entries[0]?.message, 'to copy\nsecond line');
    await panel.press('Escape');
    await panel.press('Control+a');
    await panel.one('#state .selected', `${opened.log.count} selected`);
    await panel.press('Escape');
    await shownAs(
      'nothing is selected',
      () => panel.text('#state .selected'),
      (text) => text === '',
    );
  });

  it('are selected with the mouse, and one outside of the selection is copied alone', async () => {
    const [first, second, third] = panel.keys().slice(-3).map(rowOf);
    assert.ok(first && second && third);
    await panel.click(first);
    await panel.click(second, '', { shiftKey: true });
    await panel.one('#state .selected', '2 selected');
    await panel.press('Control+c');
    await clipboard('both', (text) => text.split('\n').length === 2);
    opened.window.clipboard = '';
    await opened.window.command('posthogPlugins.logs.copy', { logKey: opened.log.last });
    await clipboard('the one', (text) => text.endsWith(` message ${opened.log.count}`));
  });

  it('have a menu that fits what is shown', async () => {
    await panel.press('End');
    assert.deepEqual(await panel.menuItems(), [
      'Copy',
      'Copy as JSON',
      'Show From Here',
      'Go to Time…',
      'Export Logs…',
      'Open Logs as Document',
    ]);
  });

  it('are acted on by the keyboard as far as they are shown, also after the filter has changed', async () => {
    opened.add(1, { message: 'seldom seen' });
    opened.add(2, { message: 'not to be copied' });
    await panel.waitForLast(opened.log.last);
    await panel.press('End');
    await panel.filter('seldom seen');
    await panel.waitForMessages('seldom seen');
    await panel.press('Control+c');
    await clipboard('what is shown', (text) => text.endsWith(' seldom seen'));
    await panel.waitForActive('seldom seen');
    await panel.filter('');
    await panel.waitForLast(opened.log.last);
    await panel.press('Control+Home');
    await panel.waitForActive(/message 1$/);
    opened.add(30, { message: 'new at the end' });
    await panel.one('#new-entries', '30 new entries');
    await panel.pressOn('#new-entries', 'Enter');
    await panel.waitForActive('new at the end');
    await panel.waitForLast(opened.log.last);
  });
});

function rowOf(key: string): string {
  return `.log-row[data-key="${key}"]`;
}
