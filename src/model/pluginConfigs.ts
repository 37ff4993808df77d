import { setMaxListeners } from 'node:events';
import type { ApiClient, CallOptions } from '../api/client';
import type { Clock } from '../api/clock';
import { isApiError, type ApiError, type Operation } from '../api/errors';
import { findCollection, learn, traitsFromAnswers, type ServerTraits, type Support } from '../api/generation';
import { listLogs, probeJobs, retrievePluginConfig, type ProjectApi } from '../api/pluginConfigs';
import type { PluginConfig } from '../api/schemas';
import { rowOf, type ConfigRow, type Pending } from './configRow';
import { Listeners } from './listeners';
import {
  fromPage,
  isBrokenPage,
  loadConfigs,
  salvage,
  type LoadedConfigs,
  type UnreadableRow,
} from './loadConfigs';
import { PluginDirectory } from './pluginDirectory';
import { RowStore } from './rowStore';

/** How true the rows are. Rows are kept through every state but `failed`. */
export type ListState =
  /** The first request is under way; rows, if any, are remembered from last time. */
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  /** The last refresh failed; the rows are older. */
  | { readonly kind: 'stale'; readonly error: ApiError }
  | { readonly kind: 'failed'; readonly error: ApiError };

/** Rows and knowledge kept from an earlier window, so that the tree paints at once. */
export interface Remembered {
  readonly rows: readonly ConfigRow[];
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly readOnly: boolean;
}

export interface PluginConfigsOptions {
  readonly client: ApiClient;
  readonly projectId: number;
  readonly clock: Clock;
  readonly remembered?: Remembered | undefined;
}

/**
 * The plugin configs of one project as the server last told them: what every view renders. Holds the server's
 * answers only; a write marks its row as pending and then commits what the server said, or says why it did not happen.
 */
export class PluginConfigs {
  private readonly plugins = new PluginDirectory();
  private readonly store: RowStore;
  private readonly changed = new Listeners();
  private readonly abort = new AbortController();
  private cachedRows: readonly ConfigRow[] | undefined;
  private currentTraits: ServerTraits | undefined;
  private refreshing: Promise<void> | undefined;
  private pages = 1;

  state: ListState = { kind: 'loading' };
  /** When the rows were read from the server, in milliseconds since the epoch; undefined before any. */
  rowsFrom: number | undefined;
  /** The key may only read: learned from the first write that was refused, never probed. */
  readOnly: boolean;
  /** The organisation of the project has plugins switched off: the server answers with an empty list. */
  notAllowed = false;
  unreadable: readonly UnreadableRow[] = [];
  /** Where the next page begins; undefined when all rows are loaded. */
  nextOffset: number | undefined;

  readonly projectId: number;
  readonly onDidChange = this.changed.on;

  constructor(private readonly options: PluginConfigsOptions) {
    this.projectId = options.projectId;
    // Every read of this list listens to it: many at once are no leak.
    setMaxListeners(0, this.abort.signal);
    this.store = new RowStore(options.remembered?.rows ?? [], (id) => this.plugins.get(id));
    this.rowsFrom = options.remembered?.at;
    this.readOnly = options.remembered?.readOnly ?? false;
  }

  /** In execution order. */
  get rows(): readonly ConfigRow[] {
    this.cachedRows ??= this.store.rows();
    return this.cachedRows;
  }

  row(id: number): ConfigRow | undefined {
    return this.rows.find((row) => row.id === id);
  }

  /** What this server can do; undefined before it has answered for the first time. */
  get traits(): ServerTraits | undefined {
    return this.currentTraits;
  }

  /** The project as the API functions want it. Before the first answer the usual path is assumed. */
  get api(): ProjectApi {
    return {
      client: this.options.client,
      projectId: this.projectId,
      collection: this.currentTraits?.collection ?? 'plugin_configs',
    };
  }

