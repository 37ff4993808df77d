import type { Workbench } from './workbench';

/** Goes through Connect… as a person would: own server, its address, the key, and the project by its name. */
export async function connectOwnServer(
  workbench: Workbench,
  server: { readonly url: string; readonly key: string },
  project: string,
): Promise<void> {
  const { quickInput } = workbench;
  await workbench.tree.open();
  await workbench.runCommand('Connect…');
  await quickInput.pick('Own server…');
  await quickInput.waitForMessage('address of the PostHog server');
  await quickInput.enter(server.url);
  await quickInput.waitForMessage('Personal API key');
  await quickInput.enter(server.key);
  await quickInput.pick(project);
  await workbench.statusBar.waitFor(project);
}
