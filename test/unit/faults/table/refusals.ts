import type { Fault } from '../../../support/faults/fault';
import type { MatrixFault, Told } from '../matrixFault';

const refusal = (status: number, code: string, detail: string): Fault => ({
  kind: 'answer',
  status,
  body: { type: status < 404 ? 'authentication_error' : 'invalid_request', code, detail, attr: null },
});

const missing: Told = {
  kind: 'notFound',
  reason: 'projectNotFound',
  cause: /has no such project, or the key’s owner has no access to it/,
  next: /Refresh/,
};

/** Answers by which a server, or who stands before it, refuses. */
export const refusals: readonly MatrixFault[] = [
  {
    name: '304',
    deed: { to: 'answer', fault: { kind: 'answer', status: 304 } },
    isRefusal: true,
    told: {
      kind: 'protocol',
      reason: 'notJson',
      cause: /answered with something that is not PostHog’s API \(status 304\)/,
      next: /Check that this is PostHog’s address/,
    },
  },
  {
    name: '400',
    deed: { to: 'answer', fault: refusal(400, 'invalid_input', 'Not like this.') },
    isRefusal: true,
    told: {
      kind: 'invalid',
      cause: /refused the data: Not like this\./,
      next: /Correct it and try again/,
    },
    toldOfReads: {
      kind: 'invalid',
      cause: /did not understand the request: Not like this\./,
      next: /Look for an update of the extension/,
    },
  },
  {
    name: '400 without a body',
    deed: { to: 'answer', fault: { kind: 'answer', status: 400 } },
    isRefusal: true,
    told: {
      kind: 'invalid',
      cause: /refused the data: status 400/,
      next: /Correct it and try again/,
    },
    toldOfReads: {
      kind: 'invalid',
      cause: /did not understand the request: status 400/,
      next: /Look for an update of the extension/,
    },
  },
  {
    name: '401 mid-use',
    deed: {
      to: 'answer',
      fault: refusal(
        401,
        'authentication_failed',
        'Personal API key found in request Authorization header is invalid.',
      ),
    },
    isRefusal: true,
    told: {
      kind: 'auth',
      reason: 'keyRefused',
      cause: /refused the key\. It may have been deleted or rolled/,
      next: /Replace Key…/,
    },
  },
  {
    name: '401 mid-use, and another window has replaced the key',
    deed: { to: 'answer', fault: refusal(401, 'authentication_failed', 'Invalid.') },
    replacesKey: true,
    followed: 1,
  },
  {
    name: '403',
    deed: {
      to: 'answer',
      fault: refusal(403, 'permission_denied', 'You do not have permission to perform this action.'),
    },
    isRefusal: true,
    told: {
      kind: 'forbidden',
      cause: /does not allow it: You do not have permission to perform this action\./,
      next: /Ask for the permission in PostHog, or use another key/,
    },
  },
  {
    name: '403: scope missing',
    deed: {
      to: 'answer',
      fault: refusal(403, 'permission_denied', "API key missing required scope 'plugin:write'"),
    },
    isRefusal: true,
    told: {
      kind: 'forbidden',
      reason: 'missingScope',
      cause: /The key may not do this: API key missing required scope 'plugin:write'/,
      next: /Add the scope to the key in PostHog, or use another key\..*Replace Key…/,
    },
  },
  {
    name: '403: no keys here',
    deed: {
      to: 'answer',
      fault: refusal(403, 'permission_denied', 'This action does not support personal API key access'),
    },
    isRefusal: true,
    told: {
      kind: 'forbidden',
      reason: 'keysNotSupported',
      cause: /does not let personal API keys do this/,
      next: /it can only be done in the browser/,
    },
  },
  {
    name: '403 of a firewall',
    deed: {
      to: 'answer',
      fault: { kind: 'html', status: 403, text: '<html>\n<head><title>403 Forbidden</title></head></html>' },
    },
    isRefusal: true,
    told: {
      kind: 'forbidden',
      cause: /does not allow it: 403 Forbidden/,
      next: /Ask for the permission in PostHog, or use another key/,
    },
  },
  {
    name: '404: no such endpoint',
    deed: { to: 'answer', fault: refusal(404, 'not_found', 'Endpoint not found.') },
    isRefusal: true,
    told: {
      kind: 'gone',
      cause: /does not have this operation: it runs a PostHog version without it/,
      next: /Look in PostHog itself for what it has instead/,
    },
  },
  {
    name: '404: no such project',
    deed: { to: 'answer', fault: refusal(404, 'not_found', 'Project not found.') },
    isRefusal: true,
    told: missing,
  },
  {
    name: '404: no such config',
    deed: { to: 'answer', fault: refusal(404, 'not_found', 'Not found.') },
    isRefusal: true,
    told: missing,
    toldOfConfig: {
      kind: 'notFound',
      reason: 'configNotFound',
      cause: /It no longer exists on 127\.0\.0\.1:\d+/,
      next: /Refresh/,
    },
  },
  {
    name: '404 without a body',
    deed: { to: 'answer', fault: { kind: 'answer', status: 404 } },
    isRefusal: true,
    told: {
      kind: 'protocol',
      reason: 'notJson',
      cause: /answered with something that is not PostHog’s API \(status 404\)/,
      next: /Check that this is PostHog’s address/,
    },
    // That is how PostHog refuses one where plugins are switched off.
    toldOf: {
      delete: {
        kind: 'forbidden',
        reason: 'pluginsNotAllowed',
        cause: /Plugins are switched off for the organization of this project/,
        next: /Who manages the instance can switch them on/,
      },
    },
  },
  {
    name: '404 of somebody else',
    deed: {
      to: 'answer',
      fault: { kind: 'html', status: 404, text: '<html><title>404 Not Found</title></html>' },
    },
    isRefusal: true,
    told: {
      kind: 'protocol',
      reason: 'html',
      cause: /answered with a web page instead of data \(404 Not Found\)/,
      next: /Open 127\.0\.0\.1:\d+ in a browser/,
    },
  },
  {
    name: '405',
    deed: { to: 'answer', fault: refusal(405, 'method_not_allowed', 'Method not allowed.') },
    isRefusal: true,
    told: {
      kind: 'forbidden',
      reason: 'methodNotAllowed',
      cause: /does not allow (GET|POST|PATCH|DELETE) requests here/,
      next: /A proxy or a firewall in between may block them: ask whoever runs it/,
    },
  },
  {
    name: '413',
    deed: {
      to: 'answer',
      fault: { kind: 'html', status: 413, text: '<html><title>413 Request Entity Too Large</title></html>' },
    },
    isRefusal: true,
    told: {
      kind: 'invalid',
      reason: 'tooLarge',
      cause: /does not take that much data at once/,
      next: /Send less, or have its limit raised/,
    },
  },
];
