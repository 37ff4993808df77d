import { randomUUID } from 'node:crypto';
import { findConfig, requireConfigurable } from './configs';
import { pluginOf } from './configOutput';
import { Crash, refused } from './failure';
import type { PipelineKind } from './profiles';
import {
  isDict,
  isList,
  isTruthy,
  pyEquals,
  pyRepr,
  pyStr,
  toJson,
  type PyDict,
  type PyValue,
} from './pyValue';
import type { ProjectCall, Reply } from './request';
import type { Plugin } from './rows';

/**
 * Queues a job and answers with an empty body: no id, no result. The checks are Python's, with what Python makes of
 * texts and lists where an object belongs.
 *
 * @throws Failure 400 with a sentence, 404, or 500
 */
export function runJob(call: ProjectCall, kind?: PipelineKind): Reply {
  requireConfigurable(call);
  const { state, profile, project, user, onJob } = call;
  const row = findConfig(call, kind);
  const job = readJob(call);
  const type = job.get('type') ?? null;
  const payload = job.has('payload') ? (job.get('payload') ?? null) : new Map<string, PyValue>();
  const operation = job.has('operation') ? (job.get('operation') ?? null) : 'start';
  if (profile.jobs === 'checked') {
    checkPayload(pluginOf(state, row), type, payload, user.is_staff);
  }
  const sent: PyDict = isDict(payload) ? payload : new Map([['$payload', payload]]);
  state.queuedJobs.push({
    configId: row.id,
    projectId: project.id,
    type: pyStr(type),
    payload: toJson(
      new Map<string, PyValue>([...sent, ['$operation', operation], ['$job_id', randomUUID()]]),
    ),
  });
  onJob(row.id, pyStr(type));
  return { status: 200 };
}

function readJob({ data }: ProjectCall): PyDict {
  const body = data.kind === 'form' ? data.fields : data.value;
  if (!isDict(body)) {
    throw new Crash();
  }
  const job = body.has('job') ? (body.get('job') ?? null) : new Map<string, PyValue>();
  if (!contains(job, 'type')) {
    throw refused('The job type must be specified!');
  }
  if (!isDict(job)) {
    throw new Crash();
  }
  return job;
}

function checkPayload(plugin: Plugin, type: PyValue, payload: PyValue, isStaff: boolean): void {
  const jobs = plugin.publicJobs;
  if (!isTruthy(jobs) || !isDict(jobs)) {
    throw refused('Plugin has no public jobs');
  }
  if (isList(type) || isDict(type)) {
    throw new Crash();
  }
  const job = typeof type === 'string' ? jobs.get(type) : undefined;
  if (job === undefined) {
    throw refused(`Unknown plugin job: ${pyRepr(type)}`);
  }
  const spec = dictOf(isDict(job) ? job.get('payload') : undefined);
  for (const [key, options] of spec) {
    checkField(key, dictOf(options), payload, isStaff);
  }
  for (const key of keysOf(payload)) {
    if (isList(key) || isDict(key)) {
      throw new Crash();
    }
    if (typeof key !== 'string' || !spec.has(key)) {
      throw refused(`Unknown field for job: ${pyStr(key)}`);
    }
  }
  if (!isDict(payload)) {
    throw new Crash();
  }
}

/** A field is required in the sense that its key is there; staff-only fields may repeat their default. */
function checkField(key: string, options: PyDict, payload: PyValue, isStaff: boolean): void {
  if (isTruthy(options.get('required')) && !contains(payload, key)) {
    throw refused(`Missing required job field: ${key}`);
  }
  if (isTruthy(options.get('staff_only')) && !isStaff && contains(payload, key)) {
    if (!isDict(payload)) {
      throw new Crash();
    }
    if (!pyEquals(payload.get(key), options.get('default') ?? null)) {
      throw refused(`Field is only settable for admins: ${key}`);
    }
  }
}

/** Python's `key in value`. @throws Crash for what cannot be searched */
function contains(value: PyValue, key: string): boolean {
  if (isDict(value)) {
    return value.has(key);
  }
  if (isList(value) || typeof value === 'string') {
    return value.includes(key);
  }
  throw new Crash();
}

/** What Python iterates over. @throws Crash */
function keysOf(value: PyValue): readonly PyValue[] {
  if (isDict(value)) {
    return [...value.keys()];
  }
  if (isList(value)) {
    return value;
  }
  if (typeof value === 'string') {
    return Array.from(value);
  }
  throw new Crash();
}

function dictOf(value: PyValue | undefined): PyDict {
  return isDict(value) ? value : new Map();
}
