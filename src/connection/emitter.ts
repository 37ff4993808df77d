import { Listeners } from '../model/listeners';

export interface Disposable {
  dispose(): void;
}

/** The part of the editor's event that is needed here, so that these classes also run without the editor. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** Listeners in the editor's form: subscribing gives something to dispose of. */
export class Emitter<T = void> implements Disposable {
  private readonly listeners = new Listeners<T>();

  readonly event: Event<T> = (listener) => ({ dispose: this.listeners.on((value) => listener(value)) });

  fire(value: T): void {
    this.listeners.fire(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}
