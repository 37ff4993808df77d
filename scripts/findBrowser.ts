import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { PlainError, runMain } from './plainError';
import { PROJECT_ROOT } from './projectRoot';
import { outputOf, runCommand } from './runCommand';

const NAMES = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'chrome',
  'microsoft-edge',
];
const PLACES = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The path of a Chromium or Chrome that starts: the one named by the environment variable CHROMIUM, else an installed
 * one, else one that is installed now. Throws a plain error that says what to do when none can be had.
 */
export async function findBrowser(): Promise<string> {
  const named = process.env.CHROMIUM;
  if (named !== undefined) {
    if (starts(named)) {
      return named;
    }
    throw new PlainError(
      `CHROMIUM names ${named}, which does not start: set it to the path of a Chromium or Chrome.`,
    );
  }
  const found = installedBrowser() ?? (await installBrowser());
  if (found === undefined) {
    throw new PlainError(
      'No Chromium or Chrome was found and none could be installed: install one (on Debian: apt-get install chromium), ' +
        'or set the environment variable CHROMIUM to the path of one, then run this again.',
    );
  }
  return found;
}

function installedBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const inPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...inPath, ...PLACES, chromium.executablePath()].find(
    (file) => fs.existsSync(file) && starts(file),
  );
}

/** Ubuntu's chromium-browser, for one, can be a mere pointer to a package that is not installed. */
function starts(file: string): boolean {
  return /\d+\.\d+/.test(outputOf(file, ['--version']) ?? '');
}

async function installBrowser(): Promise<string | undefined> {
  return (await installWithApt()) ?? (await installWithPlaywright());
}

async function installWithApt(): Promise<string | undefined> {
  const prefix = rootPrefix();
  // On Ubuntu the package is a pointer to a snap, which a test cannot rely on.
  if (!prefix || !outputOf('apt-get', ['--version']) || isUbuntu()) {
    return undefined;
  }
  console.log('Installing Chromium with apt-get (once, about a minute)…');
  const env = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  const [program = 'env', ...rest] = [...prefix, ...env];
  const log: string[] = [];
  const apt = (...args: readonly string[]): Promise<number> =>
    runCommand(program, [...rest, 'apt-get', '-qq', ...args], { onOutput: (chunk) => log.push(chunk) });
  await apt('update');
  const code = await apt('install', '--yes', '--no-install-recommends', 'chromium', 'fonts-liberation');
  if (code !== 0) {
    console.error(log.join('').trim().split('\n').slice(-5).join('\n'));
  }
  return installedBrowser();
}

async function installWithPlaywright(): Promise<string | undefined> {
  console.log('Installing Chromium with Playwright (once)…');
  const cli = path.join(PROJECT_ROOT, 'node_modules', 'playwright-core', 'cli.js');
  const withSystemLibraries = rootPrefix() && process.platform === 'linux' ? ['--with-deps'] : [];
  await runCommand(process.execPath, [cli, 'install', ...withSystemLibraries, 'chromium'], {
    onOutput: () => undefined,
  });
  return installedBrowser();
}

/** What to put before a command that needs root: nothing, or sudo where it asks no password; undefined if neither. */
function rootPrefix(): readonly string[] | undefined {
  if (process.platform !== 'linux') {
    return undefined;
  }
  if (process.getuid?.() === 0) {
    return [];
  }
  return outputOf('sudo', ['-n', 'true']) === undefined ? undefined : ['sudo', '-n'];
}

function isUbuntu(): boolean {
  return fs.existsSync('/etc/os-release') && /^ID=ubuntu$/m.test(fs.readFileSync('/etc/os-release', 'utf8'));
}

if (require.main === module) {
  void runMain(async () => {
    console.log(await findBrowser());
    return 0;
  });
}
