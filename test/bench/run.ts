import { parseArgs } from 'node:util';
import { PlainError, runMain } from '../../scripts/plainError';
import { closeEverything } from '../support/openWorkbench';
import { BENCHMARKS } from './benchmarks';
import { isGood, type BenchContext, type Finding } from './benchmark';
import { describeMachine } from './machine';
import { printReport, writeReport } from './report';

/** Runs the benchmarks. Answers 1 when a limit is missed, an entry was lost, or a benchmark failed. */
async function run(): Promise<number> {
  const { values } = parseArgs({
    options: { json: { type: 'string' }, only: { type: 'string' }, quick: { type: 'boolean' } },
  });
  const quick = values.quick ?? false;
  const wanted = choose(values.only);
  const context: BenchContext = { quick, say: (line) => console.log(`  ${line}`) };
  const findings: Finding[] = [];
  const failures: string[] = [];
  const machine = await describeMachine();
  try {
    for (const benchmark of wanted) {
      const name = benchmark.keys.join(', ');
      console.log(`${name} …`);
      try {
        findings.push(...(await benchmark.run(context)));
      } catch (error) {
        console.error(error instanceof Error ? error.stack : error);
        failures.push(`${name}: ${String(error)}`);
      }
    }
  } finally {
    await closeEverything();
  }
  const report = { findings, failures, machine, quick };
  printReport(report);
  if (values.json !== undefined) {
    writeReport(values.json, report);
  }
  return failures.length === 0 && findings.every(isGood) ? 0 : 1;
}

/** @throws PlainError for a key that no benchmark has */
function choose(only: string | undefined): typeof BENCHMARKS {
  if (only === undefined) {
    return BENCHMARKS;
  }
  const keys = only.split(',').map((key) => key.trim());
  const known = BENCHMARKS.flatMap((benchmark) => benchmark.keys);
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new PlainError(`There is no benchmark "${unknown}"; there are ${known.join(', ')}.`);
  }
  return BENCHMARKS.filter((benchmark) => benchmark.keys.some((key) => keys.includes(key)));
}

if (require.main === module) {
  void runMain(run);
}
