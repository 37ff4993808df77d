import * as v from 'valibot';
import type { ApiErrorData, ApiErrorKind, ApiErrorReason, Operation } from './errors';
import type { Reply } from './reply';
import { retryAfter } from './retry';
import { errorBodySchema } from './schemas';

/** What an answer that is not a success means. `detail` as it came, of any length, perhaps with the key in it. */
export type Failure = Pick<ApiErrorData, 'kind' | 'reason' | 'detail' | 'code' | 'attr' | 'retryAfterMs'>;

interface Verdict {
  readonly kind: ApiErrorKind;
  readonly reason?: ApiErrorReason;
}

/**
 * Explains an answer with a status of 400 and above, or one of the 300s that is no redirect.
 *
 * PostHog's errors are one flat object `{type, code, detail, attr}` with the first problem only; but proxies and the
 * layers below its API answer with other JSON, HTML, plain text or nothing.
 *
 * @param now milliseconds since the epoch, for a `Retry-After` that is a date
 */
export function explain(reply: Reply, operation: Operation, now: number): Failure {
  const body = errorBody(reply.text);
  const { detail = reply.text, code, attr } = body ?? {};
  const verdict = judge(reply, operation, body?.type === undefined ? undefined : (body.detail ?? ''));
  const retryAfterMs = retryAfter(reply, now);
  return {
    ...verdict,
    ...(detail !== null && { detail }),
    ...(code && { code }),
    ...(attr && { attr }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function errorBody(text: string): v.InferOutput<typeof errorBodySchema> | undefined {
  try {
    const result = v.safeParse(errorBodySchema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/** @param sentence PostHog's sentence, undefined where the answer is not PostHog's */
function judge(reply: Reply, operation: Operation, sentence: string | undefined): Verdict {
  const { status, text } = reply;
  if (status >= 500) {
    return { kind: 'server' };
  }
  switch (status) {
    case 401:
      return { kind: 'auth', reason: 'keyRefused' };
    case 403:
      return forbidden(sentence ?? text);
    case 404:
      return missing(sentence, text, operation);
    case 405:
      return { kind: 'forbidden', reason: 'methodNotAllowed' };
    case 407:
      return { kind: 'network', reason: 'proxy' };
    case 413:
      return { kind: 'invalid', reason: 'tooLarge' };
    case 429:
      return { kind: 'rateLimited' };
    default:
  }
  if (status < 400) {
    return { kind: 'protocol', reason: 'notJson' };
  }
  if (sentence !== undefined && /plugin configuration is not available/i.test(sentence)) {
    return { kind: 'forbidden', reason: 'pluginsNotAllowed' };
  }
  return { kind: 'invalid' };
}

const FORBIDDEN: readonly (readonly [RegExp, ApiErrorReason])[] = [
  [/missing required scope/i, 'missingScope'],
  [/does not support personal api key/i, 'keysNotSupported'],
  [/does not have access to the requested|keys with scoped projects/i, 'keyNotForProject'],
  [/plugin access level/i, 'pluginsNotAllowed'],
];

function forbidden(text: string): Verdict {
  const reason = FORBIDDEN.find(([pattern]) => pattern.test(text))?.[1];
  return { kind: 'forbidden', ...(reason && { reason }) };
}

/** Operations whose address ends at the project: there `Not found.` can only mean the project. */
const PROJECT_LEVEL: readonly Operation[] = [
  'listPluginConfigs',
  'createPluginConfig',
  'rearrangePluginConfigs',
  'getProject',
];
const ORGANIZATION_LEVEL: readonly Operation[] = ['getUser', 'listProjects', 'listPlugins'];

function missing(sentence: string | undefined, text: string, operation: Operation): Verdict {
  if (sentence === undefined) {
    if (text.trim() === '') {
      // The answer to a delete where the organisation may not use plugins has no body.
      return operation === 'deletePluginConfig'
        ? { kind: 'forbidden', reason: 'pluginsNotAllowed' }
        : { kind: 'protocol', reason: 'notJson' };
    }
    return { kind: 'protocol', reason: text.trimStart().startsWith('<') ? 'html' : 'notJson' };
  }
  if (/endpoint not found/i.test(sentence)) {
    return { kind: 'gone' };
  }
  if (/project not found/i.test(sentence) || PROJECT_LEVEL.includes(operation)) {
    return { kind: 'notFound', reason: 'projectNotFound' };
  }
  return ORGANIZATION_LEVEL.includes(operation)
    ? { kind: 'notFound' }
    : { kind: 'notFound', reason: 'configNotFound' };
}
