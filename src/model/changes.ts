import type { ApiError } from '../api/errors';

/** Parts of a config that changes concern. A part that is not there was not concerned. */
export interface ConfigState {
  readonly enabled?: boolean;
  readonly order?: number;
  /** Where rows have it. */
  readonly name?: string | null;
  /** Where rows have it. */
  readonly description?: string | null;
  /** Where rows have it. */
  readonly deleted?: boolean;
  /** All settings but secrets and attachments: those are never kept. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What a change did to one config, as the server confirmed it. */
export interface ConfigChange {
  readonly id: number;
  /** The config's name at that time. */
  readonly label: string;
  readonly before: ConfigState;
  readonly after: ConfigState;
}

/** Something that a person did, to one config or to several. */
export interface Change {
  readonly what: 'created' | 'enabled' | 'disabled' | 'deleted' | 'moved' | 'edited';
  readonly configs: readonly ConfigChange[];
  /** Names of settings whose former value cannot be restored: secrets, attachments. */
  readonly cannotRestore: readonly string[];
}

/** What became of *Enable* or *Disable*. */
export type EnabledOutcome =
  | { readonly kind: 'changed'; readonly change: Change }
  /** The server answered without an error and left the config as it was. */
  | { readonly kind: 'unchanged'; readonly enabled: boolean }
  /** Somebody has deleted it meanwhile; it does not run. */
  | { readonly kind: 'alreadyGone' };

/** What became of *Delete*: servers differ in what they can do. */
export type DeleteOutcome =
  /** Disabled and hidden: no list shows it any more. */
  | { readonly kind: 'removed'; readonly change: Change }
  /** Disabled; servers until autumn 2023 cannot hide a config, so it stays in the list. */
  | { readonly kind: 'disabledOnly'; readonly change: Change }
  /** Disabled, but hiding it failed. */
  | { readonly kind: 'stillListed'; readonly change: Change; readonly cause: ApiError | undefined }
  | { readonly kind: 'alreadyGone' }
  /** The server answered without an error and goes on running it. */
  | { readonly kind: 'unchanged'; readonly enabled: true };

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
