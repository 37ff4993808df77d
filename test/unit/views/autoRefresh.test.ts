import assert from 'node:assert/strict';
import type { TreeView } from 'vscode';
import { ApiError } from '../../../src/api/errors';
import type { ActiveProject } from '../../../src/connection/activeProject';
import { Emitter } from '../../../src/connection/emitter';
import type { Outage } from '../../../src/connection/outages';
import type { ListState } from '../../../src/model/pluginConfigs';
import { AutoRefresh } from '../../../src/views/autoRefresh';
import { Editor } from '../../support/editor/editor';
import { setCurrentEditor } from '../../support/editor/vscode';
import { FakeClock } from '../../support/fakeClock';

const ORIGIN = 'https://ph.test';
const MINUTE = 60_000;
const UNREACHABLE = new ApiError({
  ...{ kind: 'network', reason: 'refused', operation: 'listPluginConfigs', method: 'GET', path: '/' },
  ...{ origin: ORIGIN, attempts: 1, applied: 'no' },
});

describe('the list, while somebody can see it', () => {
  let clock: FakeClock;
  let editor: Editor;
  let asked: string[];
  let auto: AutoRefresh;
  const list: { state: ListState } = { state: { kind: 'ready' } };
  const view = { visible: true };
  const began = new Emitter<Outage>();
  const ended = new Emitter<string>();
  const seen = new Emitter();

  beforeEach(async () => {
    clock = new FakeClock();
    editor = new Editor();
    setCurrentEditor(editor);
    asked = [];
    view.visible = true;
    list.state = { kind: 'ready' };
    auto = new AutoRefresh(
      {
        current: { connection: { origin: ORIGIN }, configs: list },
        onDidChange: new Emitter().event,
      } as unknown as ActiveProject,
      {
        get visible() {
          return view.visible;
        },
        onDidChangeVisibility: seen.event,
      } as unknown as TreeView<unknown>,
      clock,
      { onDidBegin: began.event, onDidEnd: ended.event },
      (priority) => {
        asked.push(priority);
        return Promise.resolve();
      },
    );
    await clock.advance(0);
    asked.length = 0;
  });

  afterEach(() => {
    auto.dispose();
    assert.equal(clock.armed, 0);
    setCurrentEditor(new Editor());
  });

  it('is read once a minute', async () => {
    await clock.advance(3 * MINUTE);
    assert.deepEqual(asked, ['background', 'background', 'background']);
  });

  const reasons: readonly (readonly [string, () => void, () => void])[] = [
    [
      'the view is hidden',
      () => {
        view.visible = false;
        seen.fire();
      },
      () => {
        view.visible = true;
        seen.fire();
      },
    ],
    ['the window is left', () => editor.setFocused(false), () => editor.setFocused(true)],
    [
      'the setting is off',
      () => editor.profile.settings.set('posthogPlugins.autoRefresh', false),
      () => editor.profile.settings.set('posthogPlugins.autoRefresh', true),
    ],
  ];
  for (const [name, begin, end] of reasons) {
    it(`is left alone where ${name}, and read at once when that is over`, async () => {
      begin();
      await clock.advance(10 * MINUTE);
      assert.deepEqual(asked, []);
      end();
      await clock.advance(0);
      assert.deepEqual(asked, ['background']);
    });
  }

  it('is read where its own server is in doubt, and not for another one', async () => {
    await clock.advance(10_000);
    began.fire({ origin: 'https://other.test', since: 0 });
    await clock.advance(0);
    assert.deepEqual(asked, []);
    began.fire({ origin: ORIGIN, since: 0 });
    await clock.advance(0);
    assert.deepEqual(asked, ['background']);
  });

  it('is read as soon as its own server answers again, and not another one', async () => {
    list.state = { kind: 'stale', error: UNREACHABLE };
    await clock.advance(10_000);
    ended.fire('https://other.test');
    await clock.advance(0);
    assert.deepEqual(asked, []);
    ended.fire(ORIGIN);
    await clock.advance(0);
    assert.deepEqual(asked, ['background']);
  });
});
