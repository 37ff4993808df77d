import { l10n, window } from 'vscode';

import { isApiError, type ApiError } from '../api/errors';
import { getUser } from '../api/neighbours';
import { runJob } from '../api/pluginConfigs';
import type { Dialogs } from '../connection/dialogs';
import { connectionLabel } from '../connection/connection';
import { pickStep } from '../connection/steps';
import { VIEWS } from '../ids';
import { labelOf } from '../model/configWrites';
import { publicJobs, type Job } from '../model/fields';
import { beginning } from '../model/harmlessText';
import { askedFields, staffDefaults } from '../model/jobPayload';
import { escapedJson, shownName } from '../model/oneLine';
import { jobFieldsText } from '../views/jobFieldsText';
import type { LogPanels } from '../views/logPanel/logPanels';
import { reasonSentence } from '../views/messages';
import { plainText } from '../connection/plainText';
import type { TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';
import { askJobByName, type JobRequest } from './jobByName';
import { askJobPayload, type TypedValues } from './jobSteps';
import { jobFateText } from './jobWords';
import type { Target, Targets } from './targets';

/** UTF-16 units of a payload that a question shows. */
const LONGEST_PAYLOAD = 2000;

/** Run Job: asks, confirms, sends once, and shows the logs in which the result will appear. */
export class JobCommands {
  constructor(
    private readonly targets: Targets,
    private readonly notifications: Notifications,
    private readonly dialogs: Dialogs,
    private readonly panels: LogPanels,
  ) {}

  async run(node?: TreeNode): Promise<void> {
    const target = await this.targets.choose(node, {
      placeHolder: l10n.t('Select a plugin config to run a job of'),
    });
    if (!target || !(await this.targets.knowServer(target))) {
      return;
    }
    try {
      if (await this.isPossible(target)) {
        await this.askAndRun(target, node);
      }
    } catch (error) {
      this.notifications.error(error);
    }
  }

  /** Says why where this server or this key cannot run jobs. What nobody knows yet is asked, by a request that only reads. */
  private async isPossible({ project, row }: Target): Promise<boolean> {
    const { configs, connection } = project;
    const where = connectionLabel(connection);
    switch (await configs.findJobs(row.id)) {
      case 'no':
        this.notifications.info(l10n.t('{0} runs a PostHog version without plugin jobs.', where));
        return false;
      case 'keysNotSupported':
        this.notifications.info(
          l10n.t('{0} does not let personal API keys run jobs; they can only be run in the browser.', where),
        );
        return false;
      default:
        break;
    }
    if (configs.readOnly) {
      this.notifications.warn(
        l10n.t(
          'The key of {0} may only read. Use Replace Key… with a key that has the scope plugin:write.',
          where,
        ),
      );
    }
    return !configs.readOnly;
  }

  private async askAndRun(target: Target, node: TreeNode | undefined): Promise<void> {
    const job = node?.kind === 'job' && node.job ? node.job : await this.pickJob(target);
    const typed: TypedValues = new Map();
    for (let again = true; again;) {
      const request =
        job === 'byName'
          ? await askJobByName(labelOf(target.row), typed)
          : job && (await this.askFields(target, job, typed));
      if (!request || !(await this.confirm(target, request))) {
        return;
      }
      again = await this.send(target, request);
    }
  }

  /** The job to run; `byName` where the server describes none. */
  private async pickJob({ project, row }: Target): Promise<Job | 'byName' | undefined> {
    const { configs } = project;
    const known = row.plugin?.public_jobs === undefined ? await configs.retrieve(row.id) : row;
    const jobs = publicJobs(known.plugin);
    if (!jobs) {
      return 'byName';
    }
    if (jobs.length === 0) {
      this.notifications.info(l10n.t('{0} has no jobs.', labelOf(row)));
      return undefined;
    }
    const answer = await pickStep({
      title: l10n.t('Run a Job of {0}', labelOf(row)),
      step: 1,
      totalSteps: 1,
      canGoBack: false,
      placeholder: l10n.t('Select a job'),
      items: jobs.map((job) => ({
        label: plainText(shownName(job.name)),
        description: plainText(jobFieldsText(job)),
        value: job,
      })),
      submit: (job) => Promise.resolve({ value: job }),
    });
    return answer.kind === 'done' ? answer.value : undefined;
  }

  private async askFields(target: Target, job: Job, typed: TypedValues): Promise<JobRequest | undefined> {
    const isStaff = job.fields.some((field) => field.staffOnly) && (await this.isStaff(target));
    const forced = staffDefaults(job, isStaff);
    if (!forced) {
      this.notifications.warn(
        l10n.t(
          'Only staff of this PostHog instance can run {0}: it requires a value that others may not set.',
          shownName(job.name),
        ),
      );
      return undefined;
    }
    const title = l10n.t('Run {0} of {1}', shownName(job.name), labelOf(target.row));
    const payload = await askJobPayload(title, askedFields(job, isStaff), typed);
    return payload && { type: job.name, payload: { ...forced, ...payload } };
  }

  /** A key that may not read its owner counts as not being staff's: the server decides in the end. */
  private async isStaff({ project }: Target): Promise<boolean> {
    try {
      return (await getUser(project.configs.api.client)).is_staff === true;
    } catch (error) {
      if (isApiError(error)) {
        return false;
      }
      throw error;
    }
  }

  private confirm({ project, row }: Target, request: JobRequest): Promise<boolean> {
    const where = connectionLabel(project.connection);
    const payload =
      Object.keys(request.payload).length > 0
        ? beginning(escapedJson(request.payload, 2), LONGEST_PAYLOAD)
        : '';
    return this.dialogs.confirm({
      message: l10n.t('Run the job “{0}” of “{1}”?', shownName(request.type), labelOf(row)),
      detail: [
        l10n.t(
          'Plugin config {0} in {1}. A job that has started cannot be stopped from here.',
          row.id,
          where,
        ),
        ...(row.enabled ? [] : [l10n.t('The plugin config is disabled.')]),
        ...(payload ? [payload] : []),
      ].join('\n\n'),
      button: l10n.t('Run Job'),
    });
  }

  /** @returns whether the user wants to change the payload and try again */
  private async send({ project, row }: Target, request: JobRequest): Promise<boolean> {
    const { configs, connection } = project;
    const target = { connectionId: connection.id, configId: row.id };
    // The marker goes in before the request, so that the job's first entries come after it.
    await this.panels.show(target, { marker: l10n.t('Run Job: {0}', shownName(request.type)) });
    try {
      await window.withProgress({ location: { viewId: VIEWS.configs } }, () =>
        runJob(configs.api, row.id, request),
      );
    } catch (error) {
      if (!isApiError(error)) {
        throw error;
      }
      configs.learn('runJob', error);
      return this.explain(error, request, connectionLabel(connection));
    }
    configs.learn('runJob', 'ok');
    this.notifications.info(
      l10n.t(
        '{0} accepted the job {1}. Its outcome appears in the logs.',
        connectionLabel(connection),
        shownName(request.type),
      ),
    );
    return false;
  }

  private async explain(error: ApiError, request: JobRequest, where: string): Promise<boolean> {
    if (error.data.applied === 'unknown') {
      this.notifications.warn(jobFateText(error, shownName(request.type), where));
      return false;
    }
    if (error.kind !== 'invalid') {
      this.notifications.error(error);
      return false;
    }
    return this.notifications.errorWithChoice(
      l10n.t('The job {0} was not started. {1}', shownName(request.type), reasonSentence(error)),
      l10n.t('Edit and Try Again'),
    );
  }
}
