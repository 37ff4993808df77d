import type { FormBody, FormFile } from './body';

/** A file to be stored in a config's settings under a key of its plugin's schema. */
export interface Attachment {
  /** At most 200 characters: longer ones are a 500. */
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface SettingsFields {
  readonly config: Readonly<Record<string, unknown>>;
  readonly addAttachments?: Readonly<Record<string, Attachment>>;
  readonly removeAttachments?: readonly string[];
}

/** What servers send in the place of a secret. They do not know it again: sent back, it becomes the secret. */
export const SERVER_MASK = '**************** POSTHOG SECRET FIELD ****************';

/**
 * The form that carries settings. `config` travels as the text of one JSON object: a server reads it from nowhere
 * else, and a form field of a name of its own (`token`, `api_key`) would be taken for something else entirely.
 *
 * @throws RangeError for an attachment key with `]` in it, which the server would cut there, and for a value that is
 * the mask of a secret, which would overwrite the secret
 */
export function settingsForm(fields: SettingsFields): FormBody {
  if (Object.values(fields.config).includes(SERVER_MASK)) {
    throw new RangeError('A masked secret cannot be sent back: leave it out, and the server keeps it.');
  }
  const files: readonly FormFile[] = Object.entries(fields.addAttachments ?? {}).map(([key, attachment]) => ({
    field: attachmentField('add_attachment', key),
    ...attachment,
  }));
  const removed = (fields.removeAttachments ?? []).map(
    (key) => [attachmentField('remove_attachment', key), 'true'] as const,
  );
  return { form: [['config', JSON.stringify(fields.config)], ...removed], files };
}

function attachmentField(action: 'add_attachment' | 'remove_attachment', key: string): string {
  if (key.includes(']')) {
    throw new RangeError('An attachment key cannot contain ].');
  }
  return `${action}[${key}]`;
}
