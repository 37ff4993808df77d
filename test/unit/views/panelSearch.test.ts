import assert from 'node:assert/strict';
import { addMicroseconds } from '../../../src/logs/timestamp';
import { PanelSetup } from '../../support/panelSetup';

const START = '2026-01-01T00:00:00.000000Z';
const HOUR_US = 3_600_000_000;

describe('the search of a log panel', () => {
  let panel: PanelSetup;
  const store = (type: string, message: string): void => {
    panel.server.store([{ ...panel.server.entry(START, message), type }]);
  };
  const text = (): string => panel.model.search?.banner.text ?? 'none';
  const settle = (): Promise<void> => panel.clock.advance(1000);

  beforeEach(() => (panel = new PanelSetup()));
  afterEach(() => panel.model.dispose());

  it('searches again when a level is shown that was not searched, and claims no more than was', async () => {
    store('ERROR', 'quokka');
    store('LOG', 'another');
    await panel.start();
    panel.filter({ text: 'quokka', hiddenLevels: ['ERROR'] });
    panel.model.startSearch();
    await settle();
    assert.deepEqual(panel.messages, []);
    assert.match(text(), /0 found .* · hidden levels and sources are not searched$/);
    panel.filter({ hiddenLevels: [] });
    await settle();
    assert.deepEqual(panel.messages, ['quokka']);
    assert.match(text(), /1 found on the server, in all of its history$/);
  });

  it('does not search again for what it has', async () => {
    store('ERROR', 'quokka');
    await panel.start();
    panel.filter({ text: 'quokka' });
    panel.model.startSearch();
    await settle();
    const { search } = panel.model;
    panel.filter({ hiddenLevels: ['ERROR'] });
    assert.deepEqual(panel.messages, []);
    panel.filter({ hiddenLevels: [] });
    assert.deepEqual(panel.messages, ['quokka']);
    assert.equal(panel.model.search, search);
  });

  it('does not claim what is loaded, which it leaves out', async () => {
    store('LOG', 'quokka of old');
    panel.server.add(addMicroseconds(START, HOUR_US), 1000, 1000, 'quokka');
    await panel.start();
    panel.filter({ text: 'quokka of' });
    panel.model.startSearch();
    await settle();
    assert.deepEqual(panel.messages, ['quokka of old']);
    assert.match(text(), /1 found on the server, in all of its history before what is loaded$/);
  });
});
