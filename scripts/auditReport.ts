import * as v from 'valibot';

/** What `npm audit` found, or why it found nothing out: registries that do not know advisories refuse the question. */
export type AuditResult =
  | { readonly kind: 'clean' }
  /** One line for each package with a known vulnerability. */
  | { readonly kind: 'found'; readonly packages: readonly string[] }
  | { readonly kind: 'unavailable'; readonly reason: string };

const reportSchema = v.object({
  auditReportVersion: v.number(),
  vulnerabilities: v.record(
    v.string(),
    v.object({ severity: v.string(), range: v.string(), isDirect: v.boolean() }),
  ),
});
const failureSchema = v.object({ message: v.string() });

/** Reads what `npm audit --json` printed. Whatever is not a whole report is no good news. */
export function readAudit(output: string): AuditResult {
  const parsed = parse(output);
  const report = v.safeParse(reportSchema, parsed);
  if (report.success) {
    const found = Object.entries(report.output.vulnerabilities);
    const packages = found.map(([name, { severity, range, isDirect }]) => {
      return `${severity}: ${name} ${range}${isDirect ? '' : ', needed by others'}`;
    });
    return packages.length === 0 ? { kind: 'clean' } : { kind: 'found', packages };
  }
  const failure = v.safeParse(failureSchema, parsed);
  const reason = failure.success ? failure.output.message : 'it gave no report';
  return { kind: 'unavailable', reason: reason.replace(/\s*-?\s*\b[A-Z]+ https?:\S+/g, '') };
}

function parse(output: string): unknown {
  // Warnings of npm may stand around the report.
  const json = output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1);
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
