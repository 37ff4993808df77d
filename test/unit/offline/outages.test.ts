import assert from 'node:assert/strict';
import type { RequestRecord } from '../../../src/api/client';
import { Outages } from '../../../src/connection/outages';

const HOST = 'https://posthog.example.com';
const OTHER = 'https://other.example.com';

describe('Outages', () => {
  let outages: Outages;
  let told: string[];
  let now: number;
  beforeEach(() => {
    outages = new Outages();
    told = [];
    now = 1_000_000;
    outages.onDidBegin(({ origin, since }) => told.push(`${origin} gone for ${now - since}`));
    outages.onDidEnd((origin) => told.push(`${origin} back`));
  });
  const note = (outcome: Partial<RequestRecord>, origin = HOST): void =>
    outages.note(
      { operation: 'listLogs', method: 'GET', path: '/', ms: 1, attempt: 1, ...outcome },
      origin,
      now,
    );
  const answers = (origin = HOST): void => note({ status: 200 }, origin);
  const fails = (origin = HOST): void => note({ failure: 'network/refused' }, origin);
  const later = (ms: number): void => void (now += ms);

  it('tells once, after five seconds without an answer, and when there is one again', () => {
    answers();
    for (let second = 0; second < 60; second++) {
      fails();
      later(1_000);
    }
    answers();
    assert.deepEqual(told, [`${HOST} gone for 5000`, `${HOST} back`]);
  });

  it('tells nothing of a host that has never answered: somebody is trying an address', () => {
    fails();
    later(60_000);
    fails();
    assert.deepEqual(told, []);
  });

  it('tells nothing of one request that fails while others are answered', () => {
    for (let second = 0; second < 60; second++) {
      answers();
      fails();
      later(1_000);
    }
    assert.deepEqual(told, []);
  });

  it('takes every answer for one: an error of the server is no outage', () => {
    answers();
    for (const outcome of [
      { status: 503, failure: 'server' },
      { status: 200, failure: 'protocol/truncated' },
      { failure: 'cancelled' },
      { failure: 'auth/noKey' },
    ]) {
      note(outcome);
      later(10_000);
    }
    assert.deepEqual(told, []);
  });

  it('is one outage, whatever it takes along', () => {
    answers(HOST);
    answers(OTHER);
    for (let second = 0; second < 20; second++) {
      fails(HOST);
      fails(OTHER);
      later(1_000);
    }
    answers(OTHER);
    answers(HOST);
    assert.deepEqual(told, [`${HOST} gone for 5000`, `${OTHER} back`, `${HOST} back`]);
  });

  it('is not kept quiet by a host that nobody asks any more', () => {
    answers(HOST);
    answers(OTHER);
    fails(OTHER);
    later(6_000);
    fails(OTHER);
    later(3_600_000);
    fails(HOST);
    later(6_000);
    fails(HOST);
    assert.deepEqual(told, [`${OTHER} gone for 6000`, `${HOST} gone for 6000`]);
  });
});
