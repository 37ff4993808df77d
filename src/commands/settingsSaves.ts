import { commands, l10n, window, type Uri } from 'vscode';

import { isApiError } from '../api/errors';
import { retrievePluginConfig } from '../api/pluginConfigs';
import type { Plugin, PluginConfig } from '../api/schemas';
import type { ActiveProject, OpenProject } from '../connection/activeProject';
import { connectionLabel } from '../connection/connection';
import type { Dialogs } from '../connection/dialogs';
import { plainText } from '../connection/plainText';
import type { Projects } from '../connection/projects';
import { changesBetween, merged, wantedSettings, type ContentChange } from '../documents/settingsChanges';
import type { SettingsDiagnostics } from '../documents/settingsDiagnostics';
import { contentOf, type SettingsContent } from '../documents/settingsDocument';
import type { SettingsDocuments } from '../documents/settingsDocuments';
import { parseContent, type ParsedContent } from '../documents/settingsParse';
import { NotSavedError, type SavedDocument, type SaveRequest } from '../documents/settingsSave';
import { problemText } from '../documents/settingsTexts';
import { rowOf, type ConfigRow } from '../model/configRow';
import { labelOf } from '../model/configWrites';
import { hasSettingFields, settingFields, type SettingField } from '../model/fields';
import { shownName } from '../model/oneLine';
import { SettingsWrites, type SaveOutcome, type WantedConfig } from '../model/settingsWrites';
import { describeError } from '../views/messages';
import type { ChangeReporter } from './changeReporter';
import { conflictQuestion, saveQuestion, secretQuestion } from './settingsQuestions';

/** Makes the configs of new documents. */
export interface NewConfigs {
  /**
   * @param content settings as they are to be stored: without secrets, JSON as text
   * @param secrets that were typed into the document, to which the user has agreed
   * @throws NotSavedError where nothing was made, in words for people
   */
  create(
    connectionId: string,
    plugin: Plugin,
    content: SettingsContent,
    secrets: Readonly<Record<string, string>>,
  ): Promise<void>;
}

/** What to do about a config that somebody else has changed. */
export type ConflictChoice = 'mine' | 'theirs' | 'compare' | undefined;

export interface SettingsSavesOptions {
  readonly project: ActiveProject;
  readonly projects: Projects;
  readonly documents: SettingsDocuments;
  readonly diagnostics: SettingsDiagnostics;
  readonly dialogs: Dialogs;
  readonly reporter: ChangeReporter;
  readonly askConflict: (question: {
    readonly message: string;
    readonly detail: string;
  }) => Promise<ConflictChoice>;
}

/** One save of a config that is there, as far as it has come. */
interface Save {
  readonly request: SaveRequest;
  readonly project: OpenProject;
  readonly configId: number;
  /** What the server has. */
  readonly config: PluginConfig;
  readonly plugin: Plugin | undefined;
  readonly fields: readonly SettingField[];
  readonly row: ConfigRow;
}

/**
 * Saves settings documents: checks them, says what will change and where, notices what others have changed meanwhile,
 * sends, and tells what the server did. Whatever goes wrong, the document keeps its text.
 */
export class SettingsSaves {
  private newConfigs: NewConfigs | undefined;

  constructor(private readonly options: SettingsSavesOptions) {}

  /** Who makes new configs. */
  onCreate(newConfigs: NewConfigs): void {
    this.newConfigs = newConfigs;
  }

  /** @throws NotSavedError in words for people */
  async save(request: SaveRequest): Promise<SavedDocument> {
    try {
      const { subject } = request.address;
      return 'newOf' in subject
        ? await this.create(request)
        : await this.update(request, await this.openProject(request), subject.configId);
    } catch (error) {
      throw error instanceof NotSavedError ? error : new NotSavedError(describeError(error).text);
    }
  }

  private async create(request: SaveRequest): Promise<SavedDocument> {
    const { plugin, address } = request;
    const project = await this.openProject(request);
    if (!plugin || !this.newConfigs) {
      throw new NotSavedError(
        l10n.t('The plugin is not known any more. Begin anew with Add Plugin Config….'),
      );
    }
    const fields = settingFields(plugin);
    const { content, secrets } = this.check(request, plugin, undefined);
    const subject = { id: plugin.id, label: plugin.name ?? String(plugin.id) };
    if (
      Object.keys(secrets).length > 0 &&
      !(await this.options.dialogs.confirm(secretQuestion(project.connection, subject, Object.keys(secrets))))
    ) {
      throw cancelled();
    }
    const settings = wantedSettings(content, undefined, undefined, fields);
    await this.newConfigs.create(address.connectionId, plugin, { ...content, settings }, secrets);
    return { kind: 'done' };
  }

