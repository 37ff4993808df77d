import * as v from 'valibot';

/** What a UI test may ask of the driver extension, one JSON object per POST. */
export const DRIVER_REQUEST = v.variant('op', [
  v.object({ op: v.literal('command'), id: v.string(), args: v.pipe(v.array(v.unknown()), v.readonly()) }),
  v.object({ op: v.literal('setting'), key: v.string(), value: v.unknown() }),
  v.object({ op: v.literal('isActive'), extension: v.string() }),
  v.object({
    op: v.literal('exported'),
    extension: v.string(),
    path: v.pipe(v.array(v.string()), v.readonly()),
    args: v.pipe(v.array(v.unknown()), v.readonly()),
  }),
  v.object({ op: v.literal('info') }),
]);
export type DriverRequest = v.InferOutput<typeof DRIVER_REQUEST>;

export const DRIVER_REPLY = v.variant('ok', [
  v.object({ ok: v.literal(true), result: v.unknown() }),
  v.object({ ok: v.literal(false), error: v.string() }),
]);
export type DriverReply = v.InferOutput<typeof DRIVER_REPLY>;

export const DRIVER_INFO = v.object({
  vscode: v.string(),
  node: v.string(),
  pid: v.number(),
  /** Resident memory of the extension host, in bytes. */
  memory: v.number(),
});
export type DriverInfo = v.InferOutput<typeof DRIVER_INFO>;

/** The file where the driver leaves its port and its token is named by this environment variable. */
export const DRIVER_FILE_VARIABLE = 'TEST_DRIVER_FILE';
export const DRIVER_TOKEN_HEADER = 'x-driver-token';
export const DRIVER_ADDRESS = v.object({ port: v.number(), token: v.string() });
export type DriverAddress = v.InferOutput<typeof DRIVER_ADDRESS>;
