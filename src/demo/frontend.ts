import { findConfig } from './configs';
import { pluginOf } from './configOutput';
import type { FixtureFrontend } from './fixture';
import type { PipelineKind } from './profiles';
import type { ProjectCall, Reply } from './request';

/** The plugin's front end as a JavaScript module: also when there is none, and when it did not compile. */
export function getFrontend(call: ProjectCall, kind?: PipelineKind): Reply {
  const { frontend } = pluginOf(call.state, findConfig(call, kind));
  return { status: 200, body: { type: 'application/javascript; charset=UTF-8', text: moduleText(frontend) } };
}

function moduleText(frontend: FixtureFrontend | null | undefined): string {
  if (!frontend) {
    return stub('no_frontend', true);
  }
  if (frontend.status === 'TRANSPILED') {
    return frontend.transpiled ?? '';
  }
  if (frontend.status === null || frontend.status === 'LOCKED') {
    return stub('transpiling', true);
  }
  const hasMessage = frontend.error !== undefined && frontend.error !== null && frontend.error !== '';
  return stub('error', hasMessage ? frontend.error : 'Error Compiling Plugin');
}

function stub(key: string, value: string | true): string {
  const escaped = JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `export function getFrontendApp () { return {"${key}": ${escaped}} }`;
}
