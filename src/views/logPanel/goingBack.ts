import { isApiError } from '../../api/errors';

/** History that is being loaded back to a time, to go there. */
export class GoingBack {
  private readonly controller = new AbortController();
  /** What kept it from getting there. */
  private failed: unknown;
  /** Whether that time was reached, or all there is. */
  readonly done: Promise<boolean>;

  /** @param timestamp where it goes */
  constructor(
    readonly timestamp: string,
    load: (signal: AbortSignal) => Promise<void>,
  ) {
    this.done = load(this.controller.signal).then(
      () => true,
      (error: unknown) => {
        this.failed = isApiError(error, 'cancelled') ? undefined : error;
        return false;
      },
    );
  }

  /** Undefined unless it failed. */
  get error(): unknown {
    return this.failed;
  }

  cancel(): void {
    this.controller.abort();
  }
}
