import type { ApiError } from '../../api/errors';

/** Where a feed stands; a view always says it. */
export type FeedState =
  | { readonly kind: 'loading' }
  /** `polledAt`: when the newest reply came, in milliseconds. */
  | { readonly kind: 'live'; readonly polledAt: number }
  /** `fetched`: new entries since catching up began. */
  | { readonly kind: 'catchingUp'; readonly fetched: number }
  | { readonly kind: 'paused' }
  /** `at`: when it is tried again, in milliseconds. */
  | { readonly kind: 'retrying'; readonly at: number; readonly error: ApiError }
  | { readonly kind: 'stopped'; readonly error: ApiError };

export function sameFeedState(a: FeedState, b: FeedState): boolean {
  switch (a.kind) {
    case 'loading':
    case 'paused':
      return a.kind === b.kind;
    case 'live':
      return a.kind === b.kind && a.polledAt === b.polledAt;
    case 'catchingUp':
      return a.kind === b.kind && a.fetched === b.fetched;
    case 'retrying':
      return a.kind === b.kind && a.at === b.at && a.error === b.error;
    case 'stopped':
      return a.kind === b.kind && a.error === b.error;
  }
}
