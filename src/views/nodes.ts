import type { Job } from '../model/fields';

/** What the tree consists of. Nodes carry ids and look their data up, so that they stay valid across refreshes. */
export type TreeNode =
  | ConfigNode
  | { readonly kind: 'jobs'; readonly configId: number }
  | JobNode
  | { readonly kind: 'logs'; readonly configId: number }
  | { readonly kind: 'frontend'; readonly configId: number }
  | { readonly kind: 'settings'; readonly configId: number }
  | SettingNode
  | { readonly kind: 'more' }
  | NoteNode;

export interface ConfigNode {
  readonly kind: 'config';
  readonly configId: number;
}

/** A job that can be run; `job` is undefined where the server describes none and its name must be typed. */
export interface JobNode {
  readonly kind: 'job';
  readonly configId: number;
  readonly job: Job | undefined;
}

export interface SettingNode {
  readonly kind: 'setting';
  readonly configId: number;
  readonly key: string;
  /** Made safe to show: secrets are masked already. */
  readonly value: string;
}

/** Something to be said in the place of rows. */
export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly text: string;
  readonly severity: 'info' | 'warning';
  readonly tooltip?: string;
}

/** The config that a node belongs to. */
export function configIdOf(node: TreeNode): number | undefined {
  return 'configId' in node ? node.configId : undefined;
}

/** Stable across refreshes, so that expansion and selection survive them. */
export function nodeId(node: TreeNode): string {
  switch (node.kind) {
    case 'config':
      return String(node.configId);
    case 'jobs':
    case 'logs':
    case 'frontend':
    case 'settings':
      return `${node.configId}/${node.kind}`;
    case 'job':
      return `${node.configId}/jobs/${node.job?.name ?? ''}`;
    case 'setting':
      return `${node.configId}/settings/${node.key}`;
    case 'more':
      return 'more';
    case 'note':
      return node.id;
  }
}
