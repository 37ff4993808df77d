import fs from 'node:fs';
import path from 'node:path';
import { packageExtension, VSIX } from './package';
import { runMain } from './plainError';
import { PROJECT_ROOT } from './projectRoot';
import { readZipEntries, type ZipEntry } from './zipEntries';

const KIB = 1024;

interface Budget {
  readonly what: string;
  readonly limit: number;
  readonly counts: (file: string) => boolean;
}

/** Sizes of the files themselves, before compression, in bytes. */
const BUDGETS: readonly Budget[] = [
  { what: 'extension bundle', limit: 700 * KIB, counts: (file) => file === 'extension/dist/extension.js' },
  { what: 'webview bundle', limit: 112 * KIB, counts: (file) => file.startsWith('extension/dist/webview/') },
  { what: 'demo bundle', limit: 80 * KIB, counts: (file) => file === 'extension/dist/demo.js' },
];
const VSIX_LIMIT = 384 * KIB;

/** Prints every file of the package and each budget. Answers 1 when a budget is exceeded. */
async function reportSize(): Promise<number> {
  await packageExtension();
  const entries = readZipEntries(fs.readFileSync(VSIX));
  for (const { name, size, compressed } of [...entries].sort((a, b) => b.compressed - a.compressed)) {
    console.log(`${kib(size)} ${kib(compressed)} packed  ${name}`);
  }
  console.log('');
  const packed = fs.statSync(VSIX).size;
  const results = [
    ...BUDGETS.map((budget) =>
      judge(budget.what, sum(entries.filter(({ name }) => budget.counts(name))), budget.limit),
    ),
    judge(path.relative(PROJECT_ROOT, VSIX), packed, VSIX_LIMIT),
  ];
  return results.every(Boolean) ? 0 : 1;
}

/** A budget whose file is missing is not kept either. */
function judge(what: string, size: number, limit: number): boolean {
  const kept = size > 0 && size <= limit;
  console.log(
    `${kib(size)} of ${kib(limit).trim()}  ${what}${kept ? '' : size === 0 ? ': MISSING' : ': OVER BUDGET'}`,
  );
  return kept;
}

function sum(entries: readonly ZipEntry[]): number {
  return entries.reduce((total, { size }) => total + size, 0);
}

function kib(bytes: number): string {
  return `${(bytes / KIB).toFixed(1)} KiB`.padStart(10);
}

if (require.main === module) {
  void runMain(reportSize);
}
