import * as v from 'valibot';
import { isRecord } from '../../api/record';
import { displaySchema, filterSchema, type LogDisplay, type LogFilter } from '../../logs/protocol';

const MOST_CONFIGS = 20;
const MOST_MARKERS = 100;

const timed = { key: v.string(), timestamp: v.string() };
const configId = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const configIds = v.pipe(v.array(configId), v.minLength(1), v.maxLength(MOST_CONFIGS));
const marker = v.object({ ...timed, label: v.string() });
const top = v.object(timed);
const textQuery = v.pick(filterSchema, ['text', 'regex', 'matchCase', 'wholeWord']);
type Marker = v.InferOutput<typeof marker>;

/** What a log panel is restored from after a window reload. Never entries: the server is asked for them again. */
export interface LogPanelState {
  readonly connectionId: string;
  /** In order, each once. */
  readonly configIds: readonly number[];
  readonly filter: LogFilter;
  /** The text that is in force where that of the filter cannot be; absent otherwise. */
  readonly textInForce?: v.InferOutput<typeof textQuery> | undefined;
  readonly display: LogDisplay;
  /** The oldest entry that was loaded, so that everything from it on is fetched again. */
  readonly since?: string | undefined;
  /** The row at the top; absent when the end was followed. */
  readonly top?: v.InferOutput<typeof top> | undefined;
  /** The starts of jobs, which no server knows of. */
  readonly markers: readonly Marker[];
}

export interface RestoredPanel {
  /** Undefined where not even the log that it showed is known. */
  readonly state: LogPanelState | undefined;
  /** Something that was kept is damaged, and reset. */
  readonly damaged: boolean;
}

/**
 * Reads what a panel of this version or of an earlier one kept. What is damaged or was not there yet is as in a new panel.
 *
 * @param defaults of a new panel
 */
export function readLogPanelState(
  stored: unknown,
  defaults: { readonly filter: LogFilter; readonly display: LogDisplay },
): RestoredPanel {
  const known = isRecord(stored) ? stored : {};
  // The first panels showed one config.
  const ids = v.safeParse(configIds, known.configIds ?? [known.configId]);
  if (typeof known.connectionId !== 'string' || known.connectionId === '' || !ids.success) {
    return { state: undefined, damaged: true };
  }
  const since = readPart(v.string(), known.since, undefined);
  const firstRow = readPart(top, known.top, undefined);
  const filter = readParts(filterSchema, known.filter, defaults.filter);
  const textInForce = readPart(textQuery, known.textInForce, undefined);
  const display = readParts(displaySchema, known.display, defaults.display);
  const markers = readMarkers(known.markers);
  return {
    state: {
      connectionId: known.connectionId,
      configIds: [...new Set(ids.output)].sort((a, b) => a - b),
      filter: filter.value,
      ...(textInForce.value && { textInForce: textInForce.value }),
      display: display.value,
      ...(since.value !== undefined && { since: since.value }),
      ...(firstRow.value && { top: firstRow.value }),
      markers: markers.value,
    },
    damaged: [since, firstRow, filter, textInForce, display, markers].some(({ damaged }) => damaged),
  };
}

interface Part<T> {
  readonly value: T;
  readonly damaged: boolean;
}

function readPart<T>(
  schema: v.GenericSchema<unknown, T>,
  stored: unknown,
  otherwise: T | undefined,
): Part<T | undefined> {
  const parsed = v.safeParse(schema, stored);
  return parsed.success
    ? { value: parsed.output, damaged: false }
    : { value: otherwise, damaged: stored !== undefined };
}

/** Each field on its own, so that one that is damaged or missing does not take the others along. */
function readParts<E extends v.ObjectEntries>(
  schema: v.ObjectSchema<E, undefined>,
  stored: unknown,
  defaults: v.InferOutput<v.ObjectSchema<E, undefined>>,
): Part<v.InferOutput<v.ObjectSchema<E, undefined>>> {
  const fields = isRecord(stored) ? stored : {};
  const parts = Object.entries(schema.entries)
    .filter(([name]) => Object.hasOwn(fields, name))
    .map(([name, entry]) => ({ name, stored: fields[name], isGood: v.is(entry, fields[name]) }));
  const good = Object.fromEntries(
    parts.filter(({ isGood }) => isGood).map((part) => [part.name, part.stored]),
  );
  return {
    value: v.parse(schema, { ...defaults, ...good }),
    damaged: parts.some(({ isGood }) => !isGood) || (stored !== undefined && !isRecord(stored)),
  };
}

function readMarkers(stored: unknown): Part<readonly Marker[]> {
  const all: readonly unknown[] = Array.isArray(stored) ? stored : [];
  const value = all.slice(0, MOST_MARKERS).flatMap((one) => {
    const parsed = v.safeParse(marker, one);
    return parsed.success ? [parsed.output] : [];
  });
  const isWhole = value.length === all.length && (stored === undefined || Array.isArray(stored));
  return { value, damaged: !isWhole };
}
