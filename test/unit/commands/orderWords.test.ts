import assert from 'node:assert/strict';
import { ApiError } from '../../../src/api/errors';
import {
  cancelledText,
  inPlaceText,
  leftText,
  movedText,
  moveQuestion,
  partlyText,
  progressTitle,
  refusedText,
  rolledBackText,
  unfinishedText,
} from '../../../src/commands/orderWords';
import type { Connection } from '../../../src/connection/connection';
import type { ConfigRow } from '../../../src/model/configRow';
import { changeOf, unfinished, type MoveOutcome } from '../../../src/model/moveOutcome';
import type { MovePlan } from '../../../src/model/order';

const CONNECTION: Connection = {
  id: 'c',
  keyId: 'k',
  origin: 'https://posthog.test',
  projectId: 1,
  projectName: 'Main',
};
const DOWN = new ApiError({
  ...{ kind: 'server', status: 500, operation: 'updatePluginConfig', method: 'PATCH', path: '/' },
  ...{ origin: 'https://posthog.test', attempts: 1, applied: 'unknown' },
});
const CANCELLED = new ApiError({
  ...{ kind: 'cancelled', operation: 'updatePluginConfig', method: 'PATCH', path: '/' },
  ...{ origin: 'https://posthog.test', attempts: 1, applied: 'no' },
});

/** The last of some rows goes to the top, and all others one down. */
function planOf(count: number, moved = 1): MovePlan<ConfigRow> {
  const seen = Array.from({ length: count }, (_, index) => row(index + 1));
  const changes = seen.map((one) => ({
    row: one,
    to: one.order + 1,
    positions: { before: one.order, after: one.order + 1 },
  }));
  return { seen, moved: seen.slice(-moved), changes };
}

function row(id: number): ConfigRow {
  return { id, pluginId: id, enabled: true, order: id, teamId: 1, name: `Config ${id}` } as ConfigRow;
}

function movedOutcome(rest: Partial<MoveOutcome & { kind: 'moved' }> = {}): MoveOutcome & { kind: 'moved' } {
  return { kind: 'moved', change: changeOf([]), verified: true, othersChanged: false, ...rest };
}

