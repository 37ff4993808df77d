import { setTimeout as wait } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import * as vscode from 'vscode';
import { WatchedExtension } from '../leaks/watchedExtension';
import { SOAK_COMMANDS, WATCH_VARIABLE, type HostSample } from './soakProtocol';

/** Until sockets that were told to close have closed. */
const CLOSING_MS = 2_000;

/** Where a soak asks for it: watches the product from before its activation. */
export function registerSoakCommands(context: vscode.ExtensionContext): void {
  const id = process.env[WATCH_VARIABLE];
  const extension = id === undefined ? undefined : vscode.extensions.getExtension(id);
  if (!extension) {
    return;
  }
  const watched = new WatchedExtension(extension);
  const collectGarbage = garbageCollector();
  const sample = async (): Promise<HostSample> => {
    // What finalizers let go of in the first pass is collected in the second.
    collectGarbage();
    await wait(50);
    collectGarbage();
    return {
      heap: process.memoryUsage().heapUsed,
      handles: watched.handleCounts,
      handleList: watched.handleList,
      resources: countOf(process.getActiveResourcesInfo()),
      census: Object.fromEntries(watched.census()),
    };
  };
  context.subscriptions.push(
    vscode.commands.registerCommand(SOAK_COMMANDS.sample, sample),
    vscode.commands.registerCommand(SOAK_COMMANDS.end, async () => {
      watched.end();
      await wait(CLOSING_MS);
      return sample();
    }),
  );
}

function garbageCollector(): () => void {
  v8.setFlagsFromString('--expose-gc');
  return vm.runInNewContext('gc') as () => void;
}

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) {
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
