import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Registers the hooks of a folder that each test finds empty, and that goes afterwards.
 *
 * @returns what makes a file in it, and answers its path
 */
export function useTemporaryFiles(): (name: string, content: string | Uint8Array) => string {
  let folder = '';
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'posthog-plugins-files-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));
  return (name, content) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, content);
    return file;
  };
}
