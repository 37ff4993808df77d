import type { Json } from './pyValue';

/** What a demo server is seeded from: the database of a small PostHog, as plain JSON. Times are ISO 8601 in UTC. */
export interface Fixture {
  readonly profile?: string | undefined;
  readonly organizations: readonly FixtureOrganization[];
  readonly projects: readonly FixtureProject[];
  readonly users: readonly FixtureUser[];
  readonly plugins: readonly FixturePlugin[];
  /** In physical row order, which is the order in which a rearrange answers. */
  readonly configs: readonly FixtureConfig[];
  /** Config id -> share of events delivered in the last 24 hours. */
  readonly delivery_rates_24h: Readonly<Record<string, number>>;
  readonly logs: readonly FixtureLogEntry[];
}

export interface FixtureOrganization {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  /** 0 none, 3 config, 6 install, 9 root. */
  readonly plugins_access_level: number;
}

export interface FixtureProject {
  readonly id: number;
  readonly organization_id: string;
  readonly name: string;
  readonly api_token: string;
  readonly uuid: string;
}

export interface FixtureUser {
  readonly id: number;
  readonly email: string;
  readonly first_name: string;
  readonly is_staff: boolean;
  readonly is_active: boolean;
  /** Organisation ids, or their last letters. */
  readonly organizations: readonly string[];
  readonly current_project: number | null;
  readonly current_org: string | null;
  readonly key: string;
  readonly uuid: string;
  /** What the key may do on servers with scopes; everything (`*`) when absent. */
  readonly scopes?: readonly string[] | undefined;
  /** Project ids that the key is restricted to. */
  readonly scoped_teams?: readonly number[] | undefined;
  /** Organisation ids that the key is restricted to. */
  readonly scoped_organizations?: readonly string[] | undefined;
}

export interface FixturePlugin {
  readonly id: number;
  /** Organisation id, or its last letter. */
  readonly organization: string;
  readonly plugin_type: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly url: string | null;
  readonly icon?: string | null | undefined;
  readonly config_schema: Json;
  readonly tag: string | null;
  readonly latest_tag: string | null;
  readonly is_global: boolean;
  readonly capabilities: Json;
  readonly metrics?: Json | undefined;
  readonly public_jobs?: Json | undefined;
  readonly source?: string | null | undefined;
  /** The front-end source row: null when there is none. */
  readonly frontend?: FixtureFrontend | null | undefined;
  /** Whether 2026 servers have a hog function template for it. */
  readonly hog_template?: boolean | undefined;
}

export interface FixtureFrontend {
  readonly status: string | null;
  readonly transpiled?: string | null | undefined;
  readonly error?: string | null | undefined;
}

export interface FixtureConfig {
  readonly id: number;
  readonly project: number;
  readonly plugin: number;
  readonly enabled: boolean;
  readonly order: number;
  /** As stored: with real secrets, without attachments. */
  readonly config: Json;
  readonly error: Json;
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly deleted?: boolean | null | undefined;
  readonly created_at?: string | undefined;
  readonly updated_at?: string | undefined;
  readonly attachments?: readonly FixtureAttachment[] | undefined;
}

export interface FixtureAttachment {
  readonly id: number;
  readonly key: string;
  readonly content_type: string;
  readonly file_name: string;
  readonly file_size: number;
}

export interface FixtureLogEntry {
  readonly id: string;
  readonly team_id: number;
  readonly plugin_id: number;
  readonly plugin_config_id: number;
  readonly timestamp: string;
  readonly source: string;
  readonly type: string;
  readonly message: string;
  readonly instance_id: string;
}
