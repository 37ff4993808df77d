import { setTimeout as wait } from 'node:timers/promises';
import { BENCH_COMMANDS } from '../support/driver-ext/benchProtocol';
import { eventually } from '../support/eventually';
import type { Benchmark } from './benchmark';
import { BenchWindow, CONFIG } from './benchWindow';
import { probeOf } from './panelProbe';
import { sample } from './statistics';

const ENTRIES = 100_000;
const PATIENCE_MS = 60_000;
/** After a panel was hidden, before the next one is opened. */
const SETTLING_MS = 300;

/** `panel.open`: a hidden panel is shown again by its command, and so is one with nothing in it. */
export const panelOpen: Benchmark = {
  keys: ['panel.open'],
  async run({ quick, say }) {
    const rounds = quick ? 4 : 11;
    return BenchWindow.use(async (window) => {
      const { server, workbench } = window;
      const panel = await window.openPanel();
      const { last } = await server.ask('add', { config: CONFIG.id, count: ENTRIES, spacing: 100 });
      await panel.whenComplete(last, PATIENCE_MS);
      await openEmpty(window);
      await workbench.driver.command('workbench.action.files.newUntitledFile');
      const own: number[] = [];
      const empty: number[] = [];
      for (let round = 0; round < rounds; round++) {
        await hide(window);
        own.push(await openOwn(window));
        await hide(window);
        empty.push(await openEmpty(window));
      }
      // The first round warms up.
      const [product, baseline] = [sample(own.slice(1)), sample(empty.slice(1))];
      say(`panel ${product.median} ms, empty panel ${baseline.median} ms`);
      await window.showPanel();
      await (await window.panel()).whenComplete(last, PATIENCE_MS);
      return [
        {
          key: 'panel.open',
          what: 'from the command to the first rows on screen, 100,000 entries in the host / an empty webview panel',
          unit: 'ms',
          baseline,
          product,
          result: product.median / baseline.median,
          limit: 1.5,
          limitIs: 'most',
          lost: await window.unsent(),
          notes: [],
        },
      ];
    });
  },
};

/** Puts the untitled file in front: it is the last of the three editors. */
async function hide({ workbench }: BenchWindow): Promise<void> {
  await workbench.driver.command('workbench.action.lastEditorInGroup');
  await eventually('no webview is there any more', async () => {
    return (await workbench.page.locator('iframe.webview').count()) === 0;
  });
  await wait(SETTLING_MS);
}

async function openOwn(window: BenchWindow): Promise<number> {
  const start = await window.showPanel();
  return (await (await window.panel()).firstRowsAt()) - start;
}

async function openEmpty(window: BenchWindow): Promise<number> {
  const start = await window.timed(BENCH_COMMANDS.openEmptyPanel);
  const probe = await probeOf(await window.workbench.webview('.empty-panel'));
  return (await probe.evaluate((page) => page.appearedAt('.empty-panel'))) - start;
}
