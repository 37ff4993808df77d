/** What a person has decided of a config, in the sequence in which it is read. */
const FIRST = ['name', 'description', 'enabled', 'order', 'config'];

/** What only describes the plugin or the moment: it differs between any two configs, and would drown what matters. */
const LAST = [
  'id',
  'team_id',
  'plugin',
  'error',
  'delivery_rate_24h',
  'created_at',
  'updated_at',
  'plugin_info',
];

/**
 * A config as it is best compared with another: what is the same stands at the same place, whatever sequence the
 * servers send it in. What a person decides comes first, what only describes it last, all else between them by name.
 */
export function comparable(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const placeOf = (key: string): number => {
    const first = FIRST.indexOf(key);
    const last = LAST.indexOf(key);
    return first >= 0 ? first - FIRST.length : last + 1;
  };
  const keys = Object.keys(config).sort((a, b) => placeOf(a) - placeOf(b) || byCodeUnits(a, b));
  return Object.fromEntries(keys.map((key) => [key, sorted(config[key])]));
}

/** Keys by name, all the way down; lists stay as they are. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).sort(([a], [b]) => byCodeUnits(a, b));
  return Object.fromEntries(entries.map(([key, held]) => [key, sorted(held)]));
}

/** Not by a language's rules, which differ from one computer to the next. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
