import type { ActiveProject } from '../connection/activeProject';
import { Emitter, type Disposable } from '../connection/emitter';
import type { ConfigRow } from '../model/configRow';
import { filterRows, isFiltering, NO_FILTER, type TreeFilter } from '../model/treeFilter';

/** The tree's filter: one for each connection, for as long as the window lives, so that a switch and back keeps it. */
export class TreeFilters implements Disposable {
  private readonly filters = new Map<string, TreeFilter>();
  private readonly changed = new Emitter();

  /** The filter of the connection that is shown has changed. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly project: ActiveProject) {}

  /** Of the connection that is shown. */
  get current(): TreeFilter {
    const connection = this.project.current?.connection;
    return (connection && this.filters.get(connection.id)) ?? NO_FILTER;
  }

  get isFiltering(): boolean {
    return isFiltering(this.current);
  }

  /** The rows that are to be seen, in execution order. */
  get rows(): readonly ConfigRow[] {
    return filterRows(this.project.current?.configs.rows ?? [], this.current);
  }

  /** How many of the rows that were read are not seen. */
  get hidden(): number {
    return (this.project.current?.configs.rows.length ?? 0) - this.rows.length;
  }

  /** @param connectionId the connection that was shown when the filter was asked for */
  set(connectionId: string, filter: TreeFilter): void {
    if (isFiltering(filter)) {
      this.filters.set(connectionId, { text: filter.text.trim(), state: filter.state });
    } else {
      this.filters.delete(connectionId);
    }
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
