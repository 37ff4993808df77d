import * as v from 'valibot';
import { parseAddress, type Address } from './address';

const settingSchema = v.object({
  host: v.string(),
  project: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
});

/**
 * What the workspace suggests to connect to, from the setting `posthogPlugins.suggestedConnection`. It is only ever
 * offered, with its origin in full; a key stored for another origin cannot reach it, because keys are bound to theirs.
 *
 * @returns undefined when nothing is suggested, or nothing that makes sense
 */
export function readSuggestion(setting: unknown): Address | undefined {
  const suggested = v.safeParse(settingSchema, setting);
  if (!suggested.success) {
    return undefined;
  }
  const { host, project } = suggested.output;
  const parsed = parseAddress(host);
  if (!parsed.ok) {
    return undefined;
  }
  return { ...parsed.address, ...(project !== undefined && { projectId: project }) };
}
