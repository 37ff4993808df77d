/** The values of context keys by their names. */
export type Context = ReadonlyMap<string, unknown>;

const TOKEN = /\s*(=~|==|!=|&&|\|\||!|\(|\)|\/(?:\\.|[^/\\])+\/[a-z]*|'[^']*'|[\w.:-]+)/y;

/**
 * Whether a `when` clause of package.json holds: as much of the editor's language as this package.json uses.
 *
 * @throws Error for anything else, so that a clause is never taken for true or false without being understood
 */
export function holds(clause: string | undefined, context: Context): boolean {
  if (clause === undefined) {
    return true;
  }
  const tokens = tokensOf(clause);
  const result = either(tokens, context);
  if (tokens.length > 0) {
    throw new Error(`"${tokens.join(' ')}" of the condition ${clause} is not understood`);
  }
  return result;
}

/** The context keys that a clause asks for. */
export function keysIn(clause: string): readonly string[] {
  const tokens = tokensOf(clause);
  return tokens.filter(
    (token, index) =>
      /^[a-zA-Z]/.test(token) && token !== 'false' && !['==', '!=', '=~'].includes(tokens[index - 1] ?? ''),
  );
}

function tokensOf(clause: string): string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < clause.length) {
    const found = pattern.exec(clause)?.[1];
    if (found === undefined) {
      throw new Error(`the condition ${clause} is not understood`);
    }
    tokens.push(found);
  }
  return tokens;
}

function either(tokens: string[], context: Context): boolean {
  let result = both(tokens, context);
  while (tokens[0] === '||') {
    tokens.shift();
    const next = both(tokens, context);
    result ||= next;
  }
  return result;
}

function both(tokens: string[], context: Context): boolean {
  let result = single(tokens, context);
  while (tokens[0] === '&&') {
    tokens.shift();
    const next = single(tokens, context);
    result &&= next;
  }
  return result;
}

function single(tokens: string[], context: Context): boolean {
  const token = tokens.shift() ?? '';
  if (token === '!') {
    return !single(tokens, context);
  }
  if (token === '(') {
    const inner = either(tokens, context);
    tokens.shift();
    return inner;
  }
  if (token === 'false' || token === 'true') {
    return token === 'true';
  }
  return compared(context.get(token), tokens);
}

function compared(value: unknown, tokens: string[]): boolean {
  switch (tokens[0]) {
    case '==':
      tokens.shift();
      return String(value) === unquoted(tokens.shift());
    case '!=':
      tokens.shift();
      return String(value) !== unquoted(tokens.shift());
    case '=~': {
      tokens.shift();
      const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/.exec(tokens.shift() ?? '') ?? [];
      return typeof value === 'string' && new RegExp(source, flags).test(value);
    }
    default:
      return Boolean(value);
  }
}

function unquoted(token = ''): string {
  return token.replace(/^'(.*)'$/, '$1');
}
