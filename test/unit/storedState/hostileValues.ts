/** What JSON says, `__proto__` included as a key of its own. */
export function parsed(text: string): unknown {
  return JSON.parse(text);
}

/** What may stand in the place of anything that is stored, and is right nowhere. */
export const HOSTILE_VALUES: Readonly<Record<string, unknown>> = {
  null: null,
  true: true,
  'a number': 5,
  'a huge number': 1e308,
  'half a JSON text': '{"version":1,"connections":[{"id":"go',
  'an empty text': '',
  'an empty object': {},
  'an object with a prototype': parsed('{"__proto__": {"version": 1, "connections": [], "changes": []}}'),
  'an object with a constructor': parsed('{"constructor": {"prototype": {"version": 1}}}'),
  'a later version': { version: 2, connections: [], changes: [], rows: [], at: 0, readOnly: true },
  'a version as text': { version: '1' },
  'deeply nested': { connections: nested(), changes: nested(), rows: nested() },
};

function nested(): unknown {
  return parsed(`[{"id":${'['.repeat(2_000)}${']'.repeat(2_000)}}]`);
}
