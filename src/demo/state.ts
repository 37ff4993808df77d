import { machineClock, type DemoClock } from './clock';
import { Crash } from './failure';
import type { Fixture, FixtureConfig, FixtureOrganization, FixtureProject, FixtureUser } from './fixture';
import { Heap } from './heap';
import { LogStore } from './logStore';
import { toJsonb } from './pyJson';
import { characterCount, fromJson, isDict, toJson, type Json, type PyDict, type PyValue } from './pyValue';
import type { Attachment, ConfigPatch, ConfigRow, Plugin, QueuedJob, StoredConfig } from './rows';
import { formatMicros, parseIsoTime, type Micros } from './timestamps';

/** Sequences start where the recordings' databases did. */
const FIRST_NEW_CONFIG = 401;
const FIRST_NEW_ATTACHMENT = 51;
const INT32_MAX = 2_147_483_647;
const INT32_MIN = -2_147_483_648;

/** The database behind the demo server. */
export class DemoState {
  readonly organizations: readonly FixtureOrganization[];
  readonly projects: readonly FixtureProject[];
  readonly users: readonly FixtureUser[];
  readonly plugins: readonly Plugin[];
  readonly deliveryRates: Map<number, number>;
  readonly logs = new LogStore();
  readonly queuedJobs: QueuedJob[] = [];
  /** Requests answered so far, of every kind. */
  requestCount = 0;

  private readonly configs = new Heap<ConfigRow>();
  private readonly attachments = new Map<number, readonly Attachment[]>();
  private nextConfigId = FIRST_NEW_CONFIG;
  private nextAttachmentId = FIRST_NEW_ATTACHMENT;
  private microsecond = 0;

  constructor(
    fixture: Fixture,
    private readonly clock: DemoClock = machineClock,
  ) {
    this.organizations = fixture.organizations;
    this.projects = fixture.projects;
    this.users = fixture.users;
    this.plugins = fixture.plugins.map((plugin) => ({
      ...plugin,
      organizationId: this.organizationIdOf(plugin.organization),
      schema: column(plugin.config_schema),
      publicJobs: column(plugin.public_jobs ?? null),
      capabilityDict: dictColumn(plugin.capabilities),
      metricDict: column(plugin.metrics ?? null),
    }));
    this.deliveryRates = new Map(
      Object.entries(fixture.delivery_rates_24h).map(([id, rate]) => [Number(id), rate]),
    );
    for (const config of fixture.configs) {
      this.seedConfig(config);
    }
    this.logs.insert(fixture.logs);
  }

  /** Microseconds since the epoch, never twice the same and never a whole second. */
  now(): Micros {
    this.microsecond = (this.microsecond % 999) + 1;
    return Math.floor(this.clock.now()) * 1000 + this.microsecond;
  }

  organizationIdOf(reference: string): string {
    const ending = reference.toLowerCase();
    return this.organizations.find(({ id }) => id === reference || id.endsWith(ending))?.id ?? reference;
  }

  /** All rows, in physical order. */
  configRows(): readonly ConfigRow[] {
    return this.configs.rows();
  }

  attachmentsOf(configId: number): readonly Attachment[] {
    return this.attachments.get(configId) ?? [];
  }

  /**
   * Inserts a row. The sequence moves on even when the database refuses it.
   *
   * @throws Crash where the database refuses the values
   */
  insertConfig(values: Omit<ConfigRow, 'id' | 'createdAt' | 'updatedAt'>): ConfigRow {
    const id = this.nextConfigId++;
    const now = this.now();
    const row = { ...values, id, createdAt: now, updatedAt: now };
    this.configs.insert(storable(row));
    return row;
  }

  /**
   * Saves all columns of a row.
   *
   * @returns the row as the saving request goes on seeing it: with its JSON in the order in which it was given
   * @throws Crash where the database refuses the values; then nothing is saved
   */
  saveConfig(row: ConfigRow): ConfigRow {
    const before = this.configs.rows().find(({ id }) => id === row.id);
    const saved = { ...row, updatedAt: this.now() };
    const stored = storable(saved);
    if (before) {
      this.configs.update(before, stored);
    }
    return saved;
  }

