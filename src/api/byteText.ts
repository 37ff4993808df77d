import { isRecord } from './record';

/** An escape of a character beyond ASCII would look like a byte afterwards. A backslash before it may be one too. */
const ESCAPED = /\\u(?!00[0-7])/;
const NOT_ASCII = /[\u0080-\u00ff]/;

/** Whether `ByteText` is right for what is parsed from this text, which was made one character a byte. */
export function canDecodeLater(text: string): boolean {
  return !text.includes('\\u') || !ESCAPED.test(text);
}

/** Texts up to this length, in bytes, are decoded in a place that is there already. */
const SCRATCH_BYTES = 64 * 1024;

/**
 * Decodes what was parsed from JSON that was made text one character a byte. That takes a tenth of the time of decoding
 * UTF-8, and the parser reads it faster; all that JSON itself is made of is ASCII, and hardly any of its strings are not.
 */
export class ByteText {
  /** The names of the last object's fields. Rows have the same names again and again. */
  private readonly names: string[] = [];
  /** The last values that were ASCII, by place: many rows have the same in some fields. */
  private readonly plain: string[] = [];
  private readonly scratch = Buffer.allocUnsafe(SCRATCH_BYTES);

  /** The value with its strings decoded; in place where that is possible. */
  decode(value: unknown): unknown {
    if (typeof value === 'string') {
      return NOT_ASCII.test(value) ? this.decodeText(value) : value;
    }
    if (Array.isArray(value)) {
      return value.map((element) => this.decode(element));
    }
    return isRecord(value) ? this.decodeFields(value) : value;
  }

  private decodeFields(fields: Record<string, unknown>): unknown {
    let index = 0;
    for (const name in fields) {
      if (name !== this.names[index]) {
        if (!isPlain(name)) {
          return this.decodeNames(fields, index);
        }
        this.names[index] = name;
      }
      const before = fields[name];
      if (typeof before === 'string') {
        const plain = this.plain[index];
        if (before === plain) {
          // One string for all the rows that have it, instead of one for each.
          fields[name] = plain;
        } else if (NOT_ASCII.test(before)) {
          fields[name] = this.decodeText(before);
        } else {
          this.plain[index] = before;
        }
      } else if (typeof before === 'object') {
        fields[name] = this.decode(before);
      }
      index++;
    }
    return fields;
  }

  /** @param done how many fields are decoded already */
  private decodeNames(fields: Record<string, unknown>, done: number): unknown {
    const entries = Object.entries(fields).map(([name, value], index): readonly [string, unknown] => {
      const decoded = index < done ? value : this.decode(value);
      return [NOT_ASCII.test(name) ? this.decodeText(name) : name, decoded];
    });
    return Object.fromEntries(entries);
  }

  private decodeText(text: string): string {
    const { scratch } = this;
    const bytes = text.length <= SCRATCH_BYTES ? scratch : Buffer.allocUnsafe(text.length);
    return bytes.toString('utf8', 0, bytes.write(text, 'latin1'));
  }
}

/** Whether a name is ASCII, and nothing but a name. */
function isPlain(name: string): boolean {
  return !NOT_ASCII.test(name) && name !== '__proto__';
}
