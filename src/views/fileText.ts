import { l10n } from 'vscode';

import type { StoredAttachment } from '../model/attachments';
import { shownName } from '../model/oneLine';

/** A stored file with what the server tells of it. */
export function fileText({ name, size, contentType }: StoredAttachment): string {
  if (name === undefined) {
    return l10n.t('secret file');
  }
  return [
    l10n.t('file {0}', shownName(name)),
    ...(size === undefined ? [] : [sizeText(size)]),
    ...(contentType === undefined ? [] : [shownName(contentType)]),
  ].join(', ');
}

/** A number of bytes for people. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) {
    return bytes === 1 ? l10n.t('1 byte') : l10n.t('{0} bytes', bytes);
  }
  const kib = bytes / 1024;
  return kib < 1024 ? l10n.t('{0} KB', rounded(kib)) : l10n.t('{0} MB', rounded(kib / 1024));
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
