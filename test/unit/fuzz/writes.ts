import assert from 'node:assert/strict';
import { ApiError } from '../../../src/api/errors';
import { isRecord } from '../../../src/api/record';
import type { Change } from '../../../src/model/changes';
import { WrongProjectError } from '../../../src/model/changes';
import type { ConfigRow } from '../../../src/model/configRow';
import { ConfigWrites } from '../../../src/model/configWrites';
import { type CurlRequest, curlCommand } from '../../../src/model/curl';
import { InexactNumberError } from '../../../src/model/exactNumbers';
import { PluginConfigs } from '../../../src/model/pluginConfigs';
import { SettingsWrites } from '../../../src/model/settingsWrites';
import { fromStored, toStored } from '../../../src/model/storedChanges';
import { fuzz } from '../../support/fuzz/campaign';
import { CannedClient, KEY, ORIGIN } from '../../support/fuzz/cannedClient';
import type { Corpus } from '../../support/fuzz/corpus';
import { isConfig } from '../../support/fuzz/reading';
import { FuzzServer } from '../../support/fuzz/server';

/** Registers: changes, with answers that were changed on the way. */
export function fuzzWrites(corpus: () => Corpus): void {
  fuzz('writes', 'enable, disable, delete and save', 1, async ({ random }) => {
    const good = new FuzzServer(corpus(), random, 0);
    const odd = new FuzzServer(corpus(), random, 0.7);
    let server = good;
    const client = CannedClient.create((request) => server.answer(request));
    const configs = new PluginConfigs({ client, projectId: 1, clock: client.clock });
    const writes = new ConfigWrites(configs);
    await client.clock.drive(configs.refresh());
    const row = configs.rows.length > 0 ? random.pick(configs.rows) : undefined;
    if (row) {
      server = odd;
      client.requests.length = 0;
      const what = random.pick(['enable', 'disable', 'delete', 'save'] as const);
      const outcome = await outcomeOf(client, () => act(what, row, configs, writes));
      checkRow(row, configs, odd, what);
      checkOutcome(outcome, what, row, odd);
      const sent = client.requests.filter(({ method }) => method !== 'GET');
      assert.ok(sent.length <= 8, `${sent.length} writes were sent`);
      checkCurl(row, configs);
    }
    configs.dispose();
    await client.dispose();
    assert.equal(client.clock.armed, 0, 'a timer is left');
  });
}

type What = 'enable' | 'disable' | 'delete' | 'save';

function act(what: What, row: ConfigRow, configs: PluginConfigs, writes: ConfigWrites): Promise<unknown> {
  switch (what) {
    case 'enable':
    case 'disable':
      return writes.setEnabled(row, what === 'enable');
    case 'delete':
      return writes.delete(row);
    case 'save':
      return new SettingsWrites(configs, writes).save(row, { fields: {}, settings: { host: 'x' } });
  }
}

/** @throws what nobody has words for */
async function outcomeOf(client: CannedClient, run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await client.clock.drive(run());
  } catch (error) {
    if (
      error instanceof ApiError ||
      error instanceof WrongProjectError ||
      error instanceof InexactNumberError
    ) {
      return error;
    }
    throw error;
  }
}

/** The row is what the server last said of this config, whatever came of the change. */
function checkRow({ id, enabled }: ConfigRow, configs: PluginConfigs, server: FuzzServer, what: What): void {
  const row = configs.row(id);
  assert.equal(row?.pending, undefined, 'a row stays busy');
  if (row && what !== 'save') {
    const told = readsOf(server, id).map((answer) => answer.enabled);
    assert.ok([enabled, ...told].includes(row.enabled), `the row says ${row.enabled}, which nobody said`);
  }
}

/** A change that is told was confirmed, and can be kept. */
function checkOutcome(outcome: unknown, what: What, { id }: ConfigRow, server: FuzzServer): void {
  if (!isRecord(outcome) || !isRecord(outcome.change)) {
    return;
  }
  const change = outcome.change as unknown as Change;
  const { changes } = fromStored(toStored([{ id: 'h', at: 1, change }]));
  assert.deepEqual(changes[0]?.change, change);
  if (what === 'delete') {
    const read = readsOf(server, id).at(-1);
    assert.ok(read?.enabled !== true, 'told as out of service, and the server says that it runs');
  }
  if (what === 'enable' || what === 'disable') {
    const isSaid = readsOf(server, id).some(({ enabled }) => enabled === (what === 'enable'));
    assert.ok(isSaid, 'told as done, and no answer says so');
  }
}

/** What the server said of a config: to a read, then to a write. */
function readsOf(server: FuzzServer, id: number): readonly Readonly<Record<string, unknown>>[] {
  const paths = ['plugin_configs', 'plugin-configs'].map(
    (collection) => `/api/projects/1/${collection}/${id}/`,
  );
  return ['GET', 'PATCH']
    .flatMap((method) => paths.map((path) => server.answered(method, path)))
    .filter(isConfig)
    .filter((answer) => answer.id === id);
}

function checkCurl(row: ConfigRow, configs: PluginConfigs): void {
  const { collection } = configs.api;
  const target = { origin: ORIGIN, projectId: 1, collection, configId: row.id };
  for (const request of ['retrieve', 'list', 'enable', 'disable', 'logs'] satisfies CurlRequest[]) {
    const text = curlCommand(request, target);
    assert.ok(!text.includes(KEY) && !text.includes('\n'), text);
  }
}
