import type { Job } from '../model/fields';

/** What the tree consists of. Nodes carry ids and look their data up, so that they stay valid across refreshes. */
export type TreeNode =
  | ConfigNode
  | (OfConfig & { readonly kind: 'jobs' | 'logs' | 'frontend' | 'settings' })
  | JobNode
  | SettingNode
  | { readonly kind: 'more' }
  | NoteNode;

/** Which config a node belongs to. Ids of configs are unique on one server only, so the connection is part of it. */
export interface OfConfig {
  readonly connectionId: string;
  readonly configId: number;
}

export interface ConfigNode extends OfConfig {
  readonly kind: 'config';
}

/** A job that can be run; `job` is undefined where the server describes none and its name must be typed. */
export interface JobNode extends OfConfig {
  readonly kind: 'job';
  readonly job: Job | undefined;
}

export interface SettingNode extends OfConfig {
  readonly kind: 'setting';
  readonly key: string;
  /** Made safe to show: secrets are masked already. */
  readonly value: string;
  readonly holds: 'secret' | 'file' | 'value';
}

/** Something to be said in the place of rows. */
export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly text: string;
  readonly severity: 'info' | 'warning';
  readonly tooltip?: string;
}

/** The config that a node belongs to, if it belongs to one. */
export function configOf(node: TreeNode): OfConfig | undefined {
  return 'configId' in node ? node : undefined;
}

/** Stable across refreshes, so that expansion and selection survive them. */
export function nodeId(node: TreeNode): string {
  const config = configOf(node);
  const below = config ? `${config.connectionId}/${config.configId}` : '';
  switch (node.kind) {
    case 'config':
      return below;
    case 'jobs':
    case 'logs':
    case 'frontend':
    case 'settings':
      return `${below}/${node.kind}`;
    case 'job':
      return `${below}/jobs/${node.job?.name ?? ''}`;
    case 'setting':
      return `${below}/settings/${node.key}`;
    case 'more':
      return 'more';
    case 'note':
      return node.id;
  }
}
