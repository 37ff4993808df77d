import type { FixturePlugin } from './fixture';
import type { Json, PyDict, PyValue } from './pyValue';
import type { Micros } from './timestamps';

export interface Attachment {
  readonly id: number;
  readonly key: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly size: number;
}

/** A row of the plugin config table. Rows are never changed in place: a save replaces them. */
export interface ConfigRow {
  readonly id: number;
  readonly projectId: number;
  readonly pluginId: number;
  readonly enabled: boolean;
  readonly order: number;
  readonly config: PyValue;
  readonly error: PyValue;
  readonly name: string | null;
  readonly description: string | null;
  readonly deleted: boolean | null;
  readonly createdAt: Micros;
  readonly updatedAt: Micros;
}

export interface Plugin extends FixturePlugin {
  readonly organizationId: string;
  /** The JSON columns, as the database gives them back. */
  readonly schema: PyValue;
  readonly publicJobs: PyValue;
  readonly capabilityDict: PyDict;
  readonly metricDict: PyValue;
}

/** A job that the plugin server would pick up. */
export interface QueuedJob {
  readonly configId: number;
  readonly projectId: number;
  readonly type: string;
  /** What the client sent, with `$operation` and `$job_id`. */
  readonly payload: Json;
}

/** What a test sees of a stored config: real secrets included. */
export interface StoredConfig extends Omit<ConfigRow, 'config' | 'error' | 'createdAt' | 'updatedAt'> {
  readonly config: Json;
  readonly error: Json;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly attachments: readonly Attachment[];
}

/** What a test may change behind the server's back. */
export type ConfigPatch = Partial<
  Pick<StoredConfig, 'enabled' | 'order' | 'config' | 'error' | 'name' | 'description' | 'deleted'>
>;