  private async update(request: SaveRequest, project: OpenProject, configId: number): Promise<SavedDocument> {
    if (request.plugin) {
      this.check(request, request.plugin, request.base); // before anything is asked of the server
    }
    let save = await this.read(request, project, configId);
    const { content, secrets } = this.check(request, save.plugin, request.base ?? this.content(save));
    for (;;) {
      const theirs = this.content(save);
      const base = request.base ?? theirs;
      const choice = await this.conflict(save, base, theirs);
      if (choice === 'theirs') {
        return { kind: 'saved', config: save.config, plugin: save.plugin };
      }
      const wanted = merged(base, content, theirs);
      const changes = changesBetween(theirs, wanted, save.fields);
      if (changes.length === 0 && Object.keys(secrets).length === 0) {
        this.say(l10n.t('Nothing to save: {0} is like that already', labelOf(save.row)));
        return { kind: 'saved', config: save.config, plugin: save.plugin };
      }
      await this.confirm(save, changes, Object.keys(secrets));
      // A question may be open for long: what was agreed to must still be what will happen.
      const again = await this.read(request, project, configId);
      if (changesBetween(theirs, this.content(again), again.fields).length === 0) {
        return await this.send(again, wantedConfig(again, theirs, wanted, changes, secrets));
      }
      save = again;
    }
  }

  private async send(save: Save, wanted: WantedConfig): Promise<SavedDocument> {
    const { project, row, plugin } = save;
    const outcome = await new SettingsWrites(project.configs, project.writes).save(row, wanted);
    const where = connectionLabel(project.connection);
    switch (outcome.kind) {
      case 'saved':
        this.report(project, outcome, l10n.t('Saved {0} in {1}.', labelOf(row), where));
        return { kind: 'saved', config: outcome.config, plugin: outcome.config.plugin_info ?? plugin };
      case 'partly': {
        const reason = describeError(outcome.error).text;
        this.options.documents.takeBase(save.request.uri, outcome.config, plugin);
        this.options.reporter.done(
          project,
          outcome.saved,
          l10n.t('Saved only a part of {0} in {1}. {2}', labelOf(row), where, reason),
          'warning',
        );
        throw new NotSavedError(l10n.t('Only a part is saved. {0} Save again to send the rest.', reason));
      }
      case 'gone':
        throw gone(where);
    }
  }

  private report(
    project: OpenProject,
    { change, notAsWanted }: Extract<SaveOutcome, { kind: 'saved' }>,
    text: string,
  ): void {
    if (notAsWanted.length === 0) {
      this.options.reporter.done(project, change, text);
    } else {
      const otherwise = l10n.t(
        'The server answered otherwise than it was asked for: {0}.',
        notAsWanted.map(shownName).join(', '),
      );
      this.options.reporter.done(project, change, `${text} ${otherwise}`, 'warning');
    }
  }

  /** @returns undefined where there is no conflict, or the user's changes are to be kept */
  private async conflict(
    save: Save,
    base: SettingsContent,
    theirs: SettingsContent,
  ): Promise<'theirs' | undefined> {
    const changes = changesBetween(base, theirs, save.fields);
    if (changes.length === 0) {
      return undefined;
    }
    const subject = { id: save.configId, label: labelOf(save.row) };
    const choice = await this.options.askConflict(
      conflictQuestion(save.project.connection, subject, changes),
    );
    switch (choice) {
      case 'mine':
        return undefined;
      case 'theirs':
        return 'theirs';
      case 'compare':
        await this.compare(save);
        throw new NotSavedError(
          l10n.t('Nothing was sent yet: compare the two, change yours (right), and save again.'),
        );
      case undefined:
        throw cancelled();
    }
  }

  private async compare({ request, config, plugin, row }: Save): Promise<void> {
    const { documents } = this.options;
    documents.takeBase(request.uri, config, plugin);
    const copy: Uri = documents.showCopy(request.uri, config, plugin);
    const title = l10n.t('{0}: server ↔ yours', labelOf(row));
    await commands.executeCommand('vscode.diff', copy, request.uri, title);
  }

