import { UiSession } from './uiSession';
import { Workbench, type WorkbenchOptions } from './workbench';

/**
 * The one session of this test process. Mocha gives test files and root hooks no other place to share it; only
 * the root hooks in test/ui/rootHooks.ts end it.
 */
let session: Promise<UiSession> | undefined;
const windows = new Set<Workbench>();

/** Builds, packages and installs everything that windows need. */
export async function openSession(): Promise<UiSession> {
  session ??= UiSession.start();
  return session;
}

/** Opens a fresh window for a test file: call it in `before`. It is closed after the last test, or by `close()`. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const workbench = await Workbench.open(await openSession(), options);
  windows.add(workbench);
  return workbench;
}

export async function saveFailures(name: string): Promise<void> {
  const open = [...windows].filter(({ page }) => !page.isClosed());
  for (const [index, workbench] of open.entries()) {
    await workbench.saveFailure(index === 0 ? name : `${name}-${index + 1}`);
  }
}

export async function closeEverything(): Promise<void> {
  for (const workbench of windows) {
    await workbench.close();
  }
  windows.clear();
  // One that never started was reported then.
  const started = await session?.catch(() => undefined);
  await started?.stop();
  session = undefined;
}
