import assert from 'node:assert/strict';
import type { DemoServer } from '../../../src/demo/server';
import { rawRequest, type RawResponse } from '../../support/rawHttp';

/** The key of the recordings' first user. */
export const ADA = 'phx_ada00000000000000000000000000000000001';
export const ENDPOINT_NOT_FOUND = 'Endpoint not found.';

/** What the tests look at in a body; they assert on it, so it need not be checked here. */
export type Body = Readonly<Record<string, unknown>>;

/** Sends requests with a key, and exactly as they are given. */
export class DemoClient {
  constructor(
    readonly server: DemoServer,
    private readonly key = ADA,
  ) {}

  send(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<RawResponse> {
    return rawRequest(this.server.url, {
      method,
      path,
      headers: {
        Authorization: `Bearer ${this.key}`,
        ...(body && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  form(method: string, path: string, fields: Record<string, string>): Promise<RawResponse> {
    return rawRequest(this.server.url, {
      method,
      path,
      headers: { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  }
}

export function bodyOf(response: RawResponse): Body {
  const body: unknown = JSON.parse(response.text);
  assert.ok(typeof body === 'object' && body !== null);
  return { ...body };
}

export function rowsOf(response: RawResponse): readonly Body[] {
  const { results } = bodyOf(response);
  assert.ok(Array.isArray(results));
  return results.map((row: unknown) => ({ ...(typeof row === 'object' ? row : {}) }));
}

export function expectError(response: RawResponse, status: number, detail: string): void {
  assert.equal(response.status, status, response.text);
  assert.equal(bodyOf(response).detail, detail);
}
