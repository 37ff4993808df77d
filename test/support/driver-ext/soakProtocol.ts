import * as v from 'valibot';

/** Names the extension that the driver is to watch from the start; absent: none. */
export const WATCH_VARIABLE = 'TEST_DRIVER_WATCH';

/** Commands of the driver extension that only the soak uses. */
export const SOAK_COMMANDS = {
  /** Answers a `HostSample`, after garbage collection. */
  sample: 'testDriver.soakSample',
  /** Ends the watched extension as the editor does when it deactivates one, and answers a `HostSample` a while later. */
  end: 'testDriver.soakEnd',
} as const;

const COUNTS = v.record(v.string(), v.number());

/** What the extension host holds. */
export const HOST_SAMPLE = v.object({
  /** Bytes in use on the heap of the whole extension host. */
  heap: v.number(),
  /** Timers, sockets and servers of the watched extension, by kind. */
  handles: COUNTS,
  /** The same, each with the place where it was made. */
  handleList: v.pipe(v.array(v.string()), v.readonly()),
  /** Active resources of the whole extension host, as Node counts them. */
  resources: COUNTS,
  /** What the collections and emitters of the watched extension's parts hold. */
  census: COUNTS,
});
export type HostSample = v.InferOutput<typeof HOST_SAMPLE>;
