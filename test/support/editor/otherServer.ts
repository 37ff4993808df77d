import type { ProfileName } from '../../../src/demo/profiles';
import { DemoServerHarness } from '../demoServer';
import { seedOf } from '../projectHarness';
import { connectOwnServer } from '../connectOwnServer';
import type { EditorWindow } from './editorWindow';

/** Starts one more server, and connects the window to its project Main, which becomes the open one. Stop it in the end. */
export async function connectOther(window: EditorWindow, profile: ProfileName): Promise<DemoServerHarness> {
  const other = new DemoServerHarness({ profile, fixture: seedOf(profile) });
  const { url, key } = await other.start();
  await connectOwnServer(window, { url, key }, 'Main');
  // The first project may have the same name.
  await window.toasts.withText(`Connected to Main — ${new URL(url).host}`).waitUntilShown();
  return other;
}

/** Opens another of the known connections. @param url of its server */
export async function switchTo(window: EditorWindow, url: string): Promise<void> {
  window.runCommand('Switch Connection…');
  await window.quickInput.waitForTitle('Switch Connection');
  await window.quickInput.type(new URL(url).host);
  await window.quickInput.accept();
}
