import {
  findOrganization,
  findProject,
  organizationOf,
  requireLevel,
  requireMember,
  type AccessRequest,
} from './access';
import { authenticate } from './authentication';
import { parseBody, type RequestData } from './bodyParser';
import { Failure, notFound } from './failure';
import { MediaType } from './mediaType';
import { boundaryOf } from './multipart';
import { negotiate } from './negotiation';
import type { Profile } from './profiles';
import { writeJson } from './pyJson';
import type { RateLimit } from './rateLimit';
import type { Answer, Call, DemoRequest, Project, Reply } from './request';
import { ALL_METHODS, Router, type AnyEndpoint, type Match } from './routes';
import { requireReach, requireScope } from './scopes';
import type { DemoState } from './state';

export interface PipelineParts {
  readonly profile: Profile;
  readonly state: DemoState;
  /** Undefined: unlimited. */
  readonly rateLimit: RateLimit | undefined;
  readonly onJob: (configId: number, type: string) => void;
}

const BAD_REQUEST_PAGE = `
<!doctype html>
<html lang="en">
<head>
  <title>Bad Request (400)</title>
</head>
<body>
  <h1>Bad Request (400)</h1><p></p>
</body>
</html>
`;

const LOGIN_PAGE =
  '<!doctype html>\n<html lang="en"><head><title>PostHog</title></head><body>Log in</body></html>\n';

/**
 * Answers requests in the order of checks of the real server: route, Accept, key (before it the body, when the key may
 * be in there), body, project, membership and level, rate, method, object, fields.
 */
export class Pipeline {
  private readonly router: Router;

  constructor(private readonly parts: PipelineParts) {
    this.router = new Router(parts.profile);
  }

  answer(request: DemoRequest): Answer {
    if (request.path !== '/api' && !request.path.startsWith('/api/')) {
      return htmlAnswer(request);
    }
    if (this.parts.profile.hasHtmlMultipartError && request.method === 'POST' && hasBadBoundary(request)) {
      return { status: 400, body: { type: 'text/html', text: BAD_REQUEST_PAGE } };
    }
    const match = this.router.match(request.path);
    const headers = { Allow: match?.endpoint.allow ?? ALL_METHODS };
    try {
      return toAnswer(this.reply(request, match), headers);
    } catch (error) {
      if (error instanceof Failure) {
        return failureAnswer(error, headers);
      }
      throw error;
    }
  }

  private reply(request: DemoRequest, match: Match | undefined): Reply {
    negotiate(request.headers.accept, match?.format ?? request.query.get('format'));
    if (!match) {
      throw notFound('Endpoint not found.');
    }
    const { profile, state, onJob } = this.parts;
    let data: RequestData | undefined;
    const readBody = (): RequestData => {
      data ??= parseBody(request.body, request.headers['content-type'] ?? '', profile.refusesNaN);
      return data;
    };
    const user = authenticate(state, request, readBody);
    const access = { profile, state, request, user, data: readBody() };
    return this.run(match.endpoint, { ...access, parameters: match.parameters, onJob });
  }

  private run(endpoint: AnyEndpoint, call: Call): Reply {
    const method = call.request.method === 'HEAD' ? 'GET' : call.request.method;
    switch (endpoint.area) {
      case 'configs':
      case 'logs': {
        const isLogs = endpoint.area === 'logs';
        const { project, guard } = findProject(call, call.parameters.project, isLogs);
        const action = endpoint.actions[method];
        this.checkScope(call, action?.scope, guard);
        this.checkProject(call, guard, isLogs);
        this.countRequest(call, project.id);
        const run = action?.run ?? methodNotAllowed(call.request);
        return run({ ...call, project, organization: organizationOf(call.state, project) });
      }
      case 'plugins': {
        const organization = findOrganization(call, call.parameters.organization ?? '');
        const action = endpoint.actions[method];
        this.checkScope(call, action?.scope, undefined);
        requireMember(call.state, call.user, organization);
        requireLevel(call.request.method, organization);
        this.countRequest(call, call.user.id);
        const run = action?.run ?? methodNotAllowed(call.request);
        return run({ ...call, organization });
      }
      case 'user':
      case 'projects': {
        const action = endpoint.actions[method];
        if (this.parts.profile.hasScopes) {
          this.checkAccountScope(endpoint.area, call, action?.scope);
        }
        this.countRequest(call, call.user.id);
        const run = action?.run ?? methodNotAllowed(call.request);
        return run(call);
      }
    }
  }

  private checkScope(call: Call, scope: string | undefined, project: Project | undefined): void {
    const { profile, state } = this.parts;
    if (!profile.hasScopes || (scope === undefined && !profile.refusesUnscopedActions)) {
      return;
    }
    requireScope(call.user, scope);
    requireReach(call.user, project, project && organizationOf(state, project));
  }

  private checkAccountScope(area: 'user' | 'projects', call: Call, scope: string | undefined): void {
    requireScope(call.user, scope);
    if (area === 'projects') {
      const id = Number(call.parameters.project);
      requireReach(
        call.user,
        this.parts.state.projects.find((project) => project.id === id),
        undefined,
      );
    }
  }

  private checkProject(
    { state, user, request, profile }: AccessRequest,
    guard: Project,
    isLogs: boolean,
  ): void {
    const organization = organizationOf(state, guard);
    if (!isLogs) {
      requireMember(state, user, organization);
      return;
    }
    if (profile.logsCheckMembership) {
      requireMember(state, user, organization, "You don't have access to the project.");
    }
    requireLevel(request.method, organization);
  }

  /** @param id the project's; endpoints without a project share its numbers by the user's id */
  private countRequest({ user }: Call, id: number): void {
    const { profile, rateLimit } = this.parts;
    if (profile.rateLimitBy !== 'nothing') {
      rateLimit?.count(profile.rateLimitBy === 'key' ? user.key : String(id));
    }
  }
}

function methodNotAllowed({ method }: DemoRequest): never {
  throw new Failure(405, 'invalid_request', 'method_not_allowed', `Method "${method}" not allowed.`);
}

function hasBadBoundary({ headers }: DemoRequest): boolean {
  const contentType = headers['content-type'] ?? '';
  return new MediaType(contentType).base === 'multipart/form-data' && boundaryOf(contentType) === undefined;
}

/** Outside of `/api` is the web app: what a wrong base address meets. */
function htmlAnswer({ path }: DemoRequest): Answer {
  return path === '/login'
    ? { status: 200, body: { type: 'text/html; charset=utf-8', text: LOGIN_PAGE } }
    : { status: 302, headers: { Location: `/login?next=${encodeURIComponent(path)}` } };
}

function toAnswer(reply: Reply, headers: Readonly<Record<string, string>>): Answer {
  if ('json' in reply) {
    return { status: reply.status, headers, body: { type: 'application/json', text: writeJson(reply.json) } };
  }
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

function failureAnswer(failure: Failure, headers: Readonly<Record<string, string>>): Answer {
  const { type, code, detail, attr } = failure;
  return {
    status: failure.status,
    headers: { ...headers, ...failure.headers },
    body: { type: 'application/json', text: writeJson({ type, code, detail, attr }) },
  };
}
