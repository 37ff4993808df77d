import { readAudit } from './auditReport';
import { runMain } from './plainError';
import { npmCommand, runCommand } from './runCommand';

/**
 * Asks the registry for known vulnerabilities in what is installed. Answers 0 when there are none, 1 when there are
 * some, and 2 when it could not be found out, which is never taken for good news.
 */
async function audit(): Promise<number> {
  let output = '';
  const [command, args] = npmCommand('audit', '--json', '--loglevel=silent');
  await runCommand(command, args, { onOutput: (chunk) => (output += chunk) });
  const result = readAudit(output);
  switch (result.kind) {
    case 'clean':
      console.log('npm audit: no known vulnerabilities.');
      return 0;
    case 'found':
      warn(`npm audit: known vulnerabilities in ${result.packages.length} packages.`);
      result.packages.forEach((line) => console.log(`  ${line}`));
      return 1;
    case 'unavailable':
      warn(
        `npm audit could not run (${result.reason}). Whether there are known vulnerabilities is not known.`,
      );
      return 2;
  }
}

/** On GitHub it stands above the log too. */
function warn(text: string): void {
  console.log(process.env.GITHUB_ACTIONS === 'true' ? `::warning title=npm audit::${text}` : text);
}

if (require.main === module) {
  void runMain(audit);
}