describe('the words about a move', () => {
  it('list at most twenty rows of a question, and how many more there are', () => {
    const { message, detail, button } = moveQuestion(planOf(23), CONNECTION);
    assert.equal(message, 'Move Config 23 and give 23 plugin configs a new order?');
    assert.equal(button, 'Move');
    const lines = detail.split('\n');
    assert.equal(lines.length, 22);
    assert.equal(lines[0], 'In project Main (1), on posthog.test:');
    assert.equal(lines[20], '• Config 20: position 20 → 21, order 20 → 21');
    assert.equal(lines[21], 'and 3 more');
    assert.ok(!moveQuestion(planOf(20), CONNECTION).detail.includes('more'));
  });

  it('say how many others made room', () => {
    const text = (count: number): string => movedText(planOf(count), movedOutcome(), 1, CONNECTION);
    assert.equal(text(1), 'Moved Config 1 to position 1 in Main — posthog.test.');
    assert.match(text(2), / To make room, 1 other got a new order\.$/);
    assert.match(text(3), / To make room, 2 others got a new order\.$/);
  });

  it('say what is uncertain about a move that was made', () => {
    const text = movedText(planOf(1), movedOutcome({ verified: false, othersChanged: true }), 1, CONNECTION);
    assert.match(
      text,
      /Meanwhile somebody else has changed the list; it shows both\. The server confirmed it, but/,
    );
  });

  it('name one config, and count several', () => {
    assert.equal(progressTitle(planOf(3), CONNECTION), 'Moving Config 3 in Main — posthog.test');
    assert.equal(progressTitle(planOf(3, 2), CONNECTION), 'Moving 2 plugin configs in Main — posthog.test');
  });

  it('say where a config is already, or that several are, or that they are gone', () => {
    assert.equal(inPlaceText(planOf(3)), 'Config 3 is already at position 3.');
    assert.equal(inPlaceText(planOf(3, 2)), 'The 2 plugin configs are already there.');
    assert.equal(inPlaceText({ ...planOf(3), moved: [] }), 'These plugin configs are no longer in the list.');
  });

  it('say why the server did nothing', () => {
    assert.equal(
      refusedText(planOf(3, 2), DOWN, CONNECTION).split('. ')[1],
      'posthog.test failed with status 500',
    );
    assert.equal(
      refusedText(planOf(3, 2), CANCELLED, CONNECTION),
      'Did not move 2 plugin configs in Main — posthog.test. Main — posthog.test is no longer connected.',
    );
  });

  it('give each reason once, and the reason alone where one row was all there was', () => {
    const failures = new Map(planOf(3).changes.map(({ row: { id } }) => [id, DOWN]));
    const text = (plan: MovePlan<ConfigRow>): string => {
      const byRow = new Map(plan.changes.map(({ row: one }) => [one, failures.get(one.id) ?? DOWN]));
      const left = unfinished(plan, [], [], { failures: byRow, unsent: new Set() });
      return rolledBackText(plan, { kind: 'rolledBack', restored: [], ...left }, CONNECTION);
    };
    assert.match(
      text(planOf(3)),
      /^Did not move Config 3 in Main — posthog\.test\. Config 1, Config 2, Config 3: posthog\.test failed/,
    );
    assert.match(text(planOf(1)), /^Did not move Config 1 in Main — posthog\.test\. posthog\.test failed/);
  });

  it('say so where the server answered as if it had done what it did not', () => {
    const plan = planOf(2);
    const left = unfinished(plan, [], [], { failures: new Map(), unsent: new Set() });
    const text = rolledBackText(plan, { kind: 'rolledBack', restored: plan.seen, ...left }, CONNECTION);
    assert.match(text, /Config 1, Config 2: The server did not keep the new order, without saying why\./);
    assert.match(text, /New orders taken back: Config 1, Config 2\.$/);
  });

  it('list at most twenty rows that could not be taken back', () => {
    const plan = planOf(22);
    const left = unfinished(plan, plan.changes, plan.changes, { failures: new Map(), unsent: new Set() });
    const outcome = { kind: 'partly', change: changeOf(plan.changes), restored: [], ...left } as const;
    const text = partlyText(plan, outcome, CONNECTION);
    assert.match(
      text,
      /^Moved Config 22 in Main — posthog\.test only in part\. Not taken back: Config 1 \(order 2 instead of 1\), /,
    );
    assert.match(text, /Config 20 \(order 21 instead of 20\), and 2 more\.$/);
  });

  it('say what is left of a move that was made in part', () => {
    const plan = planOf(3);
    const [first] = plan.changes;
    assert.ok(first);
    const left = unfinished(plan, [first], [first], {
      failures: new Map(plan.changes.slice(1, 2).map((change) => [change.row, DOWN])),
      unsent: new Set(plan.changes.slice(2).map((change) => change.row)),
    });
    const outcome = { kind: 'partly', change: changeOf([first]), restored: [], ...left } as const;
    const text = unfinishedText(plan, outcome, CONNECTION);
    assert.match(
      text,
      /^Could not give 2 of 3 plugin configs their new order in Main — posthog\.test\. Config 2: /,
    );
    assert.match(text, /Nothing was sent for 1: Config 3\.$/);
  });

  it('say what was done before a move was cancelled, and how much is left', () => {
    const plan = planOf(3);
    const cancelled = (count: number): MoveOutcome & { kind: 'cancelled' } => {
      const done = plan.changes.slice(0, count);
      const unsent = new Set(plan.changes.slice(count).map((change) => change.row));
      const left = unfinished(plan, done, done, { failures: new Map(), unsent });
      return { kind: 'cancelled', change: count > 0 ? changeOf(done) : undefined, ...left };
    };
    assert.equal(
      cancelledText(plan, cancelled(0), CONNECTION),
      'Cancelled before anything was sent: Config 3 in Main — posthog.test stay where they are.',
    );
    assert.equal(
      cancelledText(plan, cancelled(2), CONNECTION),
      'Cancelled while moving Config 3 in Main — posthog.test: 2 of 3 plugin configs got their new order. Changed: Config 1, Config 2. Nothing was sent for 1: Config 3.',
    );
    assert.match(leftText(cancelled(2), CONNECTION), /: 1 plugin config has its former order\.$/);
    assert.match(leftText(cancelled(1), CONNECTION), /: 2 plugin configs have their former order\.$/);
  });
});
