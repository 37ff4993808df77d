import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../support/faults/fault';
import { GEO_IP, type SoakWindow } from './soakWindow';

const ERROR_TRACKER = 16;
const SECOND = 1_000;

export interface SoakStep {
  readonly name: string;
  /** Takes less than half a minute. */
  readonly run: (window: SoakWindow) => Promise<void>;
}

/** What the window goes through, one after the other and again from the beginning. */
export const STEPS: readonly SoakStep[] = [
  {
    name: 'burst and filter',
    run: async (window) => {
      window.server.generator.burst(GEO_IP, 3_000);
      const panel = await window.panel();
      await wait(3 * SECOND);
      await panel.filter('a');
      window.server.generator.late(GEO_IP);
      await wait(3 * SECOND);
      await panel.filter('');
    },
  },
  {
    name: 'hide and show',
    run: async (window) => {
      for (let round = 0; round < 3; round++) {
        await window.command('workbench.action.files.newUntitledFile');
        window.server.generator.burst(GEO_IP, 500, true);
        await wait(2 * SECOND);
        await window.command('workbench.action.closeActiveEditor');
        await wait(2 * SECOND);
      }
    },
  },
  {
    name: 'changes and undo',
    run: async (window) => {
      for (const command of ['disable', 'moveDown']) {
        await window.run(command, ERROR_TRACKER);
        await window.command('posthogPlugins.undoLastChange');
      }
      await window.command('posthogPlugins.refresh');
    },
  },
  {
    name: 'documents',
    run: async (window) => {
      for (const command of ['editSettings', 'showJson', 'showFrontend']) {
        await window.run(command, ERROR_TRACKER);
        await wait(SECOND);
      }
    },
  },
  { name: 'outage', run: (window) => suffer(window, [[{ kind: 'reset' }, 12]]) },
  {
    name: 'refusals',
    run: (window) =>
      suffer(window, [
        [{ kind: 'answer', status: 500, body: { type: 'server_error', code: 'error', detail: 'no' } }, 3],
        [{ kind: 'answer', status: 429, headers: { 'Retry-After': '2' } }, 3],
        [{ kind: 'html', status: 502 }, 3],
        [{ kind: 'truncated' }, 3],
      ]),
  },
  {
    name: 'silence',
    run: (window) =>
      suffer(window, [
        [{ kind: 'hang' }, 5],
        [{ kind: 'headersThenSilence' }, 5],
        [{ kind: 'drip', bytes: 200, everyMs: 20 }, 3],
      ]),
  },
  {
    name: 'panels',
    run: async (window) => {
      for (const config of [12, 13, 15, 18]) {
        await window.run('showLogs', config);
        await wait(SECOND);
      }
    },
  },
  {
    name: 'demo project',
    run: async (window) => {
      await window.command('posthogPlugins.tryDemo');
      await window.workbench.statusBar.waitFor('Demo Project');
      await wait(3 * SECOND);
      await window.switchTo('Web shop');
    },
  },
];

/** Lets everything meet each fault for so many seconds, refreshing meanwhile. */
async function suffer(window: SoakWindow, faults: readonly (readonly [Fault, number])[]): Promise<void> {
  for (const [fault, seconds] of faults) {
    const disarm = window.proxy.inject({ fault });
    // Says what is wrong when it is over, which may take longer than the fault.
    void window.command('posthogPlugins.refresh').catch(() => undefined);
    await wait(seconds * SECOND);
    disarm();
  }
  const panel = await window.panel();
  const retry = panel.frame.locator('#state button', { hasText: /Retry|Try/ }).first();
  if (await retry.isVisible()) {
    await retry.click();
  }
}
