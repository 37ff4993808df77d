/** A media type with its parameters, as DRF compares them. */
export class MediaType {
  readonly main: string;
  readonly sub: string;
  readonly parameters: ReadonlyMap<string, string>;

  constructor(text: string) {
    const [full = '', ...parameters] = text.split(';');
    const [main = '', sub = ''] = full.trim().toLowerCase().split('/', 2);
    this.main = main;
    this.sub = sub;
    this.parameters = new Map(
      parameters.map((parameter) => {
        const [name = '', value = ''] = splitOnce(parameter, '=');
        return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')];
      }),
    );
  }

  get base(): string {
    return `${this.main}/${this.sub}`;
  }

  /** Whether this type, a wildcard perhaps, covers a plain one. */
  covers(main: string, sub: string): boolean {
    return (this.main === '*' || this.main === main) && (this.sub === '*' || this.sub === sub);
  }
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
