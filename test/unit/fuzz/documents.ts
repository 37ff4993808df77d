import assert from 'node:assert/strict';
import { SERVER_MASK } from '../../../src/api/forms';
import { isRecord } from '../../../src/api/record';
import { changesBetween, merged, wantedSettings } from '../../../src/documents/settingsChanges';
import { contentOf, textOf } from '../../../src/documents/settingsDocument';
import { draftToKeep } from '../../../src/documents/settingsDraft';
import { parseContent } from '../../../src/documents/settingsParse';
import { problemText } from '../../../src/documents/settingsTexts';
import { hasSettingFields, settingFields } from '../../../src/model/fields';
import { MASK, secretKeys } from '../../../src/model/secrets';
import { sameJson } from '../../../src/model/settingsJsonText';
import { damaged } from '../../support/fuzz/bytes';
import { fuzz } from '../../support/fuzz/campaign';
import type { Corpus } from '../../support/fuzz/corpus';
import { mutated } from '../../support/fuzz/mutate';
import { oddConfig } from '../../support/fuzz/pieces';
import type { Random } from '../../support/fuzz/random';
import { DEEPEST, depthOf } from '../../support/fuzz/reading';
import { oddText } from '../../support/fuzz/values';
import { nested, writeJson } from '../../support/fuzz/wire';

const TYPED = 'hunter2hunter2';

/** Registers: what people may make of a settings document. */
export function fuzzDocuments(corpus: () => Corpus): void {
  fuzz('documents', 'texts', 0.8, ({ random }) => {
    const { config, plugin } = oddConfig(corpus(), random);
    const fields = settingFields(plugin);
    const base = contentOf(config, plugin);
    const text = edited(textOf(base, 'schema'), random);
    const options = {
      fields,
      isDescribed: hasSettingFields(plugin),
      base,
      hasName: config.name !== undefined,
    };
    const { content, problems, secrets } = parseContent(text, options);
    for (const { reason, offset, length } of problems) {
      assert.ok(problemText(reason).length > 0);
      assert.ok(
        offset >= 0 && length >= 0 && offset + length <= text.length + 1,
        `${offset}+${length} of ${text.length}`,
      );
    }
    const value = readText(text);
    const blocks = problems.some((problem) => problem.blocks);
    if (!isRecord(value) || !isRecord(value.settings)) {
      assert.equal(content, undefined);
      assert.ok(blocks, 'cannot be read, and nobody says so');
      return;
    }
    assert.ok(content);
    assert.deepStrictEqual(content.settings, value.settings);
    const changes = changesBetween(base, content, fields);
    assert.ok(sameJson(merged(base, content, base).settings, content.settings));
    assert.ok(sameJson(merged(base, base, content).settings, content.settings));
    if (blocks) {
      return;
    }
    const wanted = wantedSettings(content, config, base, fields);
    for (const [key, each] of Object.entries(wanted)) {
      const isStored = each === config.config?.[key];
      assert.ok(isStored || (each !== MASK && each !== SERVER_MASK), `${key} would become the mask`);
      assert.ok(!Object.hasOwn(secrets, key) || config.config?.[key] === MASK);
    }
    const changed = new Set(changes.filter(({ part }) => part === 'setting').map(({ key }) => key));
    for (const key of Object.keys(secrets)) {
      assert.ok(changed.has(key), `the new secret ${key} is not told`);
      assert.equal(secrets[key], value.settings[key]);
    }
  });
  fuzz('documents', 'drafts', 0.2, ({ random }) => {
    const { config, plugin } = oddConfig(corpus(), random);
    const isSecret = secretKeys(plugin);
    const content = contentOf(config, plugin);
    const settings = Object.fromEntries(
      Object.entries(content.settings).map(([key, value]) => [key, isSecret(key) ? TYPED : value]),
    );
    const text = textOf({ ...content, settings }, 'schema');
    const kept = draftToKeep(random.chance(0.5) ? text : cut(text, random), isSecret);
    assert.ok(!kept?.includes(TYPED), kept);
    // Where a secret has the name of a part, or may hide inside of a value, nothing is kept.
    const names = ['$schema', 'name', 'description', 'enabled', 'settings'];
    if (!names.some(isSecret) && Object.values(settings).every((value) => typeof value !== 'object')) {
      assert.equal(typeof draftToKeep(text, isSecret), 'string');
    }
  });
}

function readText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return depthOf(value) > DEEPEST ? undefined : value;
  } catch {
    return undefined;
  }
}

function edited(text: string, random: Random): string {
  switch (random.below(20)) {
    case 0:
      return oddText(random);
    case 1:
      return cut(text, random);
    case 2:
      return damaged(Buffer.from(text), random).toString();
    case 3: {
      const deep = writeJson(nested(random.pick([400, 20_000]), random));
      return random.chance(0.5) ? deep.slice(0, random.below(deep.length)) : `{"settings": {"a": ${deep}}}`;
    }
    default: {
      const value: unknown = JSON.parse(text);
      if (isRecord(value) && isRecord(value.settings) && random.chance(0.7)) {
        return writeJson({ ...value, settings: mutated(value.settings, random) });
      }
      return writeJson(mutated(value, random));
    }
  }
}

function cut(text: string, random: Random): string {
  return text.slice(0, random.below(text.length + 1));
}
