import * as tls from 'node:tls';
import * as vscode from 'vscode';
import { HTTP_SETTINGS, NetworkSettings } from './network';

/** The network settings of this editor and its environment. */
export function editorNetworkSettings(): NetworkSettings {
  return new NetworkSettings({
    setting: (name) => vscode.workspace.getConfiguration('http').inspect(name)?.globalValue,
    env: process.env,
    systemCertificates,
    onDidChangeSettings: (listener) =>
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (HTTP_SETTINGS.some((name) => event.affectsConfiguration(`http.${name}`))) {
          listener();
        }
      }),
  });
}

/** Node has `tls.getCACertificates` from 22.15 on; older editors use only the certificates that Node brings along. */
function systemCertificates(): readonly string[] {
  const read: unknown = Reflect.get(tls, 'getCACertificates');
  try {
    const found: unknown = typeof read === 'function' ? Reflect.apply(read, tls, ['system']) : [];
    return Array.isArray(found) ? found.filter((entry) => typeof entry === 'string') : [];
  } catch {
    return []; // A store that cannot be read leaves the other certificates.
  }
}
