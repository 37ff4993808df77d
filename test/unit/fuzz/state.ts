import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { changeFromTo, changeTitle } from '../../../src/commands/changeWords';
import { connectionLabel } from '../../../src/connection/connection';
import { readConnections } from '../../../src/connection/connectionState';
import { SettingsMemory } from '../../../src/documents/settingsMemory';
import { contentIn } from '../../../src/documents/settingsDocument';
import { isRecord } from '../../../src/api/record';
import { LogBuffer } from '../../../src/logs/buffer';
import { hostMessageSchema } from '../../../src/logs/protocol';
import { LogWindow } from '../../../src/logs/rows/logWindow';
import { LogView } from '../../../src/logs/view';
import { SHOW_ALL } from '../../../src/logs/view/filter';
import { PluginConfigs } from '../../../src/model/pluginConfigs';
import { fromRemembered, toRemembered } from '../../../src/model/rememberedRows';
import { rowOf } from '../../../src/model/configRow';
import { fromStored } from '../../../src/model/storedChanges';
import { canUndo } from '../../../src/model/undo';
import { configItem } from '../../../src/views/configItem';
import { readLogPanelState } from '../../../src/views/logPanel/logPanelState';
import { FakeStateStore } from '../../support/fakeStores';
import { fuzz } from '../../support/fuzz/campaign';
import { CannedClient, reply } from '../../support/fuzz/cannedClient';
import type { Corpus } from '../../support/fuzz/corpus';
import { Uri } from '../../support/editor/vscode';
import { mutated } from '../../support/fuzz/mutate';
import { oddConfig } from '../../support/fuzz/pieces';
import type { Random } from '../../support/fuzz/random';
import { DEEPEST, depthOf } from '../../support/fuzz/reading';
import { writeJson } from '../../support/fuzz/wire';

const NOW = Date.UTC(2026, 0, 1);
const DISPLAY = { wrap: false, time: 'local', relative: false, source: true, instance: false } as const;

