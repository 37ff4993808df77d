import { env, l10n, window, type QuickPickItem } from 'vscode';

import { connectionLabel } from '../connection/connection';
import { labelOf } from '../model/configWrites';
import { curlCommand, KEY_VARIABLE, methodAndPath, type CurlRequest, type CurlTarget } from '../model/curl';
import type { TreeNode } from '../views/nodes';
import type { Target, Targets } from './targets';

/** Copy as curl: one request of a config as a shell command, which takes the key from an environment variable. */
export class CopyAsCurl {
  constructor(private readonly targets: Targets) {}

  async copy(node?: TreeNode): Promise<void> {
    const target = await this.targets.choose(node, {
      placeHolder: l10n.t('Select a plugin config to copy a request of'),
    });
    // Which path the configs are kept under differs between servers.
    if (!target || !(await this.targets.knowServer(target))) {
      return;
    }
    const curl = curlTarget(target);
    const request = await pickRequest(target, curl);
    if (request) {
      await env.clipboard.writeText(curlCommand(request, curl));
      window.setStatusBarMessage(l10n.t('Copied a curl command that needs {0}', `$${KEY_VARIABLE}`), 5_000);
    }
  }
}

async function pickRequest({ project, row }: Target, curl: CurlTarget): Promise<CurlRequest | undefined> {
  const labels: readonly (readonly [CurlRequest, string])[] = [
    ['retrieve', l10n.t('Read This Config')],
    ['list', l10n.t('List All Configs')],
    ['logs', l10n.t('Read Its Logs')],
    ['enable', l10n.t('Enable It')],
    ['disable', l10n.t('Disable It')],
  ];
  const items = labels.map(([request, label]): QuickPickItem & { readonly request: CurlRequest } => ({
    label,
    description: methodAndPath(request, curl),
    request,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('{0} in {1}', labelOf(row), connectionLabel(project.connection)),
    placeHolder: l10n.t('Select the request to copy as a curl command'),
    matchOnDescription: true,
  });
  return chosen?.request;
}

/** The address is that of the client: the demo's server has another with every start. */
function curlTarget({ project, row }: Target): CurlTarget {
  const { client, projectId, collection } = project.configs.api;
  return { origin: client.origin, projectId, collection, configId: row.id };
}
