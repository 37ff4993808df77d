import type { OpenProject } from '../connection/activeProject';
import type { Change } from '../model/changes';

/** Where commands report what they have changed. */
export interface ChangeReporter {
  /** Says what was done, offers to undo it, and keeps it among the recent changes. */
  done(project: OpenProject, change: Change, text: string, severity?: 'info' | 'warning'): void;
}
