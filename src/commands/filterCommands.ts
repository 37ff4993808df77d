import { InputBoxValidationSeverity, l10n } from 'vscode';

import type { ActiveProject, OpenProject } from '../connection/activeProject';
import { connectionLabel } from '../connection/connection';
import { inputStep, pickStep, type StepResult } from '../connection/steps';
import { filterRows, NO_FILTER, type StateFilter, type TreeFilter } from '../model/treeFilter';
import type { Notifications } from '../views/notifications';
import type { TreeFilters } from '../views/treeFilters';
import type { Targets } from './targets';

/** Filter… and Clear Filter: which rows of the tree are seen. Nothing is sent. */
export class FilterCommands {
  constructor(
    private readonly project: ActiveProject,
    private readonly targets: Targets,
    private readonly filters: TreeFilters,
    private readonly notifications: Notifications,
  ) {}

  /** Asks for a text, then for a state, with the number of matches at each. */
  async filter(): Promise<void> {
    const found = await this.targets.rows();
    if (!found) {
      return;
    }
    const { project } = found;
    const former = this.filters.current;
    let text = former.text;
    for (;;) {
      const typed = await askText(project, text, former.state);
      if (typed.kind !== 'done') {
        return;
      }
      text = typed.value;
      const state = await askState(project, text, former.state);
      if (state.kind === 'done') {
        this.filters.set(project.connection.id, { text, state: state.value });
      }
      if (state.kind !== 'back') {
        return;
      }
    }
  }

  clear(): void {
    const project = this.project.current;
    if (project && this.filters.isFiltering) {
      this.filters.set(project.connection.id, NO_FILTER);
    } else {
      this.notifications.info(l10n.t('The plugin configs are not filtered.'));
    }
  }
}

const TOTAL_STEPS = 2;

function askText(project: OpenProject, value: string, state: StateFilter): Promise<StepResult<string>> {
  return inputStep({
    ...place(project, 1),
    prompt: l10n.t('Show only configs with all of these words. Leave it empty for any text.'),
    placeholder: l10n.t('Words in the name, plugin, description or id'),
    value,
    check: (text) => ({
      message: matchText(project, { text, state }),
      severity: InputBoxValidationSeverity.Info,
    }),
    submit: (text) => Promise.resolve({ value: text.trim() }),
  });
}

function askState(project: OpenProject, text: string, former: StateFilter): Promise<StepResult<StateFilter>> {
  const labels: Readonly<Record<StateFilter, string>> = {
    all: l10n.t('Any State'),
    enabled: l10n.t('Only Enabled'),
    disabled: l10n.t('Only Disabled'),
    failing: l10n.t('Only Failing'),
  };
  const states = Object.keys(labels) as readonly StateFilter[];
  // The first item is the one that Enter takes: the state as it is.
  const ordered = [former, ...states.filter((state) => state !== former)];
  return pickStep({
    ...place(project, 2),
    placeholder: text === '' ? l10n.t('Any text') : l10n.t('Text: {0}', text),
    items: ordered.map((state) => ({
      label: labels[state],
      description: matchText(project, { text, state }),
      value: state,
    })),
    submit: (state) => Promise.resolve({ value: state }),
  });
}

function place(
  { connection }: OpenProject,
  step: number,
): { title: string; step: number; totalSteps: number; canGoBack: boolean } {
  return {
    title: l10n.t('Filter {0}', connectionLabel(connection)),
    step,
    totalSteps: TOTAL_STEPS,
    canGoBack: step > 1,
  };
}

function matchText({ configs }: OpenProject, filter: TreeFilter): string {
  return l10n.t('{0} of {1} match', filterRows(configs.rows, filter).length, configs.rows.length);
}