  /** @throws Crash when a text is longer than its column (200 characters) */
  addAttachment(configId: number, values: Omit<Attachment, 'id'>): void {
    const existing = this.attachmentsOf(configId);
    const former = existing.find(({ key }) => key === values.key);
    const attachment = { ...values, id: former?.id ?? this.nextAttachmentId++ };
    if ([values.key, values.fileName, values.contentType].some((text) => characterCount(text) > 200)) {
      throw new Crash();
    }
    this.attachments.set(
      configId,
      former ? existing.map((item) => (item === former ? attachment : item)) : [...existing, attachment],
    );
  }

  /** @returns whether there was one */
  removeAttachment(configId: number, key: string): boolean {
    const existing = this.attachmentsOf(configId);
    this.attachments.set(
      configId,
      existing.filter((attachment) => attachment.key !== key),
    );
    return this.attachmentsOf(configId).length < existing.length;
  }

  /** For tests: a config as the database holds it, or undefined. */
  storedConfig(id: number): StoredConfig | undefined {
    const row = this.configs.rows().find((candidate) => candidate.id === id);
    return row && this.describe(row);
  }

  /** For tests: all configs of a project, in physical order. */
  storedConfigs(projectId: number): readonly StoredConfig[] {
    return this.configs
      .rows()
      .filter((row) => row.projectId === projectId)
      .map((row) => this.describe(row));
  }

  /** For tests: changes a config as another client would, without a request. */
  patchConfig(id: number, patch: ConfigPatch): void {
    const row = this.configs.rows().find((candidate) => candidate.id === id);
    if (!row) {
      throw new Error(`There is no config ${id}`);
    }
    const { config, error, ...rest } = patch;
    this.saveConfig({
      ...row,
      ...rest,
      ...(config !== undefined && { config: fromJson(config) }),
      ...(error !== undefined && { error: fromJson(error) }),
    });
  }

  private describe(row: ConfigRow): StoredConfig {
    return {
      ...row,
      config: toJson(row.config),
      error: toJson(row.error),
      createdAt: formatMicros(row.createdAt),
      updatedAt: formatMicros(row.updatedAt),
      attachments: this.attachmentsOf(row.id),
    };
  }

  private seedConfig(config: FixtureConfig): void {
    this.configs.insert({
      id: config.id,
      projectId: config.project,
      pluginId: config.plugin,
      enabled: config.enabled,
      order: config.order,
      config: column(config.config),
      error: column(config.error),
      name: config.name ?? null,
      description: config.description ?? null,
      deleted: config.deleted === undefined ? false : config.deleted,
      createdAt: this.timeOf(config.created_at),
      updatedAt: this.timeOf(config.updated_at),
    });
    this.attachments.set(
      config.id,
      (config.attachments ?? []).map((attachment) => ({
        id: attachment.id,
        key: attachment.key,
        fileName: attachment.file_name,
        contentType: attachment.content_type,
        size: attachment.file_size,
      })),
    );
    this.nextConfigId = Math.max(this.nextConfigId, config.id + 1);
  }

  private timeOf(text: string | undefined): Micros {
    return (text === undefined ? undefined : parseIsoTime(text.replace('Z', '+00:00'))?.micros) ?? this.now();
  }
}

function storable(row: ConfigRow): ConfigRow {
  const config = toJsonb(row.config);
  const error = toJsonb(row.error);
  const isInt32 = row.order >= INT32_MIN && row.order <= INT32_MAX;
  if (config === undefined || config === null || error === undefined || !isInt32) {
    throw new Crash();
  }
  return { ...row, config, error };
}

function column(json: Json): PyValue {
  return toJsonb(fromJson(json)) ?? null;
}

function dictColumn(json: Json): PyDict {
  const value = column(json);
  return isDict(value) ? value : new Map();
}