  /** Reads the list again; concurrent calls share one request. Never throws: the outcome is in `state`. */
  refresh(options: CallOptions = {}): Promise<void> {
    this.refreshing ??= this.load(options).finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  /** Reads one more page of a long list. */
  async loadMore(): Promise<void> {
    if (this.nextOffset !== undefined) {
      await this.refreshing;
      this.pages++;
      await this.refresh();
    }
  }

  /**
   * Reads one config with its plugin, which lists do not carry.
   *
   * @throws ApiError
   */
  async retrieve(id: number, options: CallOptions = {}): Promise<ConfigRow> {
    const config = await retrievePluginConfig(this.api, id, this.withSignal(options));
    this.commit(config);
    return this.row(id) ?? rowOf(config, this.plugins.get(config.plugin));
  }

  /** Takes over what the server answered for one config. */
  commit(config: PluginConfig): void {
    if (config.plugin_info) {
      this.plugins.set(config.plugin_info);
    }
    this.store.take(config);
    this.notify();
  }

  /** Takes a config out of the list: the server said that it is gone. */
  remove(id: number): void {
    this.store.remove(id);
    this.notify();
  }

  setPending(id: number, pending: Pending | undefined): void {
    this.store.setPending(id, pending);
    this.notify();
  }

  setFailure(id: number, error: ApiError): void {
    this.store.setFailure(id, error);
    this.notify();
  }

  /** Learns from how an operation ended: what the server lacks, and that a key may only read. */
  learn(operation: Operation, outcome: 'ok' | ApiError): void {
    const traits = this.currentTraits && learn(this.currentTraits, operation, outcome);
    const readOnly =
      outcome !== 'ok' && outcome.reason === 'missingScope' && WRITES.has(operation) ? true : this.readOnly;
    if (traits !== this.currentTraits || readOnly !== this.readOnly) {
      this.currentTraits = traits;
      this.readOnly = readOnly;
      this.notify();
    }
  }

  /**
   * Whether this server runs jobs for this key. Where its answers have not shown it yet, the job route is asked by a
   * request that only reads.
   *
   * @throws ApiError
   */
  async findJobs(id: number): Promise<Support> {
    if (this.currentTraits?.jobs === 'unknown') {
      const found = await probeJobs(this.api, id, this.withSignal({}));
      const jobs = found === 'available' ? 'yes' : found === 'missing' ? 'no' : found;
      this.currentTraits = { ...this.currentTraits, jobs };
      this.notify();
    }
    return this.currentTraits?.jobs ?? 'unknown';
  }

  dispose(): void {
    this.abort.abort();
    this.changed.clear();
  }

  private async load(options: CallOptions): Promise<void> {
    const call = this.withSignal(options);
    const askedAt = this.store.now();
    if (this.state.kind === 'failed' && options.priority !== 'background') {
      this.state = { kind: 'loading' };
      this.notify();
    }
    try {
      const found = await this.loadPages(call);
      this.store.takeList(found.rows, askedAt);
      this.tellTraits(this.api.collection, found.rows);
      this.unreadable = found.unreadable;
      this.nextOffset = found.nextOffset;
      this.notAllowed = this.store.isEmpty && (await this.pluginsSwitchedOff(call));
      this.state = { kind: 'ready' };
      this.rowsFrom = this.options.clock.now();
      this.notify();
    } catch (error) {
      this.fail(error);
      return;
    }
    await this.learnPlugins({ ...call, priority: 'background' });
  }

  private async loadPages(call: CallOptions): Promise<LoadedConfigs> {
    let page = this.currentTraits ? await loadConfigs(this.api, 0, call) : await this.loadFirstPage(call);
    const pages = [page];
    for (let loaded = 1; loaded < this.pages && page.nextOffset !== undefined; loaded++) {
      page = await loadConfigs(this.api, page.nextOffset, call);
      pages.push(page);
    }
    return {
      rows: pages.flatMap(({ rows }) => rows),
      unreadable: pages.flatMap(({ unreadable }) => unreadable),
      nextOffset: page.nextOffset,
    };
  }

  /** The first answer also tells under which path this generation keeps its configs. */
  private async loadFirstPage(call: CallOptions): Promise<LoadedConfigs> {
    try {
      const { collection, firstPage } = await findCollection(this.options.client, this.projectId, call);
      this.tellTraits(collection, firstPage.rows);
      return fromPage(firstPage);
    } catch (error) {
      if (!isBrokenPage(error)) {
        throw error;
      }
      // The path that failed is the one that exists: a missing one is a 404.
      const collection = error.data.path.includes('/plugin-configs') ? 'plugin-configs' : 'plugin_configs';
      const found = await salvage({ ...this.api, collection }, 0, call, error);
      this.tellTraits(collection, found.rows);
      return found;
    }
  }

  /**
   * A list is empty both where there is nothing and where the organisation has plugins switched off. The log endpoint
   * tells the two apart: it refuses in the latter case, and answers an unknown config with an empty page otherwise.
   */
  private async pluginsSwitchedOff(call: CallOptions): Promise<boolean> {
    try {
      await listLogs(this.api, 0, { limit: 1 }, call);
      return false;
    } catch (error) {
      return isApiError(error, 'forbidden') && error.reason === 'pluginsNotAllowed';
    }
  }

  private async learnPlugins(call: CallOptions): Promise<void> {
    const canRetrieve = this.currentTraits?.era !== '2021-06' && this.currentTraits?.era !== '2021-12';
    await this.plugins.learn(this.api, this.store.all, canRetrieve, call, () => {
      this.tellTraits(this.api.collection, this.store.all);
      this.notify();
    });
  }

  /** What an operation itself has shown is not overruled by what rows and plugins look like. */
  private tellTraits(collection: ServerTraits['collection'], rows: readonly PluginConfig[]): void {
    if (this.currentTraits && rows.length === 0) {
      return; // an empty list shows nothing that was not known
    }
    const told = traitsFromAnswers({ collection, rows, plugins: this.plugins.all });
    const { jobs, frontend, rearrange } = this.currentTraits ?? told;
    this.currentTraits = {
      ...told,
      jobs: jobs === 'unknown' ? told.jobs : jobs,
      frontend: frontend === 'unknown' ? told.frontend : frontend,
      rearrange: rearrange === 'unknown' ? told.rearrange : rearrange,
    };
  }

  private fail(error: unknown): void {
    if (!isApiError(error)) {
      throw error;
    }
    if (error.kind === 'cancelled') {
      return;
    }
    if (error.kind === 'gone') {
      this.store.clear(); // the server no longer has any of it
    }
    this.state = { kind: this.store.isEmpty ? 'failed' : 'stale', error };
    this.notify();
  }

  private withSignal(options: CallOptions): CallOptions {
    const signal = options.signal ? AbortSignal.any([options.signal, this.abort.signal]) : this.abort.signal;
    return { ...options, signal };
  }

  private notify(): void {
    this.cachedRows = undefined;
    this.changed.fire();
  }
}

const WRITES: ReadonlySet<Operation> = new Set<Operation>([
  'createPluginConfig',
  'updatePluginConfig',
  'deletePluginConfig',
]);
