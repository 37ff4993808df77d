import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { transform } from 'esbuild';
import { LOADED_FILES_VARIABLE } from '../test/support/loadedFiles';
import { runMain } from './plainError';
import { PROJECT_ROOT } from './projectRoot';
import { npmCommand, runCommand } from './runCommand';

/** Less of src than this may not be loaded by unit tests, in per cent of its files. */
const LEAST_PERCENT = 95;

/** Runs the unit tests and prints how much of src they load, and what they do not. Answers the exit code. */
async function main(): Promise<number> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'loaded-files-'));
  try {
    const [command, args] = npmCommand('run', '--silent', 'test:unit');
    const code = await runCommand(command, args, {
      env: { ...process.env, [LOADED_FILES_VARIABLE]: folder },
    });
    return (await report(loadedIn(folder))) && code === 0 ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function loadedIn(folder: string): ReadonlySet<string> {
  const lists = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
  return new Set(lists.flatMap((list) => list.split('\n')));
}

async function report(loaded: ReadonlySet<string>): Promise<boolean> {
  const root = path.join(PROJECT_ROOT, 'src');
  const all = fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => path.join(root, name));
  const files: string[] = [];
  for (const file of all) {
    if (await hasCode(file)) {
      files.push(file);
    }
  }
  const missing = files.filter((file) => !loaded.has(file));
  const lines = (some: readonly string[]): number =>
    some.reduce((sum, file) => sum + fs.readFileSync(file, 'utf8').split('\n').length, 0);
  const percent = (part: number, whole: number): string => ((100 * (whole - part)) / whole).toFixed(1);
  missing.forEach((file) => console.log(`not loaded: ${path.relative(PROJECT_ROOT, file)}`));
  console.log(
    `Unit tests load ${files.length - missing.length} of ${files.length} files of src with code in them ` +
      `(${percent(missing.length, files.length)} %), ${percent(lines(missing), lines(files))} % of their lines; ` +
      `${all.length - files.length} files hold only types.`,
  );
  return 100 * (files.length - missing.length) >= LEAST_PERCENT * files.length;
}

/** Whether anything is left of a file without its types. */
async function hasCode(file: string): Promise<boolean> {
  const { code } = await transform(fs.readFileSync(file, 'utf8'), {
    loader: 'ts',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    minify: true,
  });
  return code.trim() !== '';
}

if (require.main === module) {
  void runMain(main);
}
