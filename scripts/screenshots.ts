import path from 'node:path';
import { runMain } from './plainError';
import { PROJECT_ROOT } from './projectRoot';
import { npmCommand, runCommand } from './runCommand';

/** Tests that take the pictures of media/screenshots have this in their titles. */
const TAG = '@pictures';

/** Takes the pictures that are kept with the project, by the same steps as the UI tests. */
async function takeScreenshots(): Promise<number> {
  const [command, args] = npmCommand('run', '--silent', 'test:ui', '--', '--grep', TAG);
  return runCommand(command, args, {
    env: { ...process.env, SCREENSHOTS_DIR: path.join(PROJECT_ROOT, 'media', 'screenshots') },
  });
}

if (require.main === module) {
  void runMain(takeScreenshots);
}
