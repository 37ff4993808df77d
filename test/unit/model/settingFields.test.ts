import assert from 'node:assert/strict';

import type { Plugin } from '../../../src/api/schemas';
import { settingFields, type SettingField } from '../../../src/model/fields';
import { MASK } from '../../../src/model/secrets';
import { isFieldRequired, isFieldVisible, settingsProblems } from '../../../src/model/settingFields';

const fieldsOf = (config_schema: Plugin['config_schema']): readonly SettingField[] =>
  settingFields({ id: 1, config_schema });

const fieldOf = (entry: Readonly<Record<string, unknown>>): SettingField => {
  const [field] = fieldsOf([{ key: 'field', ...entry }]);
  assert.ok(field);
  return field;
};

describe('settingFields, all that a form says', () => {
  const told = {
    name: 'Rules',
    type: 'json',
    default: '{}',
    required: true,
    hint: '**Strict** by default',
    choices: ['a', 'b'],
    required_if: [['mode', 'strict']],
    visible_if: [['host'], ['mode', '']],
  };
  const expected: SettingField = {
    key: 'rules',
    title: 'Rules',
    secret: false,
    type: 'json',
    typeName: 'json',
    required: true,
    default: '{}',
    hint: '**Strict** by default',
    choices: ['a', 'b'],
    requiredIf: [{ key: 'mode', value: 'strict' }],
    visibleIf: [{ key: 'host' }, { key: 'mode', value: '' }],
  };

  it('reads the array form', () => {
    assert.deepEqual(fieldsOf([{ key: 'rules', ...told }]), [expected]);
  });

  it('reads the dictionary form', () => {
    assert.deepEqual(fieldsOf({ rules: told }), [expected]);
  });

  it('says nothing of what the form leaves out', () => {
    assert.deepEqual(fieldsOf([{ key: 'a' }]), [
      {
        key: 'a',
        title: undefined,
        secret: false,
        type: 'unknown',
        typeName: undefined,
        required: false,
        default: undefined,
        hint: undefined,
        choices: [],
        requiredIf: [],
        visibleIf: [],
      },
    ]);
  });

  it('keeps the name of a type that it does not know', () => {
    const { type, typeName } = fieldOf({ type: 'colour' });
    assert.deepEqual({ type, typeName }, { type: 'unknown', typeName: 'colour' });
  });

  const ODD: readonly unknown[] = [null, 5, true, 'text', [], {}, [null], [[]], [[5, 'x']], ['ab'], { a: 1 }];
  for (const value of ODD) {
    it(`bears ${JSON.stringify(value)} anywhere`, () => {
      const field = fieldOf({
        name: value,
        type: value,
        hint: value,
        choices: value,
        required_if: value,
        visible_if: value,
      });
      assert.deepEqual([field.requiredIf, field.visibleIf], [[], []]);
      assert.ok(isFieldVisible(field, {}));
      assert.equal(isFieldRequired(field, {}), false);
    });
  }
});

describe('conditions between settings', () => {
  const VISIBLE: readonly (readonly [visible_if: unknown, settings: Record<string, unknown>, boolean])[] = [
    [[['other']], { other: 'x' }, true],
    [[['other']], { other: '' }, false],
    [[['other']], { other: null }, false],
    [[['other']], {}, false],
    [[['other', 'x']], { other: 'x' }, true],
    [[['other', 'x']], { other: 'y' }, false],
    [[['other', '']], {}, true],
    [[['other', null]], { other: '' }, true],
    [[['other', '']], { other: 'x' }, false],
    [[['a'], ['b', 'x']], { a: '1', b: 'x' }, true],
    [[['a'], ['b', 'x']], { a: '1', b: 'y' }, false],
    [[['toString']], {}, false],
  ];
  for (const [visible_if, settings, expected] of VISIBLE) {
    it(`visible_if ${JSON.stringify(visible_if)} with ${JSON.stringify(settings)}: ${expected}`, () => {
      assert.equal(isFieldVisible(fieldOf({ visible_if }), settings), expected);
    });
  }

  it('requires what is required, or what the others ask for', () => {
    assert.equal(isFieldRequired(fieldOf({ required: true }), {}), true);
    assert.equal(isFieldRequired(fieldOf({ required_if: [['a', '1']] }), { a: '1' }), true);
    assert.equal(isFieldRequired(fieldOf({ required_if: [['a', '1']] }), { a: '2' }), false);
    assert.equal(isFieldRequired(fieldOf({ required_if: [] }), {}), false);
  });

  it('does not require what has no effect', () => {
    assert.equal(isFieldRequired(fieldOf({ required: true, visible_if: [['a']] }), {}), false);
  });
});

