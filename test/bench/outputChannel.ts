import type { JSHandle } from 'playwright-core';
import { BENCH_COMMANDS, type LinesRequest } from '../support/driver-ext/benchProtocol';
import type { BenchWindow } from './benchWindow';
import { probeOf } from './panelProbe';
import type { Probe } from './probeTypes';

const LINE = '.part.panel .view-line';
const PATIENCE_MS = 60_000;

/** VS Code's own output channel: how many lines a second it takes until the last one is on screen. */
export class OutputChannelRate {
  private next = 1;

  private constructor(
    private readonly window: BenchWindow,
    private readonly probe: JSHandle<Probe>,
  ) {}

  static async open(window: BenchWindow): Promise<OutputChannelRate> {
    return new OutputChannelRate(window, await probeOf(await window.workbenchFrame()));
  }

  /**
   * Appends batch after batch to a new channel, each once the one before is on screen: a channel gets slower with what
   * it holds.
   *
   * @returns lines per second
   */
  async measure(seconds: number, batch: number, atOnce: boolean): Promise<number> {
    await this.window.workbench.driver.command(BENCH_COMMANDS.newOutput);
    await this.append(10, false);
    const first = this.next;
    const start = Date.now();
    let end = start;
    while (end < start + seconds * 1000) {
      end = await this.append(batch, atOnce);
    }
    return ((this.next - first) * 1000) / (end - start);
  }

  /** @returns when the last line was on screen: milliseconds since the epoch */
  private async append(count: number, atOnce: boolean): Promise<number> {
    const request: LinesRequest = { from: this.next, count, atOnce };
    this.next += count;
    const last = `#${this.next - 1} `;
    const [end] = await Promise.all([
      this.probe.evaluate((probe, [selector, text, timeout]) => probe.whenPainted(selector, text, timeout), [
        LINE,
        last,
        PATIENCE_MS,
      ] as const),
      this.window.workbench.driver.command(BENCH_COMMANDS.appendLines, request),
    ]);
    return end;
  }
}
