import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';
import * as v from 'valibot';
import { HOST_SAMPLE, SOAK_COMMANDS, type HostSample } from '../support/driver-ext/soakProtocol';
import type { Workbench } from '../support/workbench';

/** What the window holds at one moment, at rest. */
export interface SoakSample {
  /** Seconds since the beginning. */
  readonly at: number;
  /** What went before. */
  readonly after: string;
  readonly host: HostSample;
  readonly page: PageSample;
}

/** The page: the workbench with the panel in it, which share a heap. */
export interface PageSample {
  /** Bytes in use, after garbage collection. */
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** Takes samples of one window. */
export class Sampler {
  private readonly begin = Date.now();

  private constructor(
    private readonly workbench: Workbench,
    private readonly session: CDPSession,
  ) {}

  static async of(workbench: Workbench): Promise<Sampler> {
    const session = await workbench.page.context().newCDPSession(workbench.page);
    return new Sampler(workbench, session);
  }

  async take(after: string): Promise<SoakSample> {
    const host = await hostSample(this.workbench, SOAK_COMMANDS.sample);
    return { at: Math.round((Date.now() - this.begin) / 1000), after, host, page: await this.page() };
  }

  private async page(): Promise<PageSample> {
    await this.session.send('HeapProfiler.collectGarbage');
    await wait(200);
    await this.session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await this.session.send('Memory.getDOMCounters');
    return { heap: usedSize, nodes, listeners: jsEventListeners };
  }
}

/** Ends the extension as the editor does when it deactivates one, and answers what is left. */
export function endExtension(workbench: Workbench): Promise<HostSample> {
  return hostSample(workbench, SOAK_COMMANDS.end);
}

async function hostSample(workbench: Workbench, command: string): Promise<HostSample> {
  return v.parse(HOST_SAMPLE, await workbench.driver.command(command));
}