describe('settingsProblems', () => {
  const FIELDS = fieldsOf([
    { key: 'host', type: 'choice', choices: ['eu', 'us'], required: true },
    { key: 'siteId', name: 'Site id', type: 'string', required: true },
    { key: 'apiToken', type: 'string', secret: true, required: true },
    { key: 'keyFile', type: 'attachment', required: true },
    { key: 'rules', type: 'json' },
    { key: 'region', type: 'string', required_if: [['host', 'eu']], visible_if: [['siteId']] },
    { key: 'colour', type: 'colour' },
    { key: 'any', type: 'choice', choices: [] },
  ]);
  const GOOD = { host: 'us', siteId: 'a' };
  const SET = ['apiToken', 'keyFile'];
  const kinds = (settings: Record<string, unknown>, kept: readonly string[] = SET): readonly string[] =>
    settingsProblems(FIELDS, settings, kept).map(({ key, kind }) => `${key} ${kind}`);

  it('finds nothing wrong with good settings, and lets null and unknown types pass', () => {
    assert.deepEqual(kinds(GOOD), []);
    assert.deepEqual(kinds({ ...GOOD, rules: null, colour: { r: 1 }, any: 'x' }), []);
  });

  const CASES: readonly (readonly [settings: Record<string, unknown>, expected: readonly string[]])[] = [
    [{ host: 'us' }, ['siteId missing']],
    [{ ...GOOD, siteId: '' }, ['siteId missing']],
    [{ ...GOOD, siteId: null }, ['siteId missing']],
    [{ ...GOOD, host: 'mars' }, ['host notAChoice']],
    [{ ...GOOD, host: 5 }, ['host notAChoice']],
    [{ ...GOOD, host: 'eu' }, ['region missing']],
    [{ ...GOOD, siteId: 5 }, ['siteId wrongType']],
    [{ ...GOOD, siteId: ['a'] }, ['siteId wrongType']],
    [{ ...GOOD, rules: '{' }, ['rules invalidJson']],
    [{ ...GOOD, rules: '{"a":1}' }, []],
    [{ ...GOOD, rules: { a: 1 } }, []],
    [{ ...GOOD, other: 1 }, ['other unknownKey']],
    [{ ...GOOD, constructor: 1 }, ['constructor unknownKey']],
  ];
  for (const [settings, expected] of CASES) {
    it(`${JSON.stringify(settings)}: ${expected.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(kinds(settings), expected);
    });
  }

  it('counts secrets and attachments that are set, and misses those that are not', () => {
    assert.deepEqual(kinds(GOOD, []), ['apiToken missing', 'keyFile missing']);
  });

  it('lets a kept secret fulfil a condition', () => {
    const fields = fieldsOf([
      { key: 'token', secret: true },
      { key: 'host', required: true, visible_if: [['token']] },
    ]);
    assert.deepEqual(settingsProblems(fields, {}, []), []);
    assert.deepEqual(settingsProblems(fields, {}, ['token']), [
      { key: 'host', kind: 'missing', title: 'host' },
    ]);
  });

  it('says what the choices are, and why a text is no JSON', () => {
    const [choice, json] = settingsProblems(FIELDS, { ...GOOD, host: 'mars', rules: '{' }, SET);
    assert.deepEqual(choice, { key: 'host', kind: 'notAChoice', value: 'mars', choices: ['eu', 'us'] });
    assert.ok(json?.kind === 'invalidJson' && json.reason.length > 0);
  });

  it('does not complain of a mask', () => {
    assert.deepEqual(kinds({ ...GOOD, host: MASK }), []);
  });
});
