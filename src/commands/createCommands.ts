import { l10n, ProgressLocation, window } from 'vscode';

import type { Plugin } from '../api/schemas';
import type { ActiveProject, OpenProject } from '../connection/activeProject';
import { connectionLabel } from '../connection/connection';
import type { Dialogs, Question } from '../connection/dialogs';
import type { SettingsContent } from '../documents/settingsDocument';
import { NotSavedError } from '../documents/settingsSave';
import { availablePlugins, withSettingsForm } from '../model/availablePlugins';
import { WrongProjectError } from '../model/changes';
import { ConfigCreation } from '../model/configCreation';
import { labelOf } from '../model/configWrites';
import type { CreationOutcome } from '../model/creationOutcome';
import { planCreation, type CreationPlan, type WantedNewConfig } from '../model/creationPlan';
import { settingFields } from '../model/fields';
import { settingsProblems } from '../model/settingFields';
import { describeError } from '../views/messages';
import type { Notifications } from '../views/notifications';
import type { ChangeReporter } from './changeReporter';
import { createQuestion, existingQuestion, storedText, unknownText } from './createWords';
import { mayWrite } from './mayWrite';
import { askNewSecrets, secretsToAsk } from './newSecrets';
import { pickPlugin, pluginLabel } from './pluginPicker';
import type { NewConfigs } from './settingsSaves';
import type { Targets } from './targets';
import { wantedNewConfig } from './wantedNewConfig';

/** Opens the documents in which new configs are written, and those of configs that are there. */
export interface NewConfigDocuments {
  openNew(connectionId: string, plugin: Plugin): Promise<void>;
  open(connectionId: string, configId: number, name: string): Promise<void>;
}

export interface CreateCommandsOptions {
  readonly project: ActiveProject;
  readonly targets: Pick<Targets, 'knowServer'>;
  readonly notifications: Notifications;
  readonly dialogs: Dialogs;
  /** Asks with several ways on. @returns undefined when the user gave up */
  readonly choose: (
    question: Omit<Question, 'button'>,
    ways: readonly string[],
  ) => Promise<string | undefined>;
  readonly reporter: ChangeReporter;
  readonly documents: NewConfigDocuments;
  /** Shows and selects the row of a config. */
  readonly reveal: (connectionId: string, configId: number) => Promise<void>;
}

/** Add Plugin Config: picks the plugin, opens its document, and creates the config when that is saved. */
export class CreateCommands implements NewConfigs {
  constructor(private readonly options: CreateCommandsOptions) {}

  async add(): Promise<void> {
    const { notifications, documents } = this.options;
    const project = await this.options.project.opened();
    if (!project) {
      notifications.info(l10n.t('Connect to a PostHog project first.'));
      return;
    }
    if (!mayWrite(project, notifications) || !(await this.isPossible(project))) {
      return;
    }
    try {
      const { configs, connection } = project;
      const where = connectionLabel(connection);
      const available = await window.withProgress(
        { location: ProgressLocation.Window, title: l10n.t('Reading the plugins…') },
        () => availablePlugins(configs.api, configs.rows),
      );
      const plugin = await pickPlugin(where, available);
      if (plugin && (await this.wantsNew(project, plugin))) {
        await documents.openNew(connection.id, await withSettingsForm(configs, plugin));
      }
    } catch (error) {
      notifications.error(error);
    }
  }

  /**
   * Creates the config of a document that was saved: says what this server will do, asks for the secrets, sends once,
   * and tells what the server did.
   *
   * @throws NotSavedError where the document is still to be saved
   */
  async create(
    connectionId: string,
    plugin: Plugin,
    content: SettingsContent,
    typedSecrets: Readonly<Record<string, string>>,
  ): Promise<void> {
    const project = await this.options.project.opened();
    if (project?.connection.id !== connectionId) {
      throw new NotSavedError(l10n.t('Nothing was sent: switch to the connection of this document first.'));
    }
    if (!mayWrite(project, this.options.notifications)) {
      throw new NotSavedError(l10n.t('Nothing was sent: the key may only read.'));
    }
    const creation = new ConfigCreation(project.configs, project.writes);
    let plan = await creation.plan(plugin);
    let wanted = wantedNewConfig(project.configs.traits, plugin, content, typedSecrets);
    for (;;) {
      wanted = await this.agree(project, plan, wanted, typedSecrets);
      const agreed = plan;
      const outcome = await window.withProgress(
        { location: ProgressLocation.Window, title: l10n.t('Creating the plugin config…') },
        () => creation.create(wanted, agreed),
      );
      if (outcome.kind !== 'planChanged') {
        await this.tell(project, plugin, outcome);
        return;
      }
      this.options.notifications.warn(
        l10n.t('Nothing was sent yet: the list of plugin configs has changed meanwhile.'),
      );
      plan = outcome.plan;
    }
  }

