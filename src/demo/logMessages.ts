import type { SeededRandom } from './random';

export interface LogMessage {
  readonly source: 'SYSTEM' | 'PLUGIN' | 'CONSOLE';
  readonly type: 'DEBUG' | 'LOG' | 'INFO' | 'WARN' | 'ERROR';
  readonly message: string;
}

const EVENTS = [
  'order placed',
  'page viewed',
  'cart opened',
  'signed up',
  'order returned',
  'search done',
] as const;

/** A line such as a plugin would write: mostly small talk, now and then a warning, rarely a stack trace. */
export function inventMessage(random: SeededRandom, pluginName: string): LogMessage {
  const roll = random.below(100);
  const event = random.pick(EVENTS);
  const count = 1 + random.below(250);
  const ms = 2 + random.below(900);
  if (roll < 22) {
    return {
      source: 'PLUGIN',
      type: 'DEBUG',
      message: `cache ${random.pick(['hit', 'miss'])} for "${event}"`,
    };
  }
  if (roll < 50) {
    return { source: 'PLUGIN', type: 'LOG', message: `"${event}" handled in ${ms} ms` };
  }
  if (roll < 68) {
    return { source: 'PLUGIN', type: 'INFO', message: `Batch of ${count} events done in ${ms} ms` };
  }
  if (roll < 78) {
    const details = { level: 'info', plugin: pluginName, event, count, ms, ok: true };
    return { source: 'CONSOLE', type: 'LOG', message: JSON.stringify(details) };
  }
  if (roll < 88) {
    return {
      source: 'PLUGIN',
      type: 'WARN',
      message: `Slow answer: ${1000 + ms} ms, ${count} events are waiting`,
    };
  }
  if (roll < 92) {
    const report = {
      attempt: 1 + random.below(3),
      queue: { waiting: count, failed: random.below(5) },
      last: event,
    };
    return { source: 'CONSOLE', type: 'DEBUG', message: JSON.stringify(report, null, 2) };
  }
  if (roll < 97) {
    const message = `TypeError: Cannot read properties of undefined (reading 'amount')\n    at processEvent (index.ts:${ms}:17)\n    at runInstance (vm.ts:88:5)\n    while handling "${event}"`;
    return { source: 'PLUGIN', type: 'ERROR', message };
  }
  return { source: 'SYSTEM', type: 'INFO', message: 'Plugin reloaded, settings unchanged' };
}

/** What a job writes from start to end. */
export function jobMessages(random: SeededRandom, type: string): readonly LogMessage[] {
  const total = 400 + random.below(4000);
  const progress = [25, 50, 75, 100].map((percent): LogMessage => {
    const done = Math.round((total * percent) / 100);
    return { source: 'PLUGIN', type: 'INFO', message: `${type}: ${done} of ${total} (${percent} %)` };
  });
  return [
    { source: 'SYSTEM', type: 'INFO', message: `Job started: ${type}` },
    { source: 'PLUGIN', type: 'DEBUG', message: `${type}: found ${total} items to work on` },
    ...progress,
    { source: 'SYSTEM', type: 'INFO', message: `Job finished: ${type}` },
  ];
}
