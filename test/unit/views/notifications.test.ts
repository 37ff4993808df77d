import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { ApiError } from '../../../src/api/errors';
import { outageText } from '../../../src/views/outageText';
import { LostState } from '../../../src/views/lostState';
import { Notifications } from '../../../src/views/notifications';
import { Editor } from '../../support/editor/editor';
import { ToastsPage } from '../../support/editor/page/messagePages';
import { setCurrentEditor, window } from '../../support/editor/vscode';

function refused(kind: 'auth' | 'cancelled'): ApiError {
  return new ApiError({
    ...{ kind, operation: 'listLogs', method: 'GET', path: '/', origin: 'https://ph.test' },
    ...{ attempts: 1, applied: 'no' },
  });
}

describe('Notifications', () => {
  let editor: Editor;
  let toasts: ToastsPage;
  let notifications: Notifications;
  let ran: string[];

  beforeEach(() => {
    editor = new Editor();
    setCurrentEditor(editor);
    toasts = new ToastsPage(editor.messages);
    notifications = new Notifications(window.createOutputChannel() as unknown as LogOutputChannel);
    ran = [];
    for (const id of ['posthogPlugins.replaceKey', 'posthogPlugins.showOutput']) {
      editor.register(id, () => ran.push(id));
    }
  });

  afterEach(() => setCurrentEditor(new Editor()));

  it('run what the pressed button of a failure is for, and nothing where it is closed', async () => {
    notifications.error(refused('auth'));
    const toast = toasts.withText('Could not read the logs. ph.test refused the key.');
    assert.equal(await toast.severity(), 'error');
    await toast.click('Replace Key…');
    notifications.error(refused('auth'));
    toasts.clear();
    notifications.error(refused('auth'));
    await toast.click('Show Output');
    await Promise.resolve();
    assert.deepEqual(ran, ['posthogPlugins.replaceKey', 'posthogPlugins.showOutput']);
  });

  it('say nothing of what was cancelled on purpose', () => {
    notifications.error(refused('cancelled'));
    assert.deepEqual([toasts.history, editor.output], [[], []]);
  });

  it('make no links of names, but write them into the output as they are', () => {
    notifications.info('Copied [x](command:y)');
    notifications.warn('Lost $(flame)');
    assert.ok(toasts.history.every((text) => !/\]\(|\$\(/.test(text)));
    assert.deepEqual(
      toasts.history.map((text) => text.replaceAll('\u200b', '')),
      ['Copied [x](command:y)', 'Lost $(flame)'],
    );
    assert.deepEqual(editor.output, ['Copied [x](command:y)', 'Lost $(flame)']);
  });

  for (const [answer, expected] of [
    ['Try Again', true],
    [undefined, false],
  ] as const) {
    it(`answer whether a failure is to be mended: ${expected ? 'yes' : 'no'}`, async () => {
      const chosen = notifications.errorWithChoice('It failed.', 'Try Again');
      editor.messages.toasts[0]?.press(answer);
      assert.equal(await chosen, expected);
    });
  }

  for (const severity of ['info', 'warning'] as const) {
    it(`take back what can be taken back, once it is wanted (${severity})`, async () => {
      let undone = 0;
      const undo = (): Promise<void> => {
        undone++;
        return Promise.resolve();
      };
      notifications.undoable('Moved.', undo, severity);
      assert.equal(await toasts.withText('Moved.').severity(), severity);
      await toasts.withText('Moved.').click('Undo');
      await Promise.resolve();
      assert.equal(undone, 1);
      notifications.undoable('Moved again.', undo, severity);
      toasts.clear();
      await Promise.resolve();
      assert.equal(undone, 1);
    });

    it(`show what was made, once it is wanted, and tell where that fails (${severity})`, async () => {
      const show = (): Promise<void> => Promise.reject(new Error('no such row'));
      notifications.made('Made.', 'Show', show, severity);
      assert.equal(await toasts.withText('Made.').severity(), severity);
      await toasts.withText('Made.').click('Show');
      assert.match(await toasts.withText('Something went wrong').text(), /no such row$/);
    });
  }

  it('tell where taking back fails', async () => {
    notifications.undoable('Moved.', () => Promise.reject(new Error('it is gone')));
    await toasts.withText('Moved.').click('Undo');
    assert.match(await toasts.withText('Something went wrong').text(), /it is gone$/);
  });
});

describe('what could not be kept', () => {
  const told: string[] = [];
  const lost = (): LostState => new LostState({ warn: (text) => void told.push(text) });

  beforeEach(() => void told.splice(0));

  it('is told once where the editor cannot keep anything', () => {
    const state = lost();
    state.failed(new Error('disk full'));
    state.failed(new Error('disk full'));
    state.failed('again');
    assert.deepEqual(told, [
      'The editor could not keep what the extension remembers (disk full). Changes of connections may be lost when the window closes.',
    ]);
  });

  it('is told with whatever the editor gave as a reason', () => {
    lost().failed('quota');
    assert.match(told[0] ?? '', /\(quota\)/);
  });

  it('is told of each kind, and of a draft by its name', () => {
    const state = lost();
    state.connections();
    state.changes();
    state.draft('/main/2/Mail to EU.settings.json');
    assert.deepEqual(told, [
      'Some stored PostHog connections were damaged and left out. Connect to them again.',
      'Some of the stored recent changes were damaged and left out. They cannot be undone from here.',
      'What was kept of Mail to EU.settings.json was damaged: a draft that was not sent may be lost.',
    ]);
  });

  it('is said of an outage with its host and since when', () => {
    const since = Date.UTC(2026, 0, 1, 12, 30, 15);
    assert.equal(
      outageText({ origin: 'https://ph.test:8000', since }),
      `Lost the connection to ph.test:8000 at ${new Date(since).toLocaleTimeString()}. What is shown is from before; the extension keeps trying and catches up by itself.`,
    );
  });
});
