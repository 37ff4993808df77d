import * as v from 'valibot';
import type { Uri } from 'vscode';

import type { StateStore } from '../connection/connections';
import { pluginSchema, type Plugin } from '../api/schemas';

/** What is kept of an open settings document, so that a reload of the window loses nothing. Never a secret. */
export interface KeptDocument {
  /** The text as the server had it when it was opened: what tells that somebody else has changed it since. */
  readonly base?: string | undefined;
  /** Text that was saved by itself and not sent. */
  readonly draft?: string | undefined;
  /** What the editor knows as its time, in milliseconds since the epoch. */
  readonly mtime: number;
  /** Of a config that is not there yet. */
  readonly plugin?: Plugin | undefined;
  readonly hasName?: boolean | undefined;
}

const keptSchema = v.object({
  base: v.optional(v.string()),
  draft: v.optional(v.string()),
  mtime: v.number(),
  plugin: v.optional(pluginSchema),
  hasName: v.optional(v.boolean()),
});

/** Keeps open settings documents over a reload of the window, in the workspace's state. */
export class SettingsMemory {
  constructor(private readonly store: StateStore) {}

  /** @returns undefined also for what is damaged */
  get(uri: Uri): KeptDocument | undefined {
    const parsed = v.safeParse(keptSchema, this.store.get(keyOf(uri)));
    return parsed.success ? parsed.output : undefined;
  }

  set(uri: Uri, kept: KeptDocument | undefined): void {
    void this.store.update(keyOf(uri), kept);
  }
}

function keyOf(uri: Uri): string {
  return `posthogPlugins.settings.${uri.path}`;
}
