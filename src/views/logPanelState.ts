import * as v from 'valibot';
import { LEVELS } from '../logs/protocol';

const schema = v.object({
  connectionId: v.string(),
  configId: v.pipe(v.number(), v.integer()),
  filter: v.object({ hiddenLevels: v.array(v.picklist(LEVELS)), text: v.string() }),
  /** The oldest entry that was loaded, so that everything from it on is fetched again. */
  since: v.optional(v.string()),
  /** The row at the top; absent when the end was followed. */
  top: v.optional(v.object({ key: v.string(), timestamp: v.string() })),
});

/** What a log panel is restored from after a window reload. Never entries: the server is asked for them again. */
export type LogPanelState = v.InferOutput<typeof schema>;

/** @returns undefined where it is not what a panel of this version stored */
export function readLogPanelState(stored: unknown): LogPanelState | undefined {
  const parsed = v.safeParse(schema, stored);
  return parsed.success ? parsed.output : undefined;
}
