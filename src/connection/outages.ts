import type { RequestRecord } from '../api/client';
import { Emitter, type Disposable } from './emitter';

/** A host that answered before, and does not any more. */
export interface Outage {
  readonly origin: string;
  /** When the first request failed, in milliseconds since the epoch. */
  readonly since: number;
}

/** Shorter ones, in milliseconds, are over before anybody has read of them, and may concern one request only. */
const WORTH_TELLING = 5_000;
/** Whatever is open asks again sooner, in milliseconds: a host that nobody asks any more is no outage. */
const FORGOTTEN_AFTER = 300_000;

/**
 * Notices from the requests of the whole window when a host stops answering and when it answers again. Whatever polls
 * says on its own surface where it stands; this is for the one notice of it, and for trying again at once when it is over.
 */
export class Outages implements Disposable {
  private readonly answered = new Set<string>();
  /** By origin, since when requests fail, and when one did last. */
  private readonly failing = new Map<string, { readonly since: number; readonly last: number }>();
  private told = false;
  private readonly began = new Emitter<Outage>();
  private readonly ended = new Emitter<string>();

  /** Requests fail since a while. Once, until every host answers again: a network that dies takes all of them along. */
  readonly onDidBegin = this.began.event;
  /** The host of this origin answers again, of which nothing had been heard for a while. */
  readonly onDidEnd = this.ended.event;

  /**
   * @param record of one attempt; an answer of any kind proves that the host is there
   * @param now milliseconds since the epoch
   */
  note(record: RequestRecord, origin: string, now: number): void {
    if (record.status !== undefined) {
      this.answered.add(origin);
      this.end(origin, now);
    } else if (isUnreachable(record) && this.answered.has(origin)) {
      this.fail(origin, now);
    }
  }

  dispose(): void {
    this.began.dispose();
    this.ended.dispose();
  }

  private fail(origin: string, now: number): void {
    this.forgetOthers(now);
    const since = this.failing.get(origin)?.since ?? now;
    this.failing.set(origin, { since, last: now });
    if (!this.told && now - since >= WORTH_TELLING) {
      this.told = true;
      this.began.fire({ origin, since });
    }
  }

  private end(origin: string, now: number): void {
    const outage = this.failing.get(origin);
    this.failing.delete(origin);
    this.told &&= this.failing.size > 0;
    if (outage && now - outage.since >= WORTH_TELLING) {
      this.ended.fire(origin);
    }
  }

  private forgetOthers(now: number): void {
    for (const [origin, { last }] of this.failing) {
      if (now - last > FORGOTTEN_AFTER) {
        this.failing.delete(origin);
      }
    }
    this.told &&= this.failing.size > 0;
  }
}

function isUnreachable({ failure }: RequestRecord): boolean {
  return failure === 'network' || failure?.startsWith('network/') === true;
}
