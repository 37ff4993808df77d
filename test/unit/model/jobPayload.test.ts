import assert from 'node:assert/strict';

import type { Job, JobField, JobFieldType } from '../../../src/model/fields';
import { askedFields, jobValueText, parseJobValue, staffDefaults } from '../../../src/model/jobPayload';

const field = (type: JobFieldType, more: Partial<JobField> = {}): JobField => ({
  key: 'k',
  title: 'k',
  type,
  required: false,
  default: undefined,
  staffOnly: false,
  ...more,
});

describe('nothing but the client checks a job payload', () => {
  const good: readonly (readonly [JobFieldType, string, unknown])[] = [
    ['string', ' as typed ', ' as typed '],
    ['number', '-1.5', -1.5],
    ['number', ' 12 ', 12],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    ['json', '{"a": [1]}', '{"a": [1]}'],
    ['json', 'null', 'null'],
    ['date', '2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['date', '2026-01-31T12:30', '2026-01-31T12:30:00.000Z'],
    ['date', '2026-01-31 12:30', '2026-01-31T12:30:00.000Z'],
    ['date', '2026-01-31T12:30:00+02:00', '2026-01-31T10:30:00.000Z'],
    ['daterange', '2026-01-01 2026-01-31', ['2026-01-01', '2026-01-31']],
    ['daterange', '2026-01-01, 2026-01-01', ['2026-01-01', '2026-01-01']],
    ['daterange', '2026-01-01 - 2026-01-31', ['2026-01-01', '2026-01-31']],
    ['daterange', '2026-01-01..2026-01-31', ['2026-01-01', '2026-01-31']],
  ];
  for (const [type, typed, value] of good) {
    it(`takes ${JSON.stringify(typed)} as ${type}`, () => {
      assert.deepEqual(parseJobValue(field(type), typed), { ok: true, value });
    });
  }

  const bad: readonly (readonly [JobFieldType, string, string])[] = [
    ['number', 'twelve', 'number'],
    ['number', 'Infinity', 'number'],
    ['json', '{a: 1}', 'json'],
    ['date', '31.01.2026', 'date'],
    ['date', '2026-02-31', 'date'],
    ['date', '2026-02-31T10:00', 'date'],
    ['date', 'yesterday', 'date'],
    ['daterange', '2026-01-01', 'daterange'],
    ['daterange', '2026-01-01 2026-01-02 2026-01-03', 'daterange'],
    ['daterange', '2026-02-30 2026-03-01', 'daterange'],
    ['daterange', '2026-02-02 2026-02-01', 'daterangeOrder'],
  ];
  for (const [type, typed, problem] of bad) {
    it(`refuses ${JSON.stringify(typed)} as ${type}`, () => {
      assert.deepEqual(parseJobValue(field(type), typed), { ok: false, problem });
    });
  }

  it('leaves out an optional field that is empty, and asks for a required one', () => {
    assert.deepEqual(parseJobValue(field('string'), '  '), { ok: true, value: undefined });
    assert.deepEqual(parseJobValue(field('string', { required: true }), ''), {
      ok: false,
      problem: 'required',
    });
  });

  it('writes defaults as they can be read again', () => {
    assert.equal(jobValueText(field('number'), 5), '5');
    assert.equal(jobValueText(field('daterange'), ['2026-01-01', '2026-01-02']), '2026-01-01 2026-01-02');
    assert.equal(jobValueText(field('json'), { a: 1 }), '{"a":1}');
    assert.equal(jobValueText(field('string'), null), '');
  });
});

describe('staff fields', () => {
  const job = (fields: readonly JobField[]): Job => ({ name: 'j', fields });

  it('are asked of staff only', () => {
    const fields = [field('string'), field('string', { key: 's', staffOnly: true })];
    assert.equal(askedFields(job(fields), true).length, 2);
    assert.deepEqual(
      askedFields(job(fields), false).map(({ key }) => key),
      ['k'],
    );
  });

  it('are sent with their default where the server insists on the key', () => {
    const fields = [field('string', { staffOnly: true, required: true, default: 'x' })];
    assert.deepEqual(staffDefaults(job(fields), false), { k: 'x' });
    assert.deepEqual(staffDefaults(job(fields), true), {});
  });

  it('make a job impossible for others where there is no default', () => {
    assert.equal(
      staffDefaults(job([field('string', { staffOnly: true, required: true })]), false),
      undefined,
    );
  });
});
