import fs from 'node:fs';
import path from 'node:path';
import { isGood, type Finding } from './benchmark';
import type { Machine } from './machine';
import type { Sample } from './statistics';

export interface Report {
  readonly findings: readonly Finding[];
  /** Benchmarks that came to no result. */
  readonly failures: readonly string[];
  readonly machine: Machine;
  /** Whether it was a shorter run, whose numbers do not count. */
  readonly quick: boolean;
}

const HEADINGS = ['key', 'baseline', 'product', 'unit', 'result', 'to reach', 'lost', ''] as const;

export function printReport({ findings, failures, machine, quick }: Report): void {
  const rows = findings.map((finding) => [
    finding.key,
    finding.baseline ? describeSample(finding.baseline) : '—',
    describeSample(finding.product),
    finding.unit,
    number(finding.result),
    `${finding.limitIs === 'most' ? '<=' : '>='} ${number(finding.limit)}`,
    String(finding.lost),
    isGood(finding) ? 'ok' : 'MISSED',
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  console.log('');
  for (const row of [HEADINGS, ...rows]) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
  console.log('');
  for (const { key, what, notes } of findings) {
    console.log(`${key}: ${[what, ...notes].join('; ')}`);
  }
  for (const failure of failures) {
    console.log(`FAILED ${failure}`);
  }
  const { cores, processor, memoryGb, system, load, node, vscode, browser, date } = machine;
  console.log(
    `\n${date}, ${cores} cores (${processor}), ${memoryGb} GB, ${system}, load ${load} at the start`,
  );
  console.log(`Node ${node}, VS Code ${vscode}, ${browser}`);
  if (quick) {
    console.log('QUICK RUN: shorter than it has to be, these numbers do not count.');
  }
}

export function writeReport(file: string, report: Report): void {
  fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const findings = report.findings.map((finding) => ({ ...finding, good: isGood(finding) }));
  fs.writeFileSync(file, `${JSON.stringify({ ...report, findings }, null, 2)}\n`);
}

/** The median, with the extremes where it was measured more than once. */
function describeSample({ median, min, max, count }: Sample): string {
  return count === 1 ? number(median) : `${number(median)} (${number(min)} to ${number(max)})`;
}

/** Three digits at least, where there are any. */
function number(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(1, Math.abs(value)))));
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