  /** @returns false where this server or project cannot have new configs, which was said */
  private async isPossible(project: OpenProject): Promise<boolean> {
    const { targets, notifications } = this.options;
    const { configs, connection } = project;
    if (!(await targets.knowServer({ project }))) {
      return false;
    }
    const other = configs.rows.find(({ teamId }) => teamId !== connection.projectId);
    if (other) {
      notifications.error(new WrongProjectError(connection.projectId, other.teamId));
    } else if (configs.notAllowed) {
      notifications.warn(
        l10n.t('Plugins are switched off for the organization of {0}.', connectionLabel(connection)),
      );
    }
    return !other && !configs.notAllowed;
  }

  /** Where the server would change a config of the plugin that is there, that one is offered first. */
  private async wantsNew({ configs, connection }: OpenProject, plugin: Plugin): Promise<boolean> {
    const known = configs.rows.flatMap(({ config }) => config ?? []);
    const plan = configs.traits && planCreation(plugin, known, configs.traits);
    const row = plan?.existing && configs.row(plan.existing.id);
    if (!row) {
      return true;
    }
    const edit = l10n.t('Edit Existing Instead');
    const goOn = l10n.t('Continue');
    const question = existingQuestion(connection, plugin, row.id, plan.effect === 'updatesExisting');
    const way = await this.options.choose(question, [edit, goOn]);
    if (way === edit) {
      await this.options.documents.open(connection.id, row.id, labelOf(row));
    }
    return way === goOn;
  }

  /** @throws NotSavedError where the user gave up */
  private async agree(
    { connection }: OpenProject,
    plan: CreationPlan,
    wanted: WantedNewConfig,
    typedSecrets: Readonly<Record<string, string>>,
  ): Promise<WantedNewConfig> {
    const { plugin, settings } = wanted;
    const fields = settingFields(plugin);
    const asked = secretsToAsk(fields, settings, typedSecrets);
    const stored = Object.keys(plan.existing?.config ?? {});
    const given = [...asked.map(({ key }) => key), ...Object.keys(typedSecrets), ...stored];
    const missing = settingsProblems(fields, settings, given)
      .filter(({ kind }) => kind === 'missing')
      .map(({ key }) => key);
    if (!(await this.options.dialogs.confirm(createQuestion(connection, plan, wanted, missing)))) {
      throw cancelled();
    }
    const title = l10n.t('New Config of {0}', pluginLabel(plugin));
    const secrets = await askNewSecrets(title, asked, settings, plan.existing !== undefined);
    if (!secrets) {
      throw cancelled();
    }
    return { ...wanted, secrets: { ...typedSecrets, ...secrets } };
  }

  /** @throws NotSavedError where nothing is stored, or nobody knows */
  private async tell(
    project: OpenProject,
    plugin: Plugin,
    outcome: Exclude<CreationOutcome, { kind: 'planChanged' }>,
  ): Promise<void> {
    const { reporter, notifications, reveal } = this.options;
    const { connection } = project;
    const where = connectionLabel(connection);
    const label = pluginLabel(plugin);
    switch (outcome.kind) {
      case 'created':
      case 'updatedExisting': {
        const isAsAsked = outcome.kind === 'created' && !outcome.notSettled;
        const text = storedText(outcome, connection);
        reporter.done(project, outcome.change, text, isAsAsked ? 'info' : 'warning');
        await reveal(connection.id, outcome.config.id);
        return;
      }
      case 'hogFunction':
        notifications.warn(
          l10n.t(
            '{0} made a hog function of {1}, not a plugin config: it is in PostHog under Data pipelines, and not in this list.',
            where,
            label,
          ),
        );
        return;
      case 'wrongProject':
        notifications.warn(
          l10n.t(
            'The server created plugin config {0} in project {1}, not in {2}: the key’s owner has opened another project in the browser meanwhile.',
            outcome.id,
            outcome.found,
            where,
          ),
        );
        return;
      case 'refused':
        throw new NotSavedError(describeError(outcome.error).text);
      case 'unknown':
        void project.configs.refresh();
        throw new NotSavedError(unknownText(outcome, label, where));
    }
  }
}

/** Asks with several ways on, in a modal. */
export async function chooseWay(
  { message, detail }: Omit<Question, 'button'>,
  ways: readonly string[],
): Promise<string | undefined> {
  return window.showWarningMessage(message, { modal: true, detail }, ...ways);
}

function cancelled(): NotSavedError {
  return new NotSavedError(l10n.t('Nothing was sent: the save was cancelled.'));
}
