import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { runMain } from './plainError';
import { PROJECT_ROOT } from './projectRoot';
import { npmCommand, runCommand } from './runCommand';

/** The file of UI tests that takes the pictures of media/screenshots. */
const FILE = 'demoProject';

/** Takes the pictures that are kept with the project, by the same steps as the UI tests. */
async function takeScreenshots(): Promise<number> {
  const folder = path.join(PROJECT_ROOT, 'media', 'screenshots');
  const [command, args] = npmCommand('run', '--silent', 'test:ui', '--', FILE);
  const code = await runCommand(command, args, { env: { ...process.env, SCREENSHOTS_DIR: folder } });
  for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.png'))) {
    await shrink(path.join(folder, name));
  }
  return code;
}

/** One of the pictures is packaged: a palette takes a third of the bytes, and a picture of an editor has few colours. */
async function shrink(file: string): Promise<void> {
  const small = await sharp(file)
    .png({ palette: true, dither: 0, effort: 10, compressionLevel: 9 })
    .toBuffer();
  fs.writeFileSync(file, small);
}

if (require.main === module) {
  void runMain(takeScreenshots);
}