  private async confirm(
    { project, row, configId }: Save,
    changes: readonly ContentChange[],
    secrets: readonly string[],
  ): Promise<void> {
    const { dialogs } = this.options;
    const subject = { id: configId, label: labelOf(row) };
    const isAgreed =
      (secrets.length === 0 ||
        (await dialogs.confirm(secretQuestion(project.connection, subject, secrets)))) &&
      (await dialogs.confirm(saveQuestion(project.connection, subject, changes, secrets)));
    if (!isAgreed) {
      throw cancelled();
    }
  }

  /** @throws NotSavedError with the first thing that is wrong */
  private check(
    { text, document, hasName }: SaveRequest,
    plugin: Plugin | undefined,
    base: SettingsContent | undefined,
  ): ParsedContent & { readonly content: SettingsContent } {
    const parsed = parseContent(text, {
      fields: settingFields(plugin),
      isDescribed: hasSettingFields(plugin),
      base,
      hasName: base ? base.name !== undefined : hasName,
    });
    if (document) {
      this.options.diagnostics.show(document, parsed.problems);
    }
    const blocking = parsed.problems.find(({ blocks }) => blocks);
    if (!parsed.content || blocking) {
      const reason = blocking ? problemText(blocking.reason) : '';
      throw new NotSavedError(l10n.t('Nothing was sent. {0}', reason));
    }
    return { ...parsed, content: parsed.content };
  }

  /** @throws NotSavedError where the config is gone; ApiError */
  private async read(request: SaveRequest, project: OpenProject, configId: number): Promise<Save> {
    const { connectionId } = request.address;
    try {
      const api = await this.options.projects.api(connectionId);
      const config = await retrievePluginConfig(api, configId);
      if (config.deleted === true) {
        throw gone(connectionLabel(project.connection));
      }
      const plugin = this.options.projects.plugin(connectionId, config);
      const row = project.configs.row(configId) ?? rowOf(config, plugin);
      return { request, project, configId, config, plugin, fields: settingFields(plugin), row };
    } catch (error) {
      throw isApiError(error) && error.reason === 'configNotFound'
        ? gone(connectionLabel(project.connection))
        : error;
    }
  }

  /** Writes go through the project that is open: its list shows them, and they never overlap. */
  private async openProject({ address }: SaveRequest): Promise<OpenProject> {
    const where = connectionLabel(this.options.projects.connection(address.connectionId));
    const project = await this.options.project.opened();
    if (project?.connection.id !== address.connectionId) {
      throw new NotSavedError(
        l10n.t('Nothing was sent: {0} is not the active connection. Switch to it, and save again.', where),
      );
    }
    if (project.configs.readOnly) {
      throw new NotSavedError(
        l10n.t(
          'The key of {0} may only read. Use Replace Key… with a key that has the scope plugin:write.',
          where,
        ),
      );
    }
    return project;
  }

  private content({ config, plugin }: Save): SettingsContent {
    return contentOf(config, plugin);
  }

  private say(text: string): void {
    window.setStatusBarMessage(plainText(text), 5_000);
  }
}

function wantedConfig(
  save: Save,
  theirs: SettingsContent,
  wanted: SettingsContent,
  changes: readonly ContentChange[],
  secrets: Readonly<Record<string, string>>,
): WantedConfig {
  const changed = (part: ContentChange['part']): boolean => changes.some((change) => change.part === part);
  const { name, description, enabled } = wanted;
  return {
    ...(changes.some(({ part, secret }) => part === 'setting' && !secret)
      ? { settings: wantedSettings(wanted, save.config, theirs, save.fields) }
      : {}),
    ...(Object.keys(secrets).length > 0 ? { secrets } : {}),
    fields: {
      ...(changed('name') && typeof name === 'string' ? { name } : {}),
      ...(changed('description') && typeof description === 'string' ? { description } : {}),
      ...(changed('enabled') && enabled !== undefined ? { enabled } : {}),
    },
  };
}

function gone(where: string): NotSavedError {
  return new NotSavedError(
    l10n.t('The plugin config no longer exists in {0}. Your text is kept here, unsaved.', where),
  );
}

function cancelled(): NotSavedError {
  return new NotSavedError(l10n.t('Nothing was sent: the save was cancelled.'));
}
