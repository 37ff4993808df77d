import assert from 'node:assert/strict';
import { ApiError } from '../../../src/api/errors';
import { PollSchedule } from '../../../src/logs/feed/pollSchedule';
import type { HostMessage, WebviewMessage } from '../../../src/logs/protocol';
import { SHOW_ALL } from '../../../src/logs/view/filter';
import { LogPanel } from '../../../src/views/logPanel/logPanel';
import { defaultDisplay } from '../../../src/views/logPanel/logPanelDefaults';
import { FakeClock } from '../../support/fakeClock';
import { FakeLogServer } from '../../support/fakeLogServer';

const DOWN = new ApiError({
  ...{ kind: 'network', reason: 'refused', operation: 'listLogs', method: 'GET', path: '/' },
  ...{ origin: 'https://posthog.test', attempts: 1, applied: 'no' },
});

describe('log panel', () => {
  it('tells the page the time of each next attempt, once', async () => {
    const { clock, server, told, close } = open();
    await clock.advance(10_000);
    server.outage = DOWN;
    await clock.advance(60_000);
    const waits = told('feed').flatMap(({ retryInMs }) => retryInMs ?? []);
    const attempts = server.requests.length;
    assert.ok(waits.length >= 4, `${waits.length} times were told`);
    assert.ok(waits.length <= attempts, `${waits.length} times were told for ${attempts} requests`);
    assert.ok(
      waits.every((wait) => wait > 0),
      waits.join(),
    );
    close();
  });
});

/** A panel on the log of one config, with whatever its page would be told. */
function open() {
  const clock = new FakeClock();
  const server = new FakeLogServer(clock);
  const sent: HostMessage[] = [];
  let receive: (message: WebviewMessage) => void = () => undefined;
  const nothing = { dispose: () => undefined };
  const webview = {
    postMessage: (message: HostMessage) => Promise.resolve(sent.push(message) > 0),
    onDidReceiveMessage: (listener: typeof receive) => {
      receive = listener;
      return nothing;
    },
  };
  const page = { webview, visible: true, active: true, title: '', onDidChangeViewState: () => nothing };
  const source = { title: 'GeoIP', where: 'Main', fetchPage: server.fetch };
  const panel = new LogPanel(page as never, {
    target: { connectionId: 'c', configIds: [11] },
    open: () => source,
    clock,
    schedule: new PollSchedule(clock),
    cap: 1000,
    filter: SHOW_ALL,
    display: defaultDisplay('local'),
    state: undefined,
    tools: {} as never,
    ...{ onError: assert.ifError, keepMore: () => assert.fail(), runCommand: () => assert.fail() },
    onDidChangeState: () => undefined,
  });
  receive({ type: 'ready', again: false });
  return {
    ...{ clock, server },
    told: <T extends HostMessage['type']>(type: T) =>
      sent.filter((message): message is Extract<HostMessage, { type: T }> => message.type === type),
    close: () => panel.dispose(),
  };
}
