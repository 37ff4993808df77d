import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Frame } from 'playwright-core';
import { eventually } from '../support/eventually';
import { LogWorkbench } from '../support/logWorkbench';
import { THEMES } from '../support/page/themes';

/** A window of half the size shows what one of this size shows at a zoom of 200 %. */
const ZOOMED = { width: 640, height: 400 };
const WIDE = { width: 1280, height: 800 };
/** Leaves some 300 pixels for the panel, once the side bar is closed. */
const NARROW = { width: 352, height: 700 };

describe('the log panel for everybody', () => {
  let session: LogWorkbench;

  before(async () => {
    session = await LogWorkbench.open({}, (log) => {
      log.add(60);
      log.add(1, { message: 'Report: {"a":[1,{"b":2}]}', type: 'WARN', source: 'CONSOLE' });
      log.add(1, { message: `one ${'long '.repeat(60)}\ntwo\nthree`, type: 'ERROR', source: 'SYSTEM' });
    });
  });

  after(() => session.close());

  /** Nothing is filtered or in the way, in a wide window. */
  beforeEach(async () => {
    await session.workbench.page.setViewportSize(WIDE);
    await session.workbench.driver.command('notifications.clearAll');
    await session.panel.filter('');
  });

  it('has nothing that axe finds, in any theme', async () => {
    await session.panel.filter('message 1,Report');
    await session.panel.waitForCount(/ of /);
    await session.panel.press('End');
    await session.panel.press('Enter');
    await session.panel.frame.locator('.log-row.expanded').waitFor();
    for (const theme of THEMES) {
      await session.workbench.setTheme(theme);
      assert.deepEqual(await problems(session.panel.frame), [], theme);
    }
    await session.workbench.setTheme('dark');
    await session.panel.press('Enter');
    await session.panel.filter('');
    await session.panel.waitForCount(`${session.log.count} entries`);
  });

  it('reads as a grid of rows, each with its cells in order', async () => {
    const { frame } = session.panel;
    await session.panel.press('End');
    const list = frame.getByRole('grid', { name: 'Log entries' });
    assert.equal(await list.getAttribute('aria-rowcount'), String(session.log.count + 1));
    const row = await eventually('the last row is the active one', async () => {
      const active = frame.locator(`[id="${(await list.getAttribute('aria-activedescendant')) ?? ''}"]`);
      return (await active.getAttribute('aria-rowindex')) === String(session.log.count + 1)
        ? active
        : undefined;
    });
    const cells = await row.getByRole('gridcell').allInnerTexts();
    assert.match(cells.join(' '), /^\S+ ERROR one long .*\+2 lines/s);
    assert.ok(await frame.getByRole('searchbox').or(frame.getByRole('textbox')).first().isVisible());
    for (const name of ['DEBUG', 'ERROR']) {
      assert.equal(await frame.getByRole('button', { name }).first().getAttribute('aria-pressed'), 'true');
    }
  });

  for (const [name, size] of [
    ['narrow', NARROW],
    ['zoomed', ZOOMED],
  ] as const) {
    it(`can be read and used ${name}`, async () => {
      const { workbench, panel } = session;
      await workbench.driver.command('workbench.action.closeSidebar');
      await workbench.driver.command('notifications.clearAll');
      await workbench.page.setViewportSize(size);
      await panel.press('End');
      await panel.waitForLast(session.log.last);
      assert.deepEqual(await cutOff(panel.frame), []);
      assert.deepEqual(await problems(panel.frame), []);
      const share = await panel.frame
        .locator('#log-list')
        .evaluate((list) => list.clientHeight / document.documentElement.clientHeight);
      assert.ok(share >= 0.4, `the list has ${Math.round(share * 100)} % of the height`);
      await workbench.screenshots(`log-panel-${name}`, ['light', 'high-contrast', 'dark']);
      await workbench.page.setViewportSize(WIDE);
      await workbench.driver.command('workbench.action.toggleSidebarVisibility');
    });
  }

  describe('keeps the keyboard when the control that has it goes', () => {
    const one = (selector: string) => session.panel.frame.locator(selector).first();
    const focusIs = (selector: string): Promise<boolean> =>
      eventually(`the focus is on ${selector}`, () =>
        session.panel.frame.evaluate((wanted) => {
          const focused = document.activeElement;
          return focused?.matches(wanted) === true && focused.checkVisibility();
        }, selector),
      );
    const clear = async (): Promise<void> => {
      await one('#clear').press('Enter');
      await session.panel.waitForCount('0 entries');
    };
    const showCleared = async (): Promise<void> => {
      await one('#older button').press('Enter');
      await session.panel.waitForCount(/^[1-9].* entries/);
    };

    it('above the first entry', async () => {
      await clear();
      await showCleared();
      await focusIs('#log-list');
    });

    it('with a match that arrives where there was none', async () => {
      await session.panel.filter('zebra');
      await one('#empty button').waitFor();
      await one('#empty button').focus();
      session.log.add(1, { message: 'a zebra' });
      await focusIs('#log-list');
      await session.panel.filter('');
    });

    it('because the page is too narrow for it, or wide enough for others', async () => {
      await one('#levels [data-id=WARN]').focus();
      await session.workbench.page.setViewportSize(ZOOMED);
      await focusIs('#levels .facet-menu');
      await session.workbench.page.setViewportSize(WIDE);
      await focusIs('#levels .facet-toggle');
    });

    it('with the last entries of a level or a source', async () => {
      session.log.add(1, { type: 'FATAL' });
      await one('#levels [data-id=OTHER]').press('Space');
      await clear();
      await one('#levels [data-id=OTHER]').press('Space');
      await focusIs('#levels .facet-toggle');
      await showCleared();
      await one('#sources [data-id=SYSTEM]').press('Space');
      await clear();
      await one('#sources [data-id=SYSTEM]').press('Space');
      await focusIs('#levels .facet-toggle');
      await showCleared();
    });

    it('because there are too many sources for a row', async () => {
      await one('#sources [data-id=PLUGIN]').focus();
      for (const source of ['ONE', 'TWO']) {
        // Servers of later versions may know more.
        session.log.add(1, { source: source as 'PLUGIN' });
      }
      await focusIs('#sources .facet-menu');
    });
  });
});

/** Rules that do not fit a part of a page, which is what a webview is. */
const NOT_FOR_PARTS = [
  'document-title',
  'html-has-lang',
  'region',
  'landmark-one-main',
  'page-has-heading-one',
];

async function problems(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(axe.source);
  return frame.evaluate(async (disabled) => {
    const found = await (
      window as unknown as { axe: { run(root: Document, options: object): Promise<axe.AxeResults> } }
    ).axe.run(document, { rules: Object.fromEntries(disabled.map((id) => [id, { enabled: false }])) });
    return found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    );
  }, NOT_FOR_PARTS);
}

/** Controls that lie outside of the page, or are cut off by their own box. */
async function cutOff(frame: Frame): Promise<readonly string[]> {
  return frame
    .locator('.toolbar button:visible, .toolbar input:visible, #state button:visible')
    .evaluateAll((controls) =>
      controls
        .filter((control) => {
          const { left, right, top, bottom } = control.getBoundingClientRect();
          const outside =
            left < 0 ||
            right > innerWidth + 0.5 ||
            top < 0 ||
            bottom > document.documentElement.clientHeight + 0.5;
          return outside || (control.tagName === 'BUTTON' && control.scrollWidth > control.clientWidth + 1);
        })
        .map(({ id, textContent }) => `${id} ${textContent}`),
    );
}
