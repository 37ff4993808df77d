import fs from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../scripts/projectRoot';

/** Names the folder where test processes note which files of src they have loaded. */
export const LOADED_FILES_VARIABLE = 'LOADED_FILES_DIR';

const SOURCE = path.join(PROJECT_ROOT, 'src') + path.sep;
/** What this process has run of src in another way than by loading its modules. */
const run = new Set<string>();

/** For what runs as a bundle, such as the page of the log panel. @param files absolute paths */
export function noteRunFiles(files: readonly string[]): void {
  files.forEach((file) => run.add(file));
}

/** Writes down what this process has loaded of src so far, where the variable asks for it. */
export function noteLoadedFiles(): void {
  const folder = process.env[LOADED_FILES_VARIABLE];
  if (folder !== undefined) {
    const loaded = [...Object.keys(require.cache), ...run].filter((file) => file.startsWith(SOURCE));
    fs.writeFileSync(path.join(folder, `${process.pid}.txt`), loaded.join('\n'));
  }
}
