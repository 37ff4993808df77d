import assert from 'node:assert/strict';
import { readAudit } from '../../../scripts/auditReport';

const NOTHING_FOUND = {
  auditReportVersion: 2,
  vulnerabilities: {},
  metadata: { vulnerabilities: { total: 0 } },
};
const FOUND = {
  auditReportVersion: 2,
  vulnerabilities: {
    undici: { name: 'undici', severity: 'high', isDirect: true, via: [], range: '<7.0.1' },
    tar: { name: 'tar', severity: 'low', isDirect: false, via: ['x'], range: '*' },
  },
};

describe('readAudit', () => {
  it('nothing found, also with warnings around it', () => {
    assert.deepEqual(readAudit(JSON.stringify(NOTHING_FOUND)), { kind: 'clean' });
    assert.deepEqual(readAudit(`npm warn old\n${JSON.stringify(NOTHING_FOUND)}\nbye`), { kind: 'clean' });
  });

  it('vulnerabilities, each with its severity', () => {
    assert.deepEqual(readAudit(JSON.stringify(FOUND)), {
      kind: 'found',
      packages: ['high: undici <7.0.1', 'low: tar *, needed by others'],
    });
  });

  it('a registry that does not answer is said, without its address', () => {
    const refused = {
      message: '405 Method Not Allowed - POST https://registry.example/-/audit',
      statusCode: 405,
    };
    assert.deepEqual(readAudit(JSON.stringify(refused)), {
      kind: 'unavailable',
      reason: '405 Method Not Allowed',
    });
  });

  const none: readonly (readonly [string, string])[] = [
    ['no output', ''],
    ['half a report', JSON.stringify(NOTHING_FOUND).slice(0, 40)],
    ['an error of npm', 'npm error code ENOLOCK'],
    ['another format', '{"vulnerabilities":{}}'],
    ['a report with a part missing', '{"auditReportVersion":2}'],
    ['something else', '[]'],
  ];
  for (const [what, output] of none) {
    it(`${what} is no good news`, () => {
      assert.deepEqual(readAudit(output), { kind: 'unavailable', reason: 'it gave no report' });
    });
  }
});
