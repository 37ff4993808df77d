import { Budget } from '../../../src/api/budget';
import { Call } from '../../../src/api/call';
import {
  ApiClient,
  type ApiClientOptions,
  type CallOptions,
  type RequestSpec,
} from '../../../src/api/client';
import type { OutgoingRequest, RawReply } from '../../../src/api/exchange';
import { VirtualClock } from './virtualClock';

export const ORIGIN = 'https://posthog.example.com';
/** Found anywhere but in the header, it has leaked. */
export const KEY = 'phx_fuzz0123456789abcdefghij';

/** What a request is answered with. */
export type Answering = (request: OutgoingRequest) => RawReply;

/** The real API layer down to where bytes go out and come in: those are made up, and no socket is opened. */
export class CannedClient extends ApiClient {
  readonly requests: OutgoingRequest[] = [];

  private constructor(
    private readonly ownOptions: ApiClientOptions,
    readonly clock: VirtualClock,
    private readonly answer: Answering,
  ) {
    super(ownOptions);
  }

  static create(answer: Answering): CannedClient {
    const clock = new VirtualClock();
    const options: ApiClientOptions = {
      origin: ORIGIN,
      key: { read: () => Promise.resolve(KEY) },
      budget: new Budget(clock),
      clock,
      random: () => 0.5,
    };
    return new CannedClient(options, clock, answer);
  }

  override request<T>(spec: RequestSpec<T>, options: CallOptions = {}): Promise<T> {
    const dispatcher = {
      send: (request: OutgoingRequest): Promise<RawReply> => {
        this.requests.push(request);
        return Promise.resolve(this.answer(request));
      },
    };
    const signals = options.signal ? [options.signal] : [];
    return new Call(spec, {
      ...this.ownOptions,
      dispatcher,
      priority: options.priority ?? 'user',
      signals,
    }).run();
  }

  override async dispose(): Promise<void> {
    this.ownOptions.budget.dispose();
    await super.dispose();
  }
}

export function reply(body: Uint8Array, status = 200, contentType = 'application/json'): RawReply {
  return { status, headers: new Map([['content-type', contentType]]), body, cut: false };
}
