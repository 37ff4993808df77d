import { listProjects, retrieveProject, retrieveUser } from './account';
import { createConfig, deleteConfig, listConfigs, retrieveConfig, updateConfig } from './configs';
import { permissionDenied } from './failure';
import { getFrontend } from './frontend';
import { runJob } from './jobs';
import { listLogs } from './logEntries';
import { listPlugins, listUnusedPlugins, retrievePlugin } from './plugins';
import type { PipelineKind, Profile } from './profiles';
import { rearrangeConfigs } from './rearrange';
import type { Call, OrganizationCall, ProjectCall, Reply } from './request';

/** One method of an endpoint: what it does, and the scope from which newer servers let keys do it. */
interface Action<C extends Call> {
  readonly run: (call: C) => Reply;
  readonly scope?: string;
}

interface Endpoint<Area extends string, C extends Call> {
  readonly area: Area;
  readonly allow: string;
  readonly actions: Readonly<Partial<Record<string, Action<C>>>>;
}

export type AnyEndpoint =
  | Endpoint<'configs' | 'logs', ProjectCall>
  | Endpoint<'plugins', OrganizationCall>
  | Endpoint<'user' | 'projects', Call>;

interface Route {
  readonly pattern: RegExp;
  readonly endpoint: AnyEndpoint;
}

export interface Match {
  readonly endpoint: AnyEndpoint;
  readonly parameters: Readonly<Record<string, string>>;
  /** A suffix such as `.json`. */
  readonly format: string | undefined;
}

const READ = 'plugin:read';
const WRITE = 'plugin:write';
const DETAIL = 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS';
const COLLECTION = 'GET, POST, HEAD, OPTIONS';
const READ_ONLY = 'GET, HEAD, OPTIONS';

/** What an unknown endpoint allows. */
export const ALL_METHODS = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT';

/** The endpoints of one generation of servers. Trailing slashes are optional, and never redirected to. */
export class Router {
  private readonly routes: readonly Route[];

  constructor(profile: Profile) {
    this.routes = [...accountRoutes(profile), ...(profile.hasPlugins ? pluginRoutes(profile) : [])];
  }

  /** @returns undefined for an unknown endpoint */
  match(path: string): Match | undefined {
    for (const { pattern, endpoint } of this.routes) {
      const groups = pattern.exec(path)?.groups;
      if (groups) {
        const { format, ...parameters } = groups;
        return { endpoint, parameters, format };
      }
    }
    return undefined;
  }
}

/** `:name` is one segment without dots; a format suffix may follow. */
function route(path: string, endpoint: AnyEndpoint): Route {
  const source = path.replace(/:(\w+)/g, '(?<$1>[^/.]+)');
  return { pattern: new RegExp(`^/api/${source}(?:/?|/?\\.(?<format>[a-z0-9]+)/?)$`), endpoint };
}

function pluginRoutes(profile: Profile): readonly Route[] {
  const parents = profile.hasEnvironmentsPath ? ['projects', 'environments'] : ['projects'];
  const collections: readonly (readonly [string, PipelineKind | undefined])[] = [
    ...parents.map((parent) => [`${parent}/:project/${profile.collection}`, undefined] as const),
    ...parents.flatMap((parent) =>
      Object.entries(profile.pipelines).map(([name, kind]) => [`${parent}/:project/${name}`, kind] as const),
    ),
    // The oldest path of all; it means the owner's current project.
    ['plugin_config', undefined],
  ];
  return [
    ...collections.flatMap(([base, kind]) => configRoutes(base, kind, profile)),
    ...parents.map((parent) => route(`${parent}/:project/${profile.collection}/:id/logs`, LOGS)),
    ...organizationRoutes(profile),
  ];
}

const LOGS: AnyEndpoint = {
  area: 'logs',
  allow: READ_ONLY,
  actions: { GET: { run: listLogs, scope: READ } },
};

