import { Budget } from '../../../src/api/budget';
import { ApiClient, type CallOptions, type RequestRecord, type RequestSpec } from '../../../src/api/client';
import { systemClock, type Clock } from '../../../src/api/clock';
import type { NetworkOptions } from '../../../src/api/dispatcher';
import { ApiError } from '../../../src/api/errors';
import type { Reply } from '../../../src/api/reply';
import { ScriptedServer } from '../../support/scriptedServer';

/** Stands in all tests for a real key: found anywhere but in the header, it has leaked. */
export const PLANTED_KEY = 'phx_planted0123456789';

export interface HarnessOptions {
  readonly clock?: Clock;
  readonly network?: NetworkOptions;
  readonly origin?: string;
  readonly budget?: Budget;
}

/** A client, the server it talks to, and what it told about its requests. */
export class Harness {
  readonly records: RequestRecord[] = [];
  /** What the key store gives, one after the other; the last one for good. */
  keys: (string | undefined)[] = [PLANTED_KEY];
  readonly client: ApiClient;
  readonly budget: Budget;

  private constructor(
    readonly server: ScriptedServer,
    options: HarnessOptions,
  ) {
    const clock = options.clock ?? systemClock;
    this.budget = options.budget ?? new Budget(clock);
    this.client = new ApiClient({
      origin: options.origin ?? server.origin,
      key: { read: () => Promise.resolve(this.keys.length > 1 ? this.keys.shift() : this.keys[0]) },
      budget: this.budget,
      clock,
      onRequest: (record) => this.records.push(record),
      random: () => 1,
      ...(options.network && { network: options.network }),
    });
  }

  static async start(options: HarnessOptions = {}): Promise<Harness> {
    return new Harness(await ScriptedServer.start(), options);
  }

  /** Sends a request that takes any good answer. */
  send(method: RequestSpec<Reply>['method'], spec: Partial<RequestSpec<Reply>> = {}, options?: CallOptions) {
    return this.client.request<Reply>(
      { operation: 'listPluginConfigs', method, path: '/api/x/', read: (reply) => reply, ...spec },
      options,
    );
  }

  async close(): Promise<void> {
    this.budget.dispose();
    await this.client.dispose();
    await this.server.close();
  }
}

/** The error of a call that has to fail. */
export async function failureOf(call: Promise<unknown>): Promise<ApiError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) {
      return error;
    }
    throw error;
  }
  throw new Error('The call was expected to fail.');
}
