import { isApiError, type ApiError } from '../api/errors';
import { getUser } from '../api/neighbours';
import { createPluginConfig, type NewPluginConfig } from '../api/pluginConfigs';
import type { CreatedPluginConfig, Plugin, PluginConfig } from '../api/schemas';
import { WrongProjectError } from './changes';
import { rowOf } from './configRow';
import { labelOf, type ConfigWrites } from './configWrites';
import { isOlderThanItsSave, showsWhatWasSent, wasSaved } from './creationEvidence';
import { createdChange, updatedChange, type CreationOutcome } from './creationOutcome';
import {
  isSamePlan,
  newConfigFields,
  planCreation,
  type CreationPlan,
  type WantedNewConfig,
} from './creationPlan';
import { loadAllConfigs } from './loadAllConfigs';
import type { PluginConfigs } from './pluginConfigs';

interface Listed {
  readonly rows: readonly PluginConfig[];
  readonly unreadable: number;
}

/** Creates plugin configs: plans, sends once, and finds out what the server did with it. */
export class ConfigCreation {
  constructor(
    private readonly configs: PluginConfigs,
    private readonly writes: ConfigWrites,
  ) {}

  /**
   * What a create of this plugin would do now. Only reads.
   *
   * @throws ApiError
   * @throws WrongProjectError where the server works on another project
   */
  async plan(plugin: Plugin): Promise<CreationPlan> {
    if (!this.configs.traits) {
      await this.configs.refresh();
    }
    const { traits, state } = this.configs;
    if (!traits) {
      throw 'error' in state ? state.error : new Error('the server was not read');
    }
    const { rows, unreadable } = await this.list();
    const other = rows.find((row) => row.team_id !== this.configs.projectId);
    const team =
      other?.team_id ?? (traits.ignoresProject && rows.length === 0 ? await this.ownTeam() : undefined);
    if (team !== undefined && team !== this.configs.projectId) {
      throw new WrongProjectError(this.configs.projectId, team);
    }
    return planCreation(plugin, rows, traits, unreadable);
  }

  /**
   * Sends one create, if the list is still as it was when `agreed` was made.
   *
   * Servers answer 201 whatever they do, so the answer's id is compared with those known before. Where no usable answer
   * comes, or a 500, which may come after the config was stored, the list is read again.
   *
   * @throws ApiError when nothing was sent
   * @throws WrongProjectError when nothing was sent
   */
  async create(wanted: WantedNewConfig, agreed: CreationPlan): Promise<CreationOutcome> {
    const plan = await this.plan(wanted.plugin);
    if (!isSamePlan(plan, agreed)) {
      return { kind: 'planChanged', plan };
    }
    const row = plan.existing && this.configs.row(plan.existing.id);
    try {
      return row
        ? await this.writes.write(row, 'saving', 'createPluginConfig', () => this.send(plan, wanted))
        : await this.send(plan, wanted);
    } catch (error) {
      if (!isApiError(error) || error.data.applied === 'unknown') {
        throw error;
      }
      this.configs.learn('createPluginConfig', error);
      return { kind: 'refused', error };
    }
  }

  /** @throws ApiError when the server refused */
  private async send(plan: CreationPlan, wanted: WantedNewConfig): Promise<CreationOutcome> {
    const fields = newConfigFields(plan, wanted, this.configs.traits?.softDelete === true);
    let answer: CreatedPluginConfig;
    try {
      answer = await createPluginConfig(this.configs.api, fields);
    } catch (error) {
      if (!isApiError(error) || error.data.applied === 'no') {
        throw error;
      }
      return this.lookForIt(plan, wanted, fields, error);
    }
    this.configs.learn('createPluginConfig', 'ok');
    const { id } = answer;
    return id === null ? { kind: 'hogFunction' } : this.stored(plan, wanted, { ...answer, id });
  }

  private async stored(
    plan: CreationPlan,
    wanted: WantedNewConfig,
    config: PluginConfig,
  ): Promise<CreationOutcome> {
    if (config.team_id !== this.configs.projectId) {
      return { kind: 'wrongProject', found: config.team_id, id: config.id };
    }
    this.take(config, wanted.plugin);
    const former = plan.known.find(({ id }) => id === config.id);
    if (former) {
      const change = updatedChange(former, config, this.labelIn(config, wanted), wanted);
      return { kind: 'updatedExisting', config, change, revived: false };
    }
    if (isOlderThanItsSave(config)) {
      const change = createdChange(config, this.labelIn(config, wanted));
      return { kind: 'updatedExisting', config, change, revived: true };
    }
    return this.settle(plan, wanted, config);
  }

  /** What was sent for the sake of an existing config does not fit a new one: its place, and that it runs. */
  private async settle(
    plan: CreationPlan,
    wanted: WantedNewConfig,
    created: PluginConfig,
  ): Promise<CreationOutcome> {
    let config = created;
    let notSettled: ApiError | undefined;
    if (plan.existing) {
      const changes = {
        ...(config.order === plan.order ? {} : { order: plan.order }),
        ...(config.enabled === wanted.enabled ? {} : { enabled: wanted.enabled }),
      };
      try {
        config = Object.keys(changes).length > 0 ? await this.writes.patch(config.id, changes) : config;
      } catch (error) {
        if (!isApiError(error)) {
          throw error;
        }
        notSettled = error;
      }
    }
    const change = createdChange(config, this.labelIn(config, wanted));
    return { kind: 'created', config, change, notSettled };
  }

  /** After a request whose fate is unknown. */
  private async lookForIt(
    plan: CreationPlan,
    wanted: WantedNewConfig,
    sent: NewPluginConfig,
    error: ApiError,
  ): Promise<CreationOutcome> {
    let listed: Listed;
    try {
      listed = await this.list();
    } catch (cause) {
      if (!isApiError(cause)) {
        throw cause;
      }
      return { kind: 'unknown', error, seen: 'notRead' };
    }
    const known = new Set(plan.known.map(({ id }) => id));
    const isSent = (config: PluginConfig): boolean => showsWhatWasSent(config, sent, wanted.plugin);
    const added = listed.rows.filter((row) => row.plugin === sent.plugin && !known.has(row.id));
    const [found, ...others] = added.filter(isSent);
    if (found && others.length === 0) {
      return this.stored(plan, wanted, found);
    }
    if (added.length > 0) {
      return { kind: 'unknown', error, seen: 'several' };
    }
    if (listed.unreadable > plan.unreadable) {
      return { kind: 'unknown', error, seen: 'unreadable' };
    }
    const before = plan.existing;
    const now = before && listed.rows.find(({ id }) => id === before.id);
    if (before && now && isSent(now) && wasSaved(before, now)) {
      return this.stored(plan, wanted, now);
    }
    return { kind: 'unknown', error, seen: 'nothing' };
  }

  private async list(): Promise<Listed> {
    const { rows, unreadable } = await loadAllConfigs(this.configs.api);
    return { rows, unreadable: unreadable.length };
  }

  /** The project that servers of June 2021 work on, where no row shows it. */
  private async ownTeam(): Promise<number | undefined> {
    const { team } = await getUser(this.configs.api.client);
    return team?.id;
  }

  /** Answers to a create leave the plugin out, and so does the list: without it the row would have no name yet. */
  private take(config: PluginConfig, plugin: Plugin): void {
    const known = config.plugin_info ?? (plugin.name === undefined ? null : plugin);
    this.configs.commit(known ? { ...config, plugin_info: known } : config);
  }

  private labelIn(config: PluginConfig, { plugin }: WantedNewConfig): string {
    return labelOf(this.configs.row(config.id) ?? rowOf(config, plugin));
  }
}
