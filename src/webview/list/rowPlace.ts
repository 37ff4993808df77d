import type { LogRow, RowRef } from '../../logs/protocol';

/** What is needed of the list to find a row again. */
export interface Rows {
  readonly total: number;
  at(index: number): LogRow | undefined;
  indexOf(key: string): number | undefined;
}

/** A row that is kept in mind while the list changes: by its key, and by its index as long as that is not known. */
export class RowPlace {
  private held: { readonly index: number; readonly key: string | undefined } | undefined;

  constructor(private readonly rows: Rows) {}

  get index(): number | undefined {
    return this.held?.index;
  }

  get key(): string | undefined {
    return this.held?.key;
  }

  get ref(): RowRef | undefined {
    return this.held && { index: this.held.index, key: this.held.key ?? null };
  }

  set(index: number | undefined, key?: string): void {
    this.held = index === undefined ? undefined : { index, key: key ?? this.rows.at(index)?.key };
  }

  /** The list has changed; `shift` is by how much rows that it does not hold have moved. */
  moved(shift: number): void {
    if (this.held) {
      const { index, key } = this.held;
      const known = key === undefined ? undefined : this.rows.indexOf(key);
      const next = known ?? Math.max(0, Math.min(index + shift, this.rows.total - 1));
      this.held = { index: next, key: key ?? this.rows.at(next)?.key };
    }
  }
}
