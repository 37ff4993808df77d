import * as v from 'valibot';
import type { Uri } from 'vscode';

import type { StateStore } from '../connection/connections';
import { isRecord } from '../api/record';
import { pluginSchema, type Plugin } from '../api/schemas';
import { contentIn } from './settingsDocument';

type DocumentUri = Pick<Uri, 'path'>;

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

/** Of what `Date` can tell, in milliseconds since the epoch. */
const LAST_DATE = 8.64e15;

const baseSchema = v.pipe(
  v.string(),
  v.check((text) => contentIn(text) !== undefined, 'not a settings document'),
);
const parts = {
  base: baseSchema,
  draft: v.string(),
  mtime: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LAST_DATE)),
  plugin: pluginSchema,
  hasName: v.boolean(),
};

/** Keeps open settings documents over a reload of the window, in the workspace's state. */
export class SettingsMemory {
  /** @param onLost what was kept of the document with this path is damaged, and text that was not sent may have been in it */
  constructor(
    private readonly store: StateStore,
    private readonly onLost: (path: string) => void,
  ) {}

  /** Each part on its own: a draft outlives damage of whatever stands beside it. */
  get(uri: DocumentUri): KeptDocument | undefined {
    const stored = this.store.get(keyOf(uri));
    if (stored === undefined) {
      return undefined;
    }
    const kept = isRecord(stored) ? keptIn(stored) : undefined;
    if (!isRecord(stored) || isLost(stored.draft, kept?.draft)) {
      this.set(uri, kept);
      this.onLost(uri.path);
    }
    return kept;
  }

  set(uri: DocumentUri, kept: KeptDocument | undefined): void {
    void this.store.update(keyOf(uri), kept);
  }
}

/** @returns undefined where nothing is left that a document could be made of */
function keptIn(stored: Readonly<Record<string, unknown>>): KeptDocument | undefined {
  const base = partOf(parts.base, stored.base);
  const draft = partOf(parts.draft, stored.draft);
  const plugin = partOf(parts.plugin, stored.plugin);
  const mtime = partOf(parts.mtime, stored.mtime) ?? 0;
  const isOfNew = base === undefined && plugin !== undefined;
  return base !== undefined || draft !== undefined || isOfNew
    ? { base, draft, mtime, plugin, hasName: partOf(parts.hasName, stored.hasName) }
    : undefined;
}

function partOf<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | undefined {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : undefined;
}

function isLost(stored: unknown, read: string | undefined): boolean {
  return stored !== undefined && read === undefined;
}

function keyOf(uri: DocumentUri): string {
  return `posthogPlugins.settings.${uri.path}`;
}
