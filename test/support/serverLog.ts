import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { DemoServer } from '../../src/demo/server';

const TYPES = ['DEBUG', 'LOG', 'INFO', 'WARN', 'ERROR'];

/** What an entry holds where a test says nothing about it. */
export interface EntryContent {
  readonly message?: string;
  readonly type?: string;
  readonly source?: 'SYSTEM' | 'PLUGIN' | 'CONSOLE';
  /** Milliseconds before now; entries that say so need not be later than the ones before. */
  readonly ageMs?: number;
  /** The time of all of them, in place of times of their own. */
  readonly timestamp?: string;
}

/** Adds entries to the log of one config on a demo server, each later than the one before, the levels in turn. */
export class ServerLog {
  readonly configId: number;
  /** Id of the newest entry that was added. */
  last = '';
  /** Id of the first entry. */
  readonly first: string;
  count = 0;
  private readonly pluginId: number;
  private micros = 0;

  constructor(
    private readonly server: DemoServer,
    name: string,
  ) {
    const plugin = server.state.plugins.find((candidate) => candidate.name === name);
    const config = server.state.configRows().find((row) => row.pluginId === plugin?.id);
    assert.ok(config, `no config of ${name}`);
    this.configId = config.id;
    this.pluginId = config.pluginId;
    this.first = this.add(1);
  }

  /** @returns the id of the last one */
  add(entries: number, content: EntryContent = {}): string {
    const { ageMs, ...fields } = content;
    this.server.insertLogs(
      Array.from({ length: entries }, () => {
        this.count++;
        this.last = randomUUID();
        return {
          id: this.last,
          team_id: this.server.projectId,
          plugin_id: this.pluginId,
          plugin_config_id: this.configId,
          timestamp: this.nextTimestamp(ageMs),
          source: 'PLUGIN' as const,
          type: TYPES[this.count % TYPES.length] ?? 'LOG',
          message: `message ${this.count}`,
          instance_id: '12345678-1234-4234-8234-123456789012',
          ...fields,
        };
      }),
    );
    return this.last;
  }

  private nextTimestamp(ageMs: number | undefined): string {
    if (ageMs !== undefined) {
      return timestampOf((Date.now() - ageMs) * 1000);
    }
    this.micros = Math.max(this.micros + 1, Date.now() * 1000);
    return timestampOf(this.micros);
  }
}

function timestampOf(micros: number): string {
  const time = new Date(Math.floor(micros / 1000)).toISOString().slice(0, -1);
  return `${time}${String(micros % 1000).padStart(3, '0')}Z`;
}
