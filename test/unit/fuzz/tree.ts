import assert from 'node:assert/strict';
import type { MarkdownString, TreeItem } from 'vscode';
import { isRecord } from '../../../src/api/record';
import { PluginConfigs } from '../../../src/model/pluginConfigs';
import { maskedConfig } from '../../../src/model/secrets';
import { ConfigsTree } from '../../../src/views/configsTree';
import { describeError } from '../../../src/views/messages';
import { nodeId, type TreeNode } from '../../../src/views/nodes';
import { fuzz } from '../../support/fuzz/campaign';
import { CannedClient, ORIGIN } from '../../support/fuzz/cannedClient';
import type { Corpus } from '../../support/fuzz/corpus';
import { isConfig, own, readJson, rowsOf } from '../../support/fuzz/reading';
import { FuzzServer } from '../../support/fuzz/server';

/** Rows below which a case looks. */
const MOST_EXPANDED = 4;

const CONNECTION = { id: 'c', origin: ORIGIN, projectId: 1, keyId: 'k' };

/** Registers: what the tree shows of lists, plugins and configs that were changed on the way. */
export function fuzzTree(corpus: () => Corpus): void {
  fuzz('tree', 'rows and what is below them', 1, async ({ random }) => {
    const server = new FuzzServer(corpus(), random, random.pick([0, 0.5, 1]));
    const client = CannedClient.create((request) => server.answer(request));
    const configs = new PluginConfigs({ client, projectId: 1, clock: client.clock });
    const project = {
      current: { connection: CONNECTION, configs, writes: undefined },
      onDidChange: (listener: () => void) => ({ dispose: configs.onDidChange(listener) }),
    };
    const filters = {
      get rows() {
        return configs.rows;
      },
      onDidChange: () => ({ dispose: () => undefined }),
    };
    const tree = new ConfigsTree(project as never, filters, client.clock);
    try {
      await client.clock.drive(configs.refresh());
      checkList(configs, server);
      await client.clock.drive(checkTree(tree, configs));
    } finally {
      tree.dispose();
      configs.dispose();
      await client.dispose();
    }
    assert.equal(client.clock.armed, 0, 'a timer is left');
    assert.ok(client.requests.length < 200, `${client.requests.length} requests`);
  });
}

/** The rows are those of the answer, or an error says why not. */
function checkList(configs: PluginConfigs, server: FuzzServer): void {
  const path = `/api/projects/1/plugin_configs/?limit=1000&offset=0`;
  const { body, status } = server.answer({ method: 'GET', path });
  const json = status === 200 ? readJson(body) : undefined;
  const told = json && rowsOf(json.value, isConfig);
  if (configs.state.kind !== 'ready') {
    assert.ok('error' in configs.state, configs.state.kind);
    assert.equal(told, undefined, `refused, though it is good: ${configs.state.error.message}`);
    assert.ok(describeError(configs.state.error).text.length > 10);
    return;
  }
  assert.ok(told, 'taken, though it is no list');
  const last = new Map(told.filter(isRecord).map((row) => [row.id, row]));
  const wanted = [...last.values()].sort(
    (a, b) =>
      Number(a.order) - Number(b.order) || Number(a.plugin) - Number(b.plugin) || Number(a.id) - Number(b.id),
  );
  const shown = configs.rows.map(({ id, enabled, order, pluginId, teamId }) => [
    id,
    enabled,
    order,
    pluginId,
    teamId,
  ]);
  assert.deepEqual(
    shown,
    wanted.map((row) => [row.id, row.enabled, row.order, row.plugin, row.team_id]),
  );
}

/** Every row can be shown, says what the answer said, and has a name of its own for the editor. */
async function checkTree(tree: ConfigsTree, configs: PluginConfigs): Promise<void> {
  const roots = await tree.getChildren();
  const seen = new Set<string>();
  assert.equal(roots.filter(({ kind }) => kind === 'config').length, configs.rows.length);
  let expanded = 0;
  for (const node of roots) {
    checkItem(tree, node, seen);
    if (node.kind !== 'config') {
      continue;
    }
    if (++expanded > MOST_EXPANDED) {
      continue;
    }
    const row = configs.row(node.configId);
    assert.ok(row);
    const item = tree.getTreeItem(node);
    assert.equal(/(^| )enabled( |$)/.test(item.contextValue ?? ''), row.enabled);
    const tooltip = textOf(item);
    assert.ok(tooltip.includes(`config ${row.id}, plugin ${row.pluginId}, project ${row.teamId}`), tooltip);
    assert.ok(tooltip.includes(`(order ${row.order})`), tooltip);
    for (const below of await tree.getChildren(node)) {
      checkItem(tree, below, seen);
      const children = await tree.getChildren(below);
      children.forEach((child) => checkItem(tree, child, seen));
      if (below.kind === 'settings') {
        checkSettings(children, configs, node.configId);
      }
      if (below.kind === 'jobs') {
        checkJobs(children, configs, node.configId);
      }
    }
  }
}

function checkItem(tree: ConfigsTree, node: TreeNode, seen: Set<string>): void {
  const item = tree.getTreeItem(node);
  const id = nodeId(node);
  assert.ok(!seen.has(id), `two rows of the id ${id}`);
  seen.add(id);
  assert.equal(item.id, id);
  assert.ok(typeof item.label === 'string' && item.label.length < 2_000);
  // The editor sends it to another process.
  JSON.stringify(item);
}

function checkSettings(children: readonly TreeNode[], configs: PluginConfigs, id: number): void {
  const shown = children.flatMap((child) => (child.kind === 'setting' ? [child.key] : []));
  const config = configs.row(id)?.config;
  const isFailure = children.some((child) => child.kind === 'note' && child.severity === 'warning');
  if (config && !isFailure) {
    assert.deepEqual(shown, Object.keys(config.config ?? {}));
    JSON.stringify(maskedConfig(config, configs.row(id)?.plugin));
  }
}

function checkJobs(children: readonly TreeNode[], configs: PluginConfigs, id: number): void {
  const shown = children.flatMap((child) => (child.kind === 'job' && child.job ? [child.job.name] : []));
  const plugin = configs.row(id)?.plugin;
  const inCode = isRecord(plugin?.capabilities) ? own(plugin.capabilities, 'jobs') : undefined;
  const isTold = Array.isArray(inCode) && inCode.every((name) => typeof name === 'string');
  if (shown.length > 0) {
    assert.deepEqual(
      shown,
      Object.keys(plugin?.public_jobs ?? {}).filter((name) => !isTold || inCode.includes(name)),
    );
  }
}

function textOf(item: TreeItem): string {
  const tooltip = item.tooltip as (MarkdownString & { readonly text: string }) | undefined;
  return tooltip?.text.replaceAll('\u200b', '') ?? '';
}
