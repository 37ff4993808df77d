import assert from 'node:assert/strict';
import { ApiError, type ApiErrorKind } from '../../../src/api/errors';
import { FeedSetup } from '../../support/feedSetup';

function failure(kind: ApiErrorKind): ApiError {
  return new ApiError({
    kind,
    operation: 'listLogs',
    method: 'GET',
    path: '/',
    origin: 'https://posthog.example.com',
    attempts: 1,
    applied: 'no',
    retryAfterMs: 60_000,
  });
}

describe('a feed whose server answers others again', () => {
  /** Requests that were made until then, and just after; the server refuses all of them for the same reason. */
  async function requests(kind: ApiErrorKind): Promise<readonly [number, number]> {
    let made = 0;
    const setup = new FeedSetup({
      fetchPage: () => {
        made++;
        return Promise.reject(failure(kind));
      },
    });
    setup.feed.start();
    await setup.clock.advance(30_000);
    const before = made;
    setup.feed.reached();
    await setup.clock.advance(0);
    const after = made;
    setup.feed.dispose();
    assert.equal(setup.clock.armed, 0);
    return [before, after];
  }

  it('asks at once where it could not reach the server', async () => {
    assert.deepEqual(await requests('network'), [1, 2]);
  });

  it('waits as it was told where the server wants it to', async () => {
    assert.deepEqual(await requests('rateLimited'), [1, 1]);
    assert.deepEqual(await requests('server'), [1, 1]);
  });

  it('leaves alone what is live, paused or under way', async () => {
    const setup = new FeedSetup();
    setup.feed.start();
    await setup.clock.advance(10_000);
    const { length } = setup.states;
    setup.feed.reached();
    assert.equal(setup.feed.state.kind, 'live');
    setup.feed.pause();
    setup.feed.reached();
    assert.equal(setup.feed.state.kind, 'paused');
    assert.ok(setup.states.length <= length + 1);
    setup.feed.dispose();
  });
});
