import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';
import type { Benchmark } from './benchmark';
import { BenchWindow, CONFIG } from './benchWindow';
import { sample } from './statistics';

const MILLION = 1_000_000;
const PER_SECOND = 30_000;
const CATCH_UP_MS = 30_000;
const READINGS = 3;

/**
 * `panel.memory`: the webview's heap after 1 and after 6 million entries. The page of the webview shares its heap with
 * the workbench, so what there was before the panel is taken off both.
 */
export const panelMemory: Benchmark = {
  keys: ['panel.memory'],
  async run({ quick, say }) {
    const step = quick ? MILLION / 10 : MILLION;
    return BenchWindow.use(async (window) => {
      const { page } = window.workbench;
      const session = await page.context().newCDPSession(page);
      const before = await heap(session);
      const panel = await window.openPanel();
      const heaps: number[] = [];
      for (let million = 1; million <= 6; million++) {
        const { last } = await window.server.ask('flow', {
          config: CONFIG.id,
          perSecond: PER_SECOND,
          seconds: step / PER_SECOND,
        });
        await panel.whenComplete(last, CATCH_UP_MS);
        heaps.push(await heap(session));
        say(
          `${last} entries: heap ${mb(heaps.at(-1) ?? 0)} MB, extension host ${await hostMemory(window)} MB`,
        );
      }
      const first = heaps[0] ?? 0;
      const grown = (heaps.at(-1) ?? 0) - first;
      return [
        {
          key: 'panel.memory',
          what: `growth of the webview's heap from ${step} to ${6 * step} entries, with the default cap`,
          unit: '%',
          product: sample([(grown / first) * 100]),
          result: (grown / first) * 100,
          limit: 5,
          limitIs: 'most',
          lost: await window.unsent(),
          notes: [
            `with the workbench, whose heap is the same: ${heaps.map(mb).join(', ')} MB; before the panel ${mb(before)} MB`,
            `of what the panel itself takes, ${mb(first - before)} MB: ${Math.round((grown / (first - before)) * 100)} %`,
          ],
        },
      ];
    });
  },
};

/** Bytes that are in use after garbage collection: the least of several readings. */
async function heap(session: CDPSession): Promise<number> {
  const readings: number[] = [];
  for (let reading = 0; reading < READINGS; reading++) {
    await wait(500);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    readings.push(usedSize);
  }
  return Math.min(...readings);
}

async function hostMemory({ workbench }: BenchWindow): Promise<string> {
  return mb((await workbench.driver.info()).memory);
}

function mb(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
