import assert from 'node:assert/strict';
import { LogCommands } from '../../src/commands/logCommands';
import { COMMANDS, VIEWS } from '../../src/ids';
import type { LogPanelActions } from '../../src/views/logPanel/logPanelActions';

describe('commands of the log panel', () => {
  let called: unknown[];
  let told: string[];
  let active: LogPanelActions | undefined;
  let commands: LogCommands;

  const note =
    (name: string) =>
    (...args: unknown[]): void => {
      called.push([name, ...args]);
    };
  const noteLater =
    (name: string) =>
    (...args: unknown[]): Promise<void> => {
      called.push([name, ...args]);
      return Promise.resolve();
    };
  const panel: LogPanelActions = {
    exportLogs: noteLater('exportLogs'),
    openAsDocument: noteLater('openAsDocument'),
    copy: noteLater('copy'),
    showFrom: note('showFrom'),
    showSinceJob: note('showSinceJob'),
    showAllTimes: note('showAllTimes'),
    goToTime: noteLater('goToTime'),
    searchServer: note('searchServer'),
    showInLog: noteLater('showInLog'),
    changeDisplay: note('changeDisplay'),
    display: { wrap: true, time: 'local', relative: false, source: false, instance: false },
    find: note('find'),
    focusFilter: note('focusFilter'),
    clear: note('clear'),
    setPaused: note('setPaused'),
    paused: false,
  };

  beforeEach(() => {
    called = [];
    told = [];
    active = panel;
    commands = new LogCommands(
      {
        get active() {
          return active;
        },
      },
      { info: (text) => void told.push(text), error: (error) => void told.push(String(error)) },
    );
  });

  const run = (id: string, row?: unknown): Promise<void> => {
    const handler = commands.handlers.get(id);
    assert.ok(handler, id);
    return handler(row);
  };

  it('has a handler for each, and each says so where there is no panel', async () => {
    active = undefined;
    const ids = Object.values(COMMANDS).filter((id) => id.startsWith(`${VIEWS.logs}.`));
    assert.deepEqual([...commands.handlers.keys()].sort(), [...ids].sort());
    for (const id of ids) {
      await run(id);
    }
    assert.equal(told.length, ids.length);
    assert.ok(told.every((text) => text.startsWith('Open the logs of a plugin config first')));
  });

  it('works on the row that a menu was opened on, else on the active one', async () => {
    const row = { webviewSection: 'logEntry', logKey: 'k1' };
    await run(COMMANDS.logsCopy, row);
    await run(COMMANDS.logsCopyJson);
    await run(COMMANDS.logsFromHere, row);
    await run(COMMANDS.logsOnlySince, { logKey: 7 });
    await run(COMMANDS.logsShowInLog, row);
    assert.deepEqual(called, [
      ['copy', 'k1', 'text'],
      ['copy', undefined, 'json'],
      ['showFrom', 'k1'],
      ['showSinceJob', undefined],
      ['showInLog', 'k1'],
    ]);
  });

  it('turns round what it toggles', async () => {
    await run(COMMANDS.logsToggleWrap);
    await run(COMMANDS.logsToggleSource);
    await run(COMMANDS.logsPause);
    assert.deepEqual(called, [
      ['changeDisplay', { wrap: false }],
      ['changeDisplay', { source: true }],
      ['setPaused', true],
    ]);
  });

  it('says what went wrong', async () => {
    active = { ...panel, goToTime: () => Promise.reject(new Error('no')) };
    await run(COMMANDS.logsGoToTime);
    assert.deepEqual(told, ['Error: no']);
  });
});
