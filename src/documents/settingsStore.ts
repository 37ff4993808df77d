import { workspace, type TextDocument, type Uri } from 'vscode';

import type { Plugin } from '../api/schemas';
import { MASK, secretKeys } from '../model/secrets';
import { contentIn } from './settingsDocument';
import { draftToKeep } from './settingsDraft';
import type { SettingsMemory } from './settingsMemory';
import { schemaUri } from './settingsUris';

/** A settings document that is open, or was when the window was reloaded. */
export interface OpenDocument {
  readonly uri: Uri;
  /** As the server had it when it was opened; undefined for a config that is not there yet. */
  readonly base: string | undefined;
  /** Text that was saved by itself and not sent. */
  readonly draft: string | undefined;
  /** What the editor knows as its time, in milliseconds since the epoch. */
  readonly mtime: number;
  readonly plugin: Plugin | undefined;
  readonly hasName: boolean;
}

/** The settings documents that are open, and what of them outlives a reload of the window. */
export class SettingsStore {
  private readonly open = new Map<string, OpenDocument>();

  constructor(private readonly memory: SettingsMemory) {}

  get all(): readonly OpenDocument[] {
    return [...this.open.values()];
  }

  /** One that is open, or what was kept of it. */
  get(uri: Uri): OpenDocument | undefined {
    const open = this.open.get(uri.toString());
    if (open) {
      return open;
    }
    const kept = this.memory.get(uri);
    const base = kept?.base === undefined ? undefined : contentIn(kept.base);
    return (
      kept && {
        uri,
        base: kept.base,
        draft: kept.draft,
        mtime: kept.mtime,
        plugin: kept.plugin,
        hasName: base ? base.name !== undefined : kept.hasName === true,
      }
    );
  }

  /** One whose text may still be shown: it is open, or something in it was not sent. */
  shown(uri: Uri): OpenDocument | undefined {
    const open = this.open.get(uri.toString());
    const kept = open ?? this.get(uri);
    return open || kept?.draft !== undefined || kept?.base === undefined || isDirty(uri) ? kept : undefined;
  }

  /** The open document that a schema is for. */
  ofSchema(schema: Uri): OpenDocument | undefined {
    return [...this.open.values()].find(({ uri }) => schemaUri(uri).path === schema.path);
  }

  put(document: OpenDocument): void {
    const { uri, base, draft, mtime, plugin, hasName } = document;
    this.open.set(uri.toString(), document);
    const settings = (base === undefined ? undefined : contentIn(base))?.settings ?? {};
    const isSecret = secretKeys(plugin);
    const isHidden = (key: string): boolean =>
      isSecret(key) || (Object.hasOwn(settings, key) && settings[key] === MASK);
    this.memory.set(uri, {
      base,
      draft: draft === undefined ? undefined : draftToKeep(draft, isHidden),
      mtime,
      plugin,
      hasName,
    });
  }

  /** Shows another text for the moment, which a reload of the window forgets. */
  pretend(document: OpenDocument): void {
    this.open.set(document.uri.toString(), document);
  }

  forget(uri: Uri): void {
    this.open.delete(uri.toString());
    this.memory.set(uri, undefined);
  }
}

export function isDirty(uri: Uri): boolean {
  return openDocument(uri)?.isDirty === true;
}

export function openDocument(uri: Uri): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
