import os from 'node:os';
import { setUpHost } from '../../scripts/setupHost';
import { findBrowser } from '../../scripts/findBrowser';
import { outputOf } from '../../scripts/runCommand';

/** What the numbers were taken on. */
export interface Machine {
  readonly date: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryGb: number;
  /** Processes that wanted a core during the last minute: much more than none, and others were at work here. */
  readonly load: number;
  readonly system: string;
  readonly node: string;
  readonly vscode: string;
  readonly browser: string;
}

export async function describeMachine(): Promise<Machine> {
  const { version } = await setUpHost();
  const processors = os.cpus();
  return {
    date: new Date().toISOString(),
    cores: processors.length,
    processor: processors[0]?.model ?? '',
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    load: Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    vscode: `1${version.slice(1)}`,
    browser: outputOf(await findBrowser(), ['--version']) ?? '',
  };
}
