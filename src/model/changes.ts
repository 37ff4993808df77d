import type { ApiError } from '../api/errors';
import type { PluginConfigChanges } from '../api/pluginConfigs';

/** A change that the server confirmed, with what takes it back. */
export interface Change {
  readonly id: number;
  /** The config's name at that time. */
  readonly label: string;
  readonly what: 'enabled' | 'disabled' | 'deleted';
  /** Restores the former state, in one PATCH. */
  readonly inverse: PluginConfigChanges;
}

/** What became of *Enable* or *Disable*. */
export type EnabledOutcome =
  | { readonly kind: 'changed'; readonly change: Change }
  /** The server answered without an error and left the config as it was. */
  | { readonly kind: 'unchanged'; readonly enabled: boolean };

/** What became of *Delete*: servers differ in what they can do. */
export type DeleteOutcome =
  /** Disabled and hidden: no list shows it any more. */
  | { readonly kind: 'removed'; readonly change: Change }
  /** Disabled; servers until autumn 2023 cannot hide a config, so it stays in the list. */
  | { readonly kind: 'disabledOnly'; readonly change: Change }
  /** Disabled, but hiding it failed. */
  | { readonly kind: 'stillListed'; readonly change: Change; readonly cause: ApiError | undefined }
  | { readonly kind: 'alreadyGone' };

/**
 * A write that was not sent, because the server works on another project than the connection says: servers of June
 * 2021 ignore the project in the address and use the one that the key's owner last opened in the browser.
 */
export class WrongProjectError extends Error {
  override readonly name = 'WrongProjectError';

  constructor(
    readonly expected: number,
    readonly found: number,
  ) {
    super(`the server answered for project ${found}, not ${expected}`);
  }
}
