/** An array that gives up its first elements cheaply. */
export class Queue<T> {
  private elements: T[] = [];
  private head = 0;

  get size(): number {
    return this.elements.length - this.head;
  }

  at(index: number): T | undefined {
    return index < 0 ? undefined : this.elements[this.head + index];
  }

  /** A copy of all that is there. */
  toArray(): readonly T[] {
    return this.elements.slice(this.head);
  }

  /** Without a copy, which takes longer than most of what is done with its elements. Nothing may be dropped meanwhile. */
  forEach(act: (element: T) => void): void {
    for (let index = this.head; index < this.elements.length; index++) {
      const element = this.elements[index];
      if (element !== undefined) {
        act(element);
      }
    }
  }

  push(element: T): void {
    this.elements.push(element);
  }

  append(elements: readonly T[]): void {
    for (const element of elements) {
      this.elements.push(element);
    }
  }

  /** Drops the first element. */
  shift(): void {
    if (this.head === this.elements.length) {
      return;
    }
    this.head++;
    if (this.head > 1024 && this.head * 4 > this.elements.length) {
      this.elements = this.elements.slice(this.head);
      this.head = 0;
    }
  }

  /** Takes out everything from `index` on. */
  cut(index: number): readonly T[] {
    const rest = this.elements.splice(this.head + index);
    if (index === 0) {
      // Nothing is left but what was dropped.
      this.elements = [];
      this.head = 0;
    }
    return rest;
  }
}
