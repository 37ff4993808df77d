import type { IncomingHttpHeaders } from 'node:http';
import type { RequestData } from './bodyParser';
import type { FixtureOrganization, FixtureProject, FixtureUser } from './fixture';
import type { Output } from './pyJson';
import type { Profile } from './profiles';
import type { QueryParameters } from './query';
import type { DemoState } from './state';

export type User = FixtureUser;
export type Project = FixtureProject;
export type Organization = FixtureOrganization;

/** A request as it came, with its address taken apart. */
export interface DemoRequest {
  readonly method: string;
  /** Scheme and host as the server believes them to be: they stand in `next` links. */
  readonly origin: string;
  /** Percent-decoded. */
  readonly path: string;
  readonly query: QueryParameters;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  /** Undefined: an empty body without a content type. */
  readonly body?: { readonly type: string; readonly text: string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a handler works with once the request has passed all checks. */
export interface Call {
  readonly profile: Profile;
  readonly state: DemoState;
  readonly request: DemoRequest;
  readonly data: RequestData;
  readonly user: User;
  /** The parts of the path that are variable. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Called with the id of each config whose job was queued. */
  readonly onJob: (configId: number, type: string) => void;
}

export interface ProjectCall extends Call {
  readonly project: Project;
  readonly organization: Organization;
}

export interface OrganizationCall extends Call {
  readonly organization: Organization;
}

/** A JSON answer. */
export function json(body: Output, status = 200): { readonly status: number; readonly json: Output } {
  return { status, json: body };
}

export type Reply = Answer | { readonly status: number; readonly json: Output };
