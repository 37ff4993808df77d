import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { systemClock } from '../../../src/api/clock';
import { withCancellableProgress } from '../../../src/commands/cancellableProgress';
import { withUndoProgress } from '../../../src/commands/undoProgress';
import type { Change } from '../../../src/model/changes';
import { Deferred } from '../../support/deferred';
import { Editor } from '../../support/editor/editor';
import { ToastsPage } from '../../support/editor/page/messagePages';
import { setCurrentEditor } from '../../support/editor/vscode';
import { FakeClock } from '../../support/fakeClock';

const SHOWN_AFTER_MS = 800;
const CONFIG = { id: 1, label: 'GeoIP', before: { order: 1 }, after: { order: 2 } };
const ONE: Change = { what: 'moved', configs: [CONFIG], cannotRestore: [] };
const TWO: Change = { ...ONE, configs: [CONFIG, { ...CONFIG, id: 2 }] };

describe('the progress of what changes many', () => {
  let editor: Editor;
  let toasts: ToastsPage;
  let task: Deferred<string>;
  let clock: FakeClock;

  beforeEach(() => {
    editor = new Editor();
    setCurrentEditor(editor);
    toasts = new ToastsPage(editor.messages);
    task = new Deferred();
    clock = new FakeClock();
    mock.method(systemClock, 'after', clock.after.bind(clock));
  });

  afterEach(() => {
    mock.restoreAll();
    setCurrentEditor(new Editor());
  });

  it('is not shown of what ends soon, nor after it', async () => {
    const result = withCancellableProgress('Moving', 4, () => task.promise);
    await clock.advance(SHOWN_AFTER_MS - 1);
    assert.deepEqual(toasts.texts(), []);
    task.resolve('done');
    assert.equal(await result, 'done');
    await clock.advance(SHOWN_AFTER_MS);
    assert.deepEqual(toasts.texts(), []);
  });

  it('says how far it is, and goes when it ends', async () => {
    let report: ((ended: number) => void) | undefined;
    const result = withCancellableProgress('Moving', 4, ({ onProgress, signal }) => {
      report = onProgress;
      assert.equal(signal.aborted, false);
      onProgress?.(1);
      return task.promise;
    });
    await clock.advance(SHOWN_AFTER_MS);
    assert.deepEqual(toasts.texts(), ['Moving: 1 of 4']);
    report?.(3);
    assert.deepEqual(toasts.texts(), ['Moving: 3 of 4']);
    task.resolve('done');
    assert.equal(await result, 'done');
    await settle();
    assert.deepEqual(toasts.texts(), []);
  });

  it('hands Cancel on to the task, and what the task makes of it to the caller', async () => {
    const result = withCancellableProgress('Moving', 4, async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return 'stopped';
    });
    await clock.advance(SHOWN_AFTER_MS);
    await toasts.withText('Moving').click('Cancel');
    assert.equal(await result, 'stopped');
  });

  it('goes when the task fails, which only the caller hears of', async () => {
    const result = withCancellableProgress('Moving', 4, async () => {
      await task.promise;
      throw new Error('No.');
    });
    await clock.advance(SHOWN_AFTER_MS);
    assert.deepEqual(toasts.texts(), ['Moving: 0 of 4']);
    task.resolve('');
    await assert.rejects(result, /^Error: No\.$/);
    await settle();
    assert.deepEqual([toasts.texts(), toasts.history], [[], []]);
  });

  it('shows no markup of a title', async () => {
    const result = withCancellableProgress('Moving [here](command:x)', 4, () => task.promise);
    await clock.advance(SHOWN_AFTER_MS);
    assert.equal(toasts.texts().length, 1);
    assert.doesNotMatch(toasts.texts().join(), /\]\(/);
    task.resolve('done');
    await result;
  });

  it('of Undo is in the status bar for one config, where nothing can be cancelled', async () => {
    const result = withUndoProgress(ONE, ({ signal }) => {
      assert.equal(signal.aborted, false);
      return task.promise;
    });
    await clock.advance(SHOWN_AFTER_MS);
    assert.deepEqual([editor.progress, toasts.texts()], [['Undoing…'], []]);
    task.resolve('undone');
    assert.equal(await result, 'undone');
    assert.deepEqual(editor.progress, []);
  });

  it('of Undo is a notification for several', async () => {
    const result = withUndoProgress(TWO, () => task.promise);
    await clock.advance(SHOWN_AFTER_MS);
    assert.deepEqual([editor.progress, toasts.texts()], [[], ['Undoing…: 0 of 2']]);
    assert.deepEqual(await toasts.withText('Undoing…').buttons(), ['Cancel']);
    task.resolve('undone');
    assert.equal(await result, 'undone');
  });
});

/** Lets what follows a promise happen. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
