import assert from 'node:assert/strict';
import { PanelSetup } from '../../support/panelSetup';
import { PanelActions } from '../../../src/views/logPanel/panelActions';
import type { LogPanelTools } from '../../../src/views/logPanel/logPanelTools';
import { problemText } from '../../../src/views/logPanel/problemText';

const START = '2026-01-01T00:00:00.000000Z';

describe('an expression in a log panel that cannot be looked for', () => {
  let panel: PanelSetup;
  const problem = (): string | null => {
    const { view } = panel.model.content;
    return problemText(view.problem, !view.matcher.isEmpty);
  };

  beforeEach(async () => {
    panel = new PanelSetup();
    panel.server.store(['order 17', 'order 18', 'else'].map((text) => panel.server.entry(START, text)));
    await panel.start();
    panel.filter({ regex: true });
  });

  afterEach(() => panel.model.dispose());

  it('leaves the one before it in force, also after the window was reloaded', async () => {
    panel.filter({ text: 'order 1[78]' });
    panel.filter({ text: 'order 1[7' });
    await panel.reload();
    assert.deepEqual([...panel.messages].sort(), ['order 17', 'order 18']);
    assert.equal(panel.model.filter.text, 'order 1[7');
    assert.match(problem() ?? '', /^Invalid regular expression .* The filter before it stays in force\.$/);
    panel.filter({ text: '' });
    assert.equal(panel.model.state.textInForce, undefined);
  });

  it('does not speak of a filter before it where there was none', async () => {
    panel.filter({ text: 'order 1[7' });
    assert.equal(panel.messages.length, 3);
    assert.match(problem() ?? '', /Entries are not filtered by text until it is corrected\.$/);
    await panel.reload();
    assert.equal(panel.messages.length, 3);
    assert.match(problem() ?? '', /Entries are not filtered by text until it is corrected\.$/);
  });

  it('is not searched for on the server', () => {
    const said: string[] = [];
    const notifications = { info: (text: string) => void said.push(text) };
    const tools = { notifications } as unknown as LogPanelTools;
    panel.filter({ text: 'order 1[78]' });
    panel.filter({ text: 'order 1[7' });
    new PanelActions(panel.model, tools, () => undefined).searchServer();
    assert.deepEqual(said, ['Correct the regular expression in the filter box first.']);
    assert.equal(panel.model.search, undefined);
  });
});