function configRoutes(base: string, kind: PipelineKind | undefined, profile: Profile): readonly Route[] {
  const routes: Route[] = [
    route(`${base}/rearrange`, {
      area: 'configs',
      allow: 'PATCH, OPTIONS',
      actions: { PATCH: { run: rearrangeConfigs } },
    }),
    route(base, {
      area: 'configs',
      allow: COLLECTION,
      actions: {
        GET: { run: (call) => listConfigs(call, kind), scope: READ },
        POST: { run: createConfig, scope: WRITE },
      },
    }),
    route(`${base}/:id`, {
      area: 'configs',
      allow: DETAIL,
      actions: {
        GET: { run: (call) => retrieveConfig(call, kind), scope: READ },
        PATCH: { run: (call) => updateConfig(call, true, kind), scope: WRITE },
        PUT: { run: (call) => updateConfig(call, false, kind), scope: WRITE },
        DELETE: { run: deleteConfig, scope: WRITE },
      },
    }),
  ];
  if (profile.jobs !== 'absent') {
    routes.push(
      route(`${base}/:id/job`, {
        area: 'configs',
        allow: 'POST, OPTIONS',
        actions: { POST: { run: (call) => runJob(call, kind) } },
      }),
    );
  }
  if (profile.hasFrontend) {
    routes.push(
      route(`${base}/:id/frontend`, {
        area: 'configs',
        allow: READ_ONLY,
        actions: { GET: { run: (call) => getFrontend(call, kind) } },
      }),
    );
  }
  if (profile.hasHogActions) {
    routes.push(
      route(`${base}/:id/activity`, { area: 'configs', allow: READ_ONLY, actions: { GET: { run: refuse } } }),
      route(`${base}/:id/migrate`, {
        area: 'configs',
        allow: 'POST, OPTIONS',
        actions: { POST: { run: refuse } },
      }),
    );
  }
  return routes;
}

/** For actions that no key may run, which is all that the demo server has to say about them. */
function refuse(): never {
  throw permissionDenied();
}

function organizationRoutes(profile: Profile): readonly Route[] {
  const list = (kind?: PipelineKind): AnyEndpoint => ({
    area: 'plugins',
    allow: COLLECTION,
    actions: { GET: { run: (call) => listPlugins(call, kind), scope: READ } },
  });
  const detail: AnyEndpoint = {
    area: 'plugins',
    allow: DETAIL,
    actions: { GET: { run: retrievePlugin, scope: READ } },
  };
  const routes = [route('organizations/:organization/plugins', list())];
  if (profile.hasUnusedPlugins) {
    routes.push(
      route('organizations/:organization/plugins/unused', {
        area: 'plugins',
        allow: READ_ONLY,
        actions: { GET: { run: listUnusedPlugins } },
      }),
    );
  }
  routes.push(route('organizations/:organization/plugins/:id', detail));
  if (Object.keys(profile.pipelines).length > 0) {
    routes.push(
      route('organizations/:organization/pipeline_transformations', list('transformation')),
      route('organizations/:organization/pipeline_destinations', list('destination')),
    );
  }
  return routes;
}

function accountRoutes(profile: Profile): readonly Route[] {
  const parents = profile.hasEnvironmentsPath ? ['projects', 'environments'] : ['projects'];
  return [
    route('users/@me', {
      area: 'user',
      allow: 'GET, PUT, PATCH, HEAD, OPTIONS',
      actions: { GET: { run: retrieveUser, scope: 'user:read' } },
    }),
    ...parents.flatMap((parent) => [
      route(parent, {
        area: 'projects',
        allow: COLLECTION,
        actions: { GET: { run: listProjects, scope: 'project:read' } },
      }),
      route(`${parent}/:project`, {
        area: 'projects',
        allow: DETAIL,
        actions: { GET: { run: retrieveProject, scope: 'project:read' } },
      }),
    ]),
  ];
}
