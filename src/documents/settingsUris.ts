import { Uri } from 'vscode';

import { DOCUMENT_SCHEME } from '../ids';
import { jsonFileName } from '../model/safeFileName';

const ENDING = '.settings.json';
/** A name that no config's document can have: names of files do not begin with a dot there. */
const SCHEMA = '.schema.json';
/** The server's copy beside the document, for a comparison. */
const SERVER_COPY = 'server';

/** What a settings document, or the schema of one, is about. */
export interface SettingsAddress {
  readonly connectionId: string;
  /** `new`: a config of this plugin that is not there yet. */
  readonly subject: { readonly configId: number } | { readonly newOf: number };
  readonly kind: 'settings' | 'schema' | 'serverCopy';
}

/** `posthog-plugin:/<connection>/<config id>/<name>.settings.json`: the name is for the tab only. */
export function settingsUri(connectionId: string, configId: number, name: string): Uri {
  return uriOf([connectionId, String(configId), jsonFileName(name, String(configId)) + ENDING]);
}

/** `posthog-plugin:/<connection>/new/<plugin id>/<name>.settings.json` */
export function newSettingsUri(connectionId: string, pluginId: number, name: string): Uri {
  return uriOf([connectionId, 'new', String(pluginId), jsonFileName(name, String(pluginId)) + ENDING]);
}

/** Of the JSON Schema for a settings document. */
export function schemaUri(uri: Uri): Uri {
  return uri.with({ path: uri.path.replace(/[^/]+$/, SCHEMA), query: '' });
}

/** Of the server's copy of a settings document, read-only. */
export function serverCopyUri(uri: Uri): Uri {
  return uri.with({ query: SERVER_COPY });
}

/** The document that a server's copy or any other address of it stands beside. */
export function documentOf(uri: Uri): Uri {
  return uri.with({ query: '' });
}

export function parseSettingsUri(uri: Uri): SettingsAddress | undefined {
  const match = /^\/([^/]+)\/(?:(\d+)|new\/(\d+))\/([^/]+)$/.exec(uri.path);
  const [, connectionId, configId, pluginId, name] = match ?? [];
  if (uri.scheme !== DOCUMENT_SCHEME || connectionId === undefined || name === undefined) {
    return undefined;
  }
  const subject = configId === undefined ? { newOf: Number(pluginId) } : { configId: Number(configId) };
  if (name === SCHEMA) {
    return { connectionId, subject, kind: 'schema' };
  }
  if (!name.endsWith(ENDING)) {
    return undefined;
  }
  return { connectionId, subject, kind: uri.query === SERVER_COPY ? 'serverCopy' : 'settings' };
}

function uriOf(segments: readonly string[]): Uri {
  return Uri.from({ scheme: DOCUMENT_SCHEME, path: `/${segments.join('/')}` });
}
