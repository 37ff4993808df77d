import { Crash } from './failure';
import type { Call } from './request';

/**
 * The attachment step of a form: file parts `add_attachment[KEY]` are stored, fields `remove_attachment[KEY]` delete.
 * It runs after the config was saved, and what fails here leaves that saved.
 *
 * @throws Crash for a text too long to store, or where removing what is not there is fatal
 */
export function updateAttachments({ state, profile, data }: Call, configId: number): void {
  if (data.kind !== 'form') {
    return;
  }
  for (const [name, file] of data.files) {
    const key = keyOf('add_attachment', name);
    if (key !== undefined) {
      const { name: fileName, contentType, contents } = file;
      state.addAttachment(configId, { key, fileName, contentType, size: contents.length });
    }
  }
  for (const name of data.fields.keys()) {
    const key = keyOf('remove_attachment', name);
    if (key !== undefined && !state.removeAttachment(configId, key) && profile.removalCrashes) {
      throw new Crash();
    }
  }
}

function keyOf(verb: string, name: string): string | undefined {
  return name.startsWith(`${verb}[`) ? /^[a-z_]+\[([^\]]+)\]$/s.exec(name)?.[1] : undefined;
}
