import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { Deferred } from '../test/support/deferred';
import { launchBrowser, VIEWPORT } from '../test/support/host/browser';
import { VsCodeServer } from '../test/support/host/server';
import { QUIET_SETTINGS, userDirOf, writeUserSettings } from '../test/support/host/settings';
import { BEGIN_MARK, REPORT_END, REPORT_MARK } from '../test/host/report';
import { bundleHostTests } from './bundleHostTests';
import { buildExtension } from './package';
import { runMain } from './plainError';
import { PROJECT_ROOT } from './projectRoot';
import { setUpHost } from './setupHost';

/** For the whole run; a single test has a limit of its own. */
const TIMEOUT_MINUTES = Number(process.env.HOST_TEST_TIMEOUT_MINUTES ?? 10);
const LAST_LINES_TIMEOUT_MS = 5_000;

/** Runs test/host inside the extension host of the browser-served VS Code. Answers the exit code. */
async function testHost(): Promise<number> {
  const host = await setUpHost();
  await buildExtension();
  const tests = await bundleHostTests();
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'posthog-plugins-host-'));
  const folder = path.join(root, 'folder');
  const dataDir = path.join(root, 'data');
  fs.mkdirSync(folder);
  writeUserSettings(userDirOf(dataDir), QUIET_SETTINGS);
  const browser = await launchBrowser();
  const server = await VsCodeServer.start(host, { dataDir, args: ['--enable-smoke-test-driver'] });
  try {
    const page = await browser.newPage({ viewport: VIEWPORT });
    const problem = await runTests(
      page,
      server,
      server.windowUrl({ folder, extension: PROJECT_ROOT, tests }),
    );
    if (problem !== undefined) {
      console.error(`Host tests: ${problem}.`);
      await saveFailure(page);
    }
    return problem === undefined ? 0 : 1;
  } finally {
    await browser.close();
    await server.stop();
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Prints the report as it comes. Answers what went wrong, if anything did. */
async function runTests(page: Page, server: VsCodeServer, url: string): Promise<string | undefined> {
  const outcome = new Deferred<number | string>();
  const report = new HostReport();
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) =>
    report.read(type, args),
  );
  await page.exposeFunction('codeAutomationExit', (code: number) => outcome.resolve(code));
  page.on('crash', () => outcome.resolve('the page crashed'));
  void server.ended.then(() => outcome.resolve('the server ended'));
  const timer = setTimeout(
    () => outcome.resolve(`not done within ${TIMEOUT_MINUTES} minutes`),
    TIMEOUT_MINUTES * 60_000,
  );
  await page.goto(url);
  const result = await outcome.promise;
  clearTimeout(timer);
  if (typeof result === 'string') {
    return `${result}, in "${report.running}"`;
  }
  if (!(await report.complete())) {
    return `the extension host ended in the middle of "${report.running}"`;
  }
  return result === 0 ? undefined : 'some failed';
}

/** Picks the test report out of the extension host's console. */
class HostReport {
  private readonly ended = new Deferred<boolean>();
  /** The test that began last. */
  running = 'start-up';

  read(type: string, args: readonly unknown[]): void {
    const line = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
    if (line === REPORT_END) {
      this.ended.resolve(true);
    } else if (line.startsWith(REPORT_MARK)) {
      console.log(line.slice(REPORT_MARK.length));
    } else if (line.startsWith(BEGIN_MARK)) {
      this.running = line.slice(BEGIN_MARK.length);
    } else if (process.env.HOST_TEST_VERBOSE !== undefined) {
      console.error(`${type}: ${line}`);
    }
  }

  /** Whether the report came to its end: it may arrive a moment later than the exit code, on another way. */
  async complete(): Promise<boolean> {
    const timer = setTimeout(() => this.ended.resolve(false), LAST_LINES_TIMEOUT_MS);
    const complete = await this.ended.promise;
    clearTimeout(timer);
    return complete;
  }
}

async function saveFailure(page: Page): Promise<void> {
  const file = path.join(PROJECT_ROOT, 'out', 'failures', 'host-tests.png');
  try {
    await page.screenshot({ path: file });
    console.error(`What the window looked like: ${path.relative(PROJECT_ROOT, file)}`);
  } catch {
    // A crashed page has no picture.
  }
}

if (require.main === module) {
  void runMain(testHost);
}
