import assert from 'node:assert/strict';
import { SERVER_MASK } from '../../../src/api/forms';
import { isRecord } from '../../../src/api/record';
import type { Plugin, PluginConfig } from '../../../src/api/schemas';
import { changesBetween, wantedSettings } from '../../../src/documents/settingsChanges';
import { contentIn, contentOf, newContentOf, textOf } from '../../../src/documents/settingsDocument';
import { parseContent } from '../../../src/documents/settingsParse';
import { problemText, schemaTexts } from '../../../src/documents/settingsTexts';
import { completeSettings, plainSettings } from '../../../src/model/completeSettings';
import { partsIn, stateIn, includesState } from '../../../src/model/configState';
import { InexactNumberError, requireExactNumbers } from '../../../src/model/exactNumbers';
import { hasSettingFields, publicJobs, settingFields } from '../../../src/model/fields';
import { askedFields, jobValueText, parseJobValue, staffDefaults } from '../../../src/model/jobPayload';
import { attachmentSettings, secretSettings } from '../../../src/model/protectedSettings';
import { MASK, maskedSettings } from '../../../src/model/secrets';
import { sameJson } from '../../../src/model/settingsJsonText';
import { settingsSchema } from '../../../src/model/settingsSchema';
import { fuzz } from '../../support/fuzz/campaign';
import type { Corpus } from '../../support/fuzz/corpus';
import { oddConfig } from '../../support/fuzz/pieces';
import { oddText } from '../../support/fuzz/values';

/** Registers: forms, settings documents and jobs of configs that were changed on the way. */
export function fuzzSettings(corpus: () => Corpus): void {
  fuzz('settings', 'schema, document and back', 0.7, ({ random }) => {
    const { config, plugin } = oddConfig(corpus(), random);
    checkSchema(config, plugin);
    if (isExact(config)) {
      checkRoundTrip(config, plugin);
    }
    checkState(config, plugin);
  });
  fuzz('settings', 'jobs', 0.3, ({ random }) => {
    const { plugin } = oddConfig(corpus(), random);
    for (const job of publicJobs(plugin) ?? []) {
      assert.ok(isRecord(plugin?.public_jobs) && Object.hasOwn(plugin.public_jobs, job.name));
      const sent = staffDefaults(job, random.chance(0.5));
      JSON.stringify(sent);
      for (const field of askedFields(job, random.chance(0.5))) {
        parseJobValue(field, jobValueText(field, field.default));
        const typed = oddText(random);
        const read = parseJobValue(field, typed);
        if (read.ok && field.type === 'string' && typed.trim() !== '') {
          assert.equal(read.value, typed);
        }
      }
    }
  });
}

/** Every key of the form is described, as text; the whole can be read by the editor. */
function checkSchema(config: PluginConfig, plugin: Plugin | undefined): void {
  const storedKeys = Object.keys(config.config ?? {});
  const schema = settingsSchema(plugin, { hasName: true, storedKeys, texts: schemaTexts() });
  const read: unknown = JSON.parse(JSON.stringify(schema));
  assert.ok(isRecord(read) && isRecord(read.properties) && isRecord(read.properties.settings));
  const { properties } = read.properties.settings;
  assert.ok(isRecord(properties));
  const described = new Set([...storedKeys, ...keysOfForm(plugin)]);
  assert.deepEqual(new Set(Object.keys(properties)), described);
}

function keysOfForm(plugin: Plugin | undefined): readonly string[] {
  const form = plugin?.config_schema ?? [];
  if (!Array.isArray(form)) {
    return Object.keys(form).filter((key) => typeof form[key] === 'object' && form[key] !== null);
  }
  return form.flatMap((entry: unknown) =>
    isRecord(entry) && typeof entry.key === 'string' ? [entry.key] : [],
  );
}

/** The document says what the config says, without a secret; saved as it is, it changes nothing. */
function checkRoundTrip(config: PluginConfig, plugin: Plugin | undefined): void {
  const fields = settingFields(plugin);
  const base = contentOf(config, plugin);
  const text = textOf(base, 'schema');
  const stored = config.config ?? {};
  assert.deepEqual(Object.keys(base.settings), Object.keys(stored));
  const read: unknown = JSON.parse(JSON.stringify(base)); // without the sign of a zero
  assert.deepEqual(contentIn(text), read);
  const hasName = config.name !== undefined;
  const { content, problems, secrets } = parseContent(text, {
    fields,
    isDescribed: hasSettingFields(plugin),
    base,
    hasName,
  });
  assert.deepEqual(secrets, {});
  const isWhole = hasName || config.description === undefined;
  const blocking = problems.filter(({ blocks }) => blocks);
  if (isWhole) {
    assert.deepEqual(
      blocking.map(({ reason }) => problemText(reason)),
      [],
    );
    assert.deepEqual(content, read);
  }
  if (!content) {
    return;
  }
  assert.deepEqual(changesBetween(base, content, fields), []);
  const wanted = wantedSettings(content, config, base, fields);
  for (const [key, value] of Object.entries(wanted)) {
    assert.ok(sameJson(value, stored[key]), `${key} would be saved otherwise`);
  }
  const plan = completeSettings(config, plugin, { settings: wanted });
  assert.deepEqual(plan.touched, [], JSON.stringify({ stored, form: plugin?.config_schema }));
  for (const [key, value] of Object.entries(plan.form.config)) {
    assert.ok(sameJson(value, stored[key]), `${key} would be sent otherwise`);
  }
  for (const [key, value] of Object.entries(stored)) {
    const isSent = Object.hasOwn(plan.form.config, key);
    assert.ok(isSent || isKept(value) || isSecretOfArray(key, plugin), `${key} would be lost`);
  }
}

/** Servers keep secrets that they mask, and files. */
function isKept(value: unknown): boolean {
  return (
    value === SERVER_MASK ||
    value === MASK ||
    (isRecord(value) && (value.saved === true || value.name === SERVER_MASK))
  );
}

function isSecretOfArray(key: string, plugin: Plugin | undefined): boolean {
  return (
    Array.isArray(plugin?.config_schema) &&
    settingFields(plugin).some((field) => field.key === key && field.secret)
  );
}

function checkState(config: PluginConfig, plugin: Plugin | undefined): void {
  newContentOf(plugin ?? { id: config.plugin }, { editableName: true });
  secretSettings(config, plugin);
  attachmentSettings(config, plugin);
  const state = stateIn(config, plugin, partsIn({ enabled: true, order: 1, settings: {} }));
  assert.ok(includesState(state, state));
  assert.equal(state.enabled, config.enabled);
  // Nothing secret is kept: what is masked in the tree is not in there.
  const masked = maskedSettings(config, plugin);
  for (const key of Object.keys(plainSettings(config, plugin))) {
    assert.ok(masked[key] !== MASK || config.config?.[key] === MASK, `${key} would be kept`);
  }
}

/** Settings with a number that this language rounds are never sent. */
function isExact(config: PluginConfig): boolean {
  try {
    requireExactNumbers(config.config ?? {});
    return true;
  } catch (error) {
    assert.ok(error instanceof InexactNumberError);
    return false;
  }
}
