import * as v from 'valibot';
import { displaySchema, filterSchema } from '../../logs/protocol';

const timed = { key: v.string(), timestamp: v.string() };

const schema = v.object({
  connectionId: v.string(),
  configIds: v.pipe(v.array(v.pipe(v.number(), v.integer())), v.minLength(1), v.maxLength(20)),
  filter: filterSchema,
  display: displaySchema,
  /** The oldest entry that was loaded, so that everything from it on is fetched again. */
  since: v.optional(v.string()),
  /** The row at the top; absent when the end was followed. */
  top: v.optional(v.object(timed)),
  /** The starts of jobs, which no server knows of. */
  markers: v.pipe(v.array(v.object({ ...timed, label: v.string() })), v.maxLength(100)),
});

/** What a log panel is restored from after a window reload. Never entries: the server is asked for them again. */
export type LogPanelState = v.InferOutput<typeof schema>;

/** @returns undefined where it is not what a panel of this version stored */
export function readLogPanelState(stored: unknown): LogPanelState | undefined {
  const parsed = v.safeParse(schema, stored);
  return parsed.success ? parsed.output : undefined;
}
