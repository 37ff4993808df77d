import { canConfigure, CONFIG_LEVEL } from './access';
import { updateAttachments } from './attachments';
import { postField } from './bodyParser';
import { readConfigInput, type ConfigInput } from './configInput';
import { configOutput, pluginOf } from './configOutput';
import { Crash, notFound, refused } from './failure';
import { paginate, rowsOf } from './pagination';
import { hasHogTemplate } from './pluginOutput';
import { belongsTo } from './pipelines';
import type { PipelineKind } from './profiles';
import { parsePyJson } from './pyJson';
import { isDict, pyInt, type PyValue } from './pyValue';
import { json, type ProjectCall, type Reply } from './request';
import { secretKeys } from './secrets';
import type { ConfigRow, Plugin } from './rows';

const NOT_AVAILABLE = 'Plugin configuration is not available for the current organization!';

/** @throws Failure 400 when the organisation has no plugins */
export function requireConfigurable({ organization }: ProjectCall): void {
  if (!canConfigure(organization)) {
    throw refused(NOT_AVAILABLE);
  }
}

/** The project's configs in execution order: `order`, then plugin id. Empty when the organisation has no plugins. */
export function listConfigs(call: ProjectCall, kind?: PipelineKind): Reply {
  const { state, profile } = call;
  const rows = visibleConfigs(call, kind).filter((row) => !profile.hasSoftDelete || row.deleted === false);
  const ordered = rows.toSorted((a, b) => a.order - b.order || a.pluginId - b.pluginId);
  return json(paginate(call.request, rowsOf(ordered), (row) => configOutput(state, profile, row, 'list')));
}

/** Also finds what was soft-deleted. @throws Failure 404 */
export function retrieveConfig(call: ProjectCall, kind?: PipelineKind): Reply {
  return json(configOutput(call.state, call.profile, findConfig(call, kind), 'retrieve'));
}

/**
 * The config named in the path, if it is the project's.
 *
 * @throws Failure 404, also when the organisation has no plugins
 */
export function findConfig(call: ProjectCall, kind?: PipelineKind): ConfigRow {
  const id = pyInt(call.parameters.id ?? '');
  const row = visibleConfigs(call, kind).find((candidate) => BigInt(candidate.id) === id);
  if (!row) {
    throw notFound();
  }
  return row;
}

function visibleConfigs(
  { state, project, organization }: ProjectCall,
  kind?: PipelineKind,
): readonly ConfigRow[] {
  if (organization.plugins_access_level < CONFIG_LEVEL) {
    return [];
  }
  return state
    .configRows()
    .filter((row) => row.projectId === project.id && (!kind || belongsTo(kind, pluginOf(state, row))));
}

/**
 * Creates a config; or updates the plugin's first one (2023); or makes a hog function and stores nothing (2026). All
 * three answer 201.
 *
 * @throws Failure 400 for bad fields, then for an organisation without plugins
 */
export function createConfig(call: ProjectCall): Reply {
  const { state, profile, project, data } = call;
  const input = readConfigInput(data, profile, state.plugins, false);
  requireConfigurable(call);
  const { plugin, order } = input;
  if (!plugin || order === undefined) {
    throw new Crash();
  }
  const config = formConfig(call);
  if (profile.create === 'merge') {
    const existing = state
      .configRows()
      .filter((row) => row.projectId === project.id && row.pluginId === plugin.id)
      .sort((a, b) => a.id - b.id)[0];
    if (existing) {
      return json(configOutput(state, profile, update(call, existing, input, config), 'create'), 201);
    }
  }
  const values = {
    projectId: project.id,
    pluginId: plugin.id,
    enabled: input.enabled ?? false,
    order,
    config: config === undefined ? new Map<string, PyValue>() : config,
    error: input.error ?? null,
    name: input.name ?? null,
    description: input.description ?? null,
    deleted: input.deleted === undefined ? false : input.deleted,
  };
  if (profile.create === 'hogFunction' && becomesHogFunction(plugin, config)) {
    return json(configOutput(state, profile, { ...values, id: null }, 'create'), 201);
  }
  const row = state.insertConfig(values);
  updateAttachments(call, row.id);
  return json(configOutput(state, profile, row, 'create'), 201);
}

/**
 * The template is looked up by the plugin's URL, and filled from the settings: without either, nothing is made at all.
 *
 * @throws Failure 400
 */
function becomesHogFunction(plugin: Plugin, config: PyValue | undefined): boolean {
  const hasTemplate = hasHogTemplate(plugin);
  if (plugin.url === null || (hasTemplate && !isDict(config))) {
    throw refused('Plugin creation failed. Please fix the plugin configuration and try again.');
  }
  return hasTemplate;
}

/**
 * PATCH and PUT. `plugin` is validated and then dropped; `config` counts only as a form field and replaces the whole
 * object, but for secrets that were not given.
 *
 * @throws Failure 400, 404, 500
 */
export function updateConfig(call: ProjectCall, isPartial: boolean, kind?: PipelineKind): Reply {
  const { state, profile, data } = call;
  const row = findConfig(call, kind);
  const input = readConfigInput(data, profile, state.plugins, isPartial);
  return json(configOutput(state, profile, update(call, row, input, formConfig(call)), 'update'));
}

function update(
  call: ProjectCall,
  row: ConfigRow,
  input: ConfigInput,
  config: PyValue | undefined,
): ConfigRow {
  const { state, profile } = call;
  const secrets = secretKeys(pluginOf(state, row).schema, profile.toleratesOddSchema);
  const saved = state.saveConfig({
    ...row,
    enabled: input.deleted === true ? false : (input.enabled ?? row.enabled),
    order: input.order ?? row.order,
    error: input.error === undefined ? row.error : input.error,
    name: input.name === undefined ? row.name : input.name,
    description: input.description === undefined ? row.description : input.description,
    deleted: input.deleted === undefined ? row.deleted : input.deleted,
    config: config === undefined ? row.config : keepSecrets(config, row.config, secrets),
  });
  updateAttachments(call, row.id);
  return saved;
}

/** Every secret that the new settings leave out, or set to null, keeps its old value: null when it never had one. */
function keepSecrets(config: PyValue, former: PyValue, secrets: readonly string[]): PyValue {
  if (secrets.length === 0) {
    return config;
  }
  if (!isDict(config)) {
    throw new Crash();
  }
  const kept = new Map(config);
  for (const key of secrets) {
    if ((kept.get(key) ?? null) === null) {
      if (!isDict(former)) {
        throw new Crash();
      }
      kept.set(key, former.get(key) ?? null);
    }
  }
  return kept;
}

/** `config` as a form field with JSON text; in a JSON body it is read-only. @throws Crash when it is no JSON */
function formConfig({ data }: ProjectCall): PyValue | undefined {
  const text = postField(data, 'config');
  if (!text) {
    return undefined;
  }
  try {
    return parsePyJson(text);
  } catch {
    throw new Crash();
  }
}

/**
 * Only disables, as often as asked. Unlike the other requests it crashes on an id that is not the project's.
 *
 * @throws Crash
 */
export function deleteConfig(call: ProjectCall): Reply {
  const { state, project, organization } = call;
  if (!canConfigure(organization)) {
    return { status: 404 };
  }
  const id = pyInt(call.parameters.id ?? '');
  const row = state
    .configRows()
    .find((candidate) => BigInt(candidate.id) === id && candidate.projectId === project.id);
  if (!row) {
    throw new Crash();
  }
  state.saveConfig({ ...row, enabled: false });
  return { status: 204 };
}
