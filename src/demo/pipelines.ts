import type { PipelineKind } from './profiles';
import { isList, isTruthy, type PyValue } from './pyValue';
import type { Plugin } from './rows';

/** Sorts plugins into pipeline stages by what their code says it can do. */
export function belongsTo(kind: PipelineKind, { capabilityDict: capabilities }: Plugin): boolean {
  const methods = capabilities.get('methods');
  const isFrontendApp = !isTruthy(methods) && !isTruthy(capabilities.get('scheduled_tasks'));
  const isTransformation = has(methods, 'processEvent');
  const isDestination = has(methods, 'onEvent') || has(methods, 'composeWebhook');
  switch (kind) {
    case 'transformation':
      return isTransformation;
    case 'destination':
      return isDestination;
    case 'frontendApp':
      return isFrontendApp;
    case 'importApp':
      return !isTransformation && !isDestination && !isFrontendApp;
  }
}

function has(methods: PyValue | undefined, method: string): boolean {
  return isList(methods) && methods.includes(method);
}
