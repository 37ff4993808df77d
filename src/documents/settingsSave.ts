import type { TextDocument, Uri } from 'vscode';

import type { Plugin, PluginConfig } from '../api/schemas';
import type { SettingsContent } from './settingsDocument';
import type { SettingsAddress } from './settingsUris';

/** Why a save did not happen, in words: the document stays unsaved, and the editor shows it. */
export class NotSavedError extends Error {
  override readonly name = 'NotSavedError';
}

/** A document that a person wants to have saved. */
export interface SaveRequest {
  readonly uri: Uri;
  readonly address: SettingsAddress;
  readonly text: string;
  /** The open document, for marks in it. */
  readonly document: TextDocument | undefined;
  /** As the server had it when the document was opened; undefined where that is not known. */
  readonly base: SettingsContent | undefined;
  /** Of a config that is not there yet, or as far as it is known. */
  readonly plugin: Plugin | undefined;
  /** Whether this server has names and descriptions. */
  readonly hasName: boolean;
}

/** What became of a save. */
export type SavedDocument =
  /** What the server has now. */
  | { readonly kind: 'saved'; readonly config: PluginConfig; readonly plugin: Plugin | undefined }
  /** A new config was made, or something else became of it: the document has done its work. */
  | { readonly kind: 'done' };

/** Sends documents to the server. @throws NotSavedError where it did not, in words for people */
export type SaveDocument = (request: SaveRequest) => Promise<SavedDocument>;
