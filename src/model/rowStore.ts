import type { ApiError } from '../api/errors';
import type { Plugin, PluginConfig } from '../api/schemas';
import { compareRows, rowOf, type ConfigRow, type Pending } from './configRow';

/**
 * The rows of a list: what the server last said of each config, or, until it has said anything, what is remembered
 * from last time; and the marks of changes that are under way or failed.
 */
export class RowStore {
  private readonly configs = new Map<number, PluginConfig>();
  private readonly pending = new Map<number, Pending>();
  private readonly failures = new Map<number, ApiError>();
  /** When a config was last written or removed here, counted in `ticks`: a list asked for earlier is older. */
  private readonly touched = new Map<number, number>();
  private ticks = 0;

  /**
   * @param remembered rows from an earlier window, shown until the first list arrives
   * @param pluginOf what is known of a plugin
   */
  constructor(
    private remembered: readonly ConfigRow[],
    private readonly pluginOf: (pluginId: number) => Plugin | undefined,
  ) {}

  /** In execution order, with the marks. Made anew with every call. */
  rows(): readonly ConfigRow[] {
    const remembered = this.remembered.filter(({ id }) => !this.touched.has(id));
    const told = this.all.map((config) => rowOf(config, this.pluginOf(config.plugin)));
    const rows = [...remembered, ...told];
    const namesakes = namesakesAmong(rows);
    return rows.map((row) => this.withMarks(row, namesakes.has(row.id))).sort(compareRows);
  }

  /** What the server said of each config. */
  get all(): readonly PluginConfig[] {
    return [...this.configs.values()];
  }

  get isEmpty(): boolean {
    return this.configs.size === 0 && this.remembered.length === 0;
  }

  /** Take it before a list is asked for, and give it to `takeList` with the answer. */
  now(): number {
    return this.ticks;
  }

  /** Takes over a list that was asked for at `askedAt`, but for configs that were written since. */
  takeList(configs: readonly PluginConfig[], askedAt: number): void {
    const listed = new Set(configs.map(({ id }) => id));
    for (const id of this.configs.keys()) {
      if (!listed.has(id) && !this.isNewer(id, askedAt)) {
        this.configs.delete(id);
      }
    }
    for (const config of configs) {
      if (!this.isNewer(config.id, askedAt)) {
        this.configs.set(config.id, config);
      }
    }
    this.remembered = [];
  }

  /** Takes over what the server said of one config. A hidden one is no row any more. */
  take(config: PluginConfig): void {
    const former = this.configs.get(config.id);
    this.touch(config.id);
    if (config.deleted === true) {
      this.configs.delete(config.id);
      return;
    }
    // Answers to writes leave out what only reads compute: null there means "not told", not "none".
    const rate = config.delivery_rate_24h ?? former?.delivery_rate_24h;
    this.configs.set(config.id, rate === undefined ? config : { ...config, delivery_rate_24h: rate });
  }

  remove(id: number): void {
    this.touch(id);
    this.configs.delete(id);
  }

  clear(): void {
    this.configs.clear();
    this.remembered = [];
  }

  setPending(id: number, pending: Pending | undefined): void {
    if (pending) {
      this.pending.set(id, pending);
      this.failures.delete(id);
    } else {
      this.pending.delete(id);
    }
  }

  setFailure(id: number, error: ApiError): void {
    this.failures.set(id, error);
  }

  private touch(id: number): void {
    this.touched.set(id, ++this.ticks);
  }

  private isNewer(id: number, askedAt: number): boolean {
    return (this.touched.get(id) ?? 0) > askedAt;
  }

  private withMarks(row: ConfigRow, hasNamesake: boolean): ConfigRow {
    const pending = this.pending.get(row.id);
    const failure = this.failures.get(row.id);
    return {
      ...row,
      ...(hasNamesake ? { hasNamesake } : {}),
      ...(pending ? { pending } : {}),
      ...(failure ? { failure } : {}),
    };
  }
}

/** The ids of rows that share their name with another: servers of 2021 and 2026 keep several configs of one plugin. */
function namesakesAmong(rows: readonly ConfigRow[]): ReadonlySet<number> {
  const byName = new Map<string, number[]>();
  for (const { id, name, pluginId } of rows) {
    const key = name ?? String(pluginId);
    const ids = byName.get(key);
    if (ids) {
      ids.push(id);
    } else {
      byName.set(key, [id]);
    }
  }
  return new Set([...byName.values()].filter((ids) => ids.length > 1).flat());
}
