/** What both windows have, the real one in a browser and the one in memory, which is done with each step at once. */
interface WindowToConnect {
  readonly tree: { open(): unknown };
  readonly quickInput: {
    pick(label: string): Promise<unknown>;
    waitForMessage(text: string): Promise<unknown>;
    enter(text: string): Promise<unknown>;
  };
  readonly statusBar: { waitFor(text: string): Promise<unknown> };
  runCommand(title: string): unknown;
}

/** Goes through Connect… as a person would: own server, its address, the key, and the project by its name. */
export async function connectOwnServer(
  window: WindowToConnect,
  server: { readonly url: string; readonly key: string },
  project: string,
): Promise<void> {
  const { quickInput } = window;
  await window.tree.open();
  await window.runCommand('Connect…');
  await quickInput.pick('Own server…');
  await quickInput.waitForMessage('address of the PostHog server');
  await quickInput.enter(server.url);
  await quickInput.waitForMessage('Personal API key');
  await quickInput.enter(server.key);
  await quickInput.pick(project);
  await window.statusBar.waitFor(project);
}