/** Registers: what an earlier version, another program or half a write may have left behind. */
export function fuzzState(corpus: () => Corpus): void {
  fuzz('state', 'connections', 0.2, ({ random }) => {
    const entry = {
      id: 'c1',
      origin: 'https://eu.posthog.com',
      projectId: 1,
      projectName: 'Main',
      keyId: 'k1',
    };
    const entries = [entry, { ...entry, id: 'c2', origin: 'http://localhost:8000', insecure: true }];
    const stored = spoilt({ version: 1, connections: entries, removed: ['c0'] }, random);
    const { connections, damaged } = readConnections(stored);
    const ids = connections.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const connection of connections) {
      assert.equal(new URL(connection.origin).origin, connection.origin);
      assert.ok(Number.isSafeInteger(connection.projectId) && connection.projectId > 0);
      assert.ok(connectionLabel(connection).length > 0);
    }
    const told: readonly unknown[] =
      isRecord(stored) && Array.isArray(stored.connections) ? stored.connections : [];
    const toldIds = new Set(told.map((each) => (isRecord(each) ? each.id : each)));
    assert.ok(
      damaged || connections.length >= toldIds.size,
      `left out without a word: ${JSON.stringify(stored)}`,
    );
  });

  fuzz('state', 'remembered rows', 0.2, async ({ random }) => {
    const rows = [1, 2, 3].map(() => rowOf(oddConfig(corpus(), random).config, undefined));
    const stored = spoilt(toRemembered(rows, NOW, false), random);
    const remembered = fromRemembered(stored, NOW);
    if (!remembered) {
      return;
    }
    assert.ok(!Number.isNaN(new Date(remembered.at).getTime()));
    const client = CannedClient.create(() => reply(Buffer.from('{}')));
    const configs = new PluginConfigs({ client, projectId: 1, clock: client.clock, remembered });
    const ids = configs.rows.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'two rows of one id');
    configs.rows.forEach((row, at) => {
      const node = { kind: 'config', connectionId: 'c', configId: row.id } as const;
      JSON.stringify(configItem(node, row, at + 1, configs.rows.length));
    });
    configs.dispose();
    await client.dispose();
  });

  fuzz('state', 'change history', 0.2, ({ random }) => {
    const { config } = oddConfig(corpus(), random);
    const state = { enabled: true, order: 3, name: 'x', settings: config.config ?? {} };
    const change = {
      what: 'edited',
      configs: [{ id: 1, label: 'One', before: state, after: { ...state, enabled: false } }],
      cannotRestore: ['token'],
    };
    const entries = [1, 2].map((number) => ({ id: `h${number}`, at: NOW + number, change }));
    const stored = spoilt({ version: 1, changes: entries }, random);
    const { changes, damaged } = fromStored(stored);
    const told = isRecord(stored) && Array.isArray(stored.changes) ? stored.changes : [];
    assert.ok(damaged || changes.length === told.length, 'left out without a word');
    for (const recent of changes) {
      assert.ok(!Number.isNaN(new Date(recent.at).getTime()));
      assert.ok(changeTitle(recent.change).length > 0);
      changeFromTo(recent.change);
      canUndo(recent.change);
      const sources = told.filter((each) => isRecord(each) && each.id === recent.id);
      assert.ok(
        sources.some((source) => isRecord(source) && isPartOf(recent.change, source.change)),
        'undone otherwise than it was done',
      );
    }
  });

  fuzz('state', 'settings documents', 0.15, ({ random }) => {
    const { plugin } = oddConfig(corpus(), random);
    const base = '{"$schema": "x", "enabled": true, "settings": {"a": 1}}';
    const kept = spoilt({ base, draft: '{"settings": {"a": 2}}', mtime: NOW, plugin, hasName: true }, random);
    const store = new FakeStateStore();
    const uri = Uri.from({ scheme: 'posthog-plugin', path: '/c/1/x.settings.json' });
    void store.update(`posthogPlugins.settings.${uri.path}`, kept);
    const lost: unknown[] = [];
    const document = new SettingsMemory(store, (each) => lost.push(each)).get(uri);
    assert.ok(document?.base === undefined || contentIn(document.base) !== undefined);
    assert.ok(!Number.isNaN(new Date(document?.mtime ?? 0).getTime()));
    if (isRecord(kept) && typeof kept.draft === 'string') {
      assert.equal(document?.draft, kept.draft, 'what was typed is lost');
    }
  });

  fuzz('state', 'log panels', 0.25, ({ random }) => {
    const stamp = { key: 'e1', timestamp: '2026-01-01T00:00:00.000001Z' };
    const filter = { ...SHOW_ALL, text: 'err', since: { ...stamp, label: 'Job' } };
    const markers = [{ ...stamp, key: 'm1', label: 'Job' }];
    const whole = {
      connectionId: 'c',
      configIds: [1, 2],
      filter,
      display: DISPLAY,
      since: stamp.timestamp,
      top: stamp,
      markers,
    };
    const { state } = readLogPanelState(spoilt(whole, random), { filter: SHOW_ALL, display: DISPLAY });
    if (!state) {
      return;
    }
    const buffer = new LogBuffer(100);
    state.markers.forEach((marker) => buffer.insertMarker({ kind: 'marker', ...marker }));
    const view = new LogView(buffer);
    view.setFilter(state.filter);
    const several = state.configIds.length > 1;
    const window = new LogWindow(view, { several }, state.top && { kind: 'marker', label: '', ...state.top });
    const parsed = v.safeParse(hostMessageSchema, window.update('end', { problem: null, heldBack: null }));
    assert.ok(
      parsed.success,
      parsed.issues && `${v.getDotPath(parsed.issues[0]) ?? ''}: ${parsed.issues[0].message}`,
    );
    assert.ok(v.is(hostMessageSchema, { type: 'filter', filter: state.filter }));
    assert.ok(v.is(hostMessageSchema, { type: 'display', display: state.display }));
    view.dispose();
  });
}

/** What would be restored is what was stored, to the last setting; what nobody knows is left out. */
function isPartOf(read: unknown, stored: unknown): boolean {
  if (!isRecord(read)) {
    return Array.isArray(read)
      ? Array.isArray(stored) && read.every((each, at) => isPartOf(each, stored[at]))
      : read === stored;
  }
  return (
    isRecord(stored) &&
    Object.entries(read).every(([name, value]) =>
      name === 'settings' ? isDeepStrictEqual(value, stored[name]) : isPartOf(value, stored[name]),
    )
  );
}

/** As the editor gives it back: what was written, and read as JSON. */
function spoilt(value: unknown, random: Random): unknown {
  const text = writeJson(mutated(value, random));
  const stored: unknown = JSON.parse(text);
  // The editor itself cannot write what is deeper.
  return depthOf(stored) > DEEPEST ? null : JSON.parse(JSON.stringify(stored));
}
