import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 250;

/**
 * Runs `work` while this process alone holds the lock `file`; waits for as long as another live process holds it.
 * A lock whose process has died is taken over.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  while (!tryLock(file)) {
    await wait(POLL_MS);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** The lock appears together with its content (a hard link), so nobody ever reads a lock without an owner. */
function tryLock(file: string): boolean {
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) {
      throw error;
    }
    removeIfAbandoned(file);
    return false;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

function removeIfAbandoned(file: string): void {
  try {
    process.kill(Number(fs.readFileSync(file, 'utf8')), 0);
  } catch (error) {
    if (isErrno(error, 'ESRCH')) {
      fs.rmSync(file, { force: true });
    }
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
