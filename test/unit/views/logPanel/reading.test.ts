import assert from 'node:assert/strict';
import { LogWindow, type PanelWindow } from '../../../support/editor/logWindow';
import type { LogPanelPage } from '../../../support/editor/page/logPanelPage';
import { shownAs } from '../../../support/editor/page/shown';

const ESC = '\u001b';

describe('the log panel, reading', () => {
  let opened: PanelWindow;
  let panel: LogPanelPage;

  beforeEach(async () => {
    opened = await LogWindow.withPanel({ fill: (log) => log.add(30) });
    ({ panel } = opened);
    await panel.waitForLast(opened.log.last);
  });

  afterEach(() => opened.close());

  const lastRow = (): string => `.log-row[data-key="${opened.log.last}"]`;

  it('lays out JSON, and folds its objects', async () => {
    opened.add(1, {
      message:
        'Report: {"big":12345678901234567890,"a":1,"a":2,"list":[{"deep":{"er":true}},"x"],"empty":{}}',
    });
    await panel.waitForLast(opened.log.last);
    await panel.press('End');
    await panel.press('Enter');
    await panel.one('.log-row.expanded', '12345678901234567890');
    await panel.one('.log-row.expanded .json-line', '"er": true');
    assert.deepEqual(
      panel.texts('.json-line').filter((line) => line.includes('"a"')),
      ['"a": 1,', '"a": 2,'],
      'no member is left out',
    );
    const list = '.json-line:has(.json-toggle):nth-of-type(5) .json-toggle';
    const before = panel.all('.json-line').length;
    assert.equal(panel.attribute(list, 'aria-expanded'), 'true');
    await panel.click(list);
    await panel.one('.json-line .tail', '…]');
    assert.ok(panel.all('.json-line').length < before);
    await panel.click('.switch-text', 'Show as Text');
    await panel.waitUntilGone('.json-line');
    await panel.one('.log-row.expanded .block', 'Report: {"big":12345678901234567890,"a":1');
    await panel.press('Enter');
    await panel.waitUntilGone('.log-row.expanded');
  });

  it('shows terminal colours by classes of the theme, and no escape character', async () => {
    opened.add(1, {
      message: `${ESC}[31;1mred ${ESC}[0m plain ${ESC}[44mblue back${ESC}[0m ${ESC}[38;2;0;200;0mgreen`,
    });
    await panel.waitForLast(opened.log.last);
    assert.equal(panel.text(`${lastRow()} .message`), 'red plain blue back green');
    const classes = panel.all(`${lastRow()} .text span`).map((span) => span.className);
    assert.deepEqual(classes, ['fg-2 bold', 'bg-5', 'fg-3']);
  });

  it('wraps long lines, and keeps its place', async () => {
    opened.add(1, { message: `long ${'word '.repeat(200)}end` });
    await panel.waitForLast(opened.log.last);
    const height = (): number => panel.all(lastRow())[0]?.getBoundingClientRect().height ?? 0;
    const isHigher = (is: boolean): Promise<number> =>
      shownAs('its height has changed', height, (pixels) => pixels > 3 * 20 === is);
    await panel.press('Alt+z');
    await isHigher(true);
    assert.equal(panel.attribute('#wrap', 'aria-pressed'), 'true');
    await panel.waitForLast(opened.log.last);
    opened.window.runCommand('Toggle Line Wrap');
    await isHigher(false);
    await panel.waitForLast(opened.log.last);
    await panel.click('#wrap');
    await isHigher(true);
  });

  it('shows times in UTC, local, and as distances', async () => {
    const { window } = opened;
    const times = (): readonly string[] => panel.texts('.log-row[data-key] .time');
    window.runCommand('Time Format…');
    await window.quickInput.pick('Relative Time');
    await shownAs('distances are shown', times, (shown) => shown.every((time) => / ago$|^now$/.test(time)));
    window.runCommand('Time Format…');
    assert.deepEqual(
      (await window.quickInput.items()).map(({ label }) => label),
      ['Local Time', 'UTC', '$(check) Relative Time'],
    );
    await window.quickInput.pick('UTC');
    const utc = await shownAs('UTC is shown', times, (shown) => shown.every((time) => /^\d\d:/.test(time)));
    assert.deepEqual(
      utc,
      panel.visibleTimes().map((time) => time.slice(11, 23)),
    );
    window.runCommand('Time Format…');
    await window.quickInput.cancel();
    assert.deepEqual(times(), utc, 'who cancels changes nothing');
  });

  it('shows source and instance on demand', async () => {
    assert.deepEqual(panel.all('.log-row[data-key] :is(.source, .instance)'), []);
    opened.window.runCommand('Toggle Source Column');
    await panel.one('.log-row[data-key] .source', 'PLUGIN');
    opened.window.runCommand('Toggle Instance Column');
    await panel.one('.log-row[data-key] .instance', '1234');
    opened.window.runCommand('Toggle Source Column');
    opened.window.runCommand('Toggle Instance Column');
    await panel.waitUntilGone('.log-row[data-key] :is(.source, .instance)');
  });

  it('reads a message of a hundred thousand lines, and goes on', async () => {
    opened.add(1, { message: Array.from({ length: 100_000 }, (_, line) => `l${line}`).join('\n') });
    await panel.one('.log-row', '+99,999 lines');
    await panel.press('End');
    await panel.press('Enter');
    await panel.one('.log-row.expanded .block', 'l0');
    assert.ok(panel.all('.block').length < 100, 'no more of it is there than is near the screen');
    await panel.press('Enter');
    await panel.waitUntilGone('.log-row.expanded');
    opened.add(1, { message: 'still alive' });
    await panel.waitForLast(opened.log.last);
  });
});
