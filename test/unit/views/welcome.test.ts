import assert from 'node:assert/strict';
import type { Fixture } from '../../../src/demo/fixture';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { hurry } from '../../support/editor/hastyClock';
import type { Fault } from '../../support/faults/fault';
import { seedOf } from '../../support/projectHarness';

const refusal = (status: number, code: string, detail: string): Fault => ({
  kind: 'answer',
  status,
  body: { type: 'invalid_request', code, detail, attr: null },
});

const CASES: readonly (readonly [string, Fault, RegExp, readonly string[]])[] = [
  [
    'plugin configs were removed',
    refusal(404, 'not_found', 'Endpoint not found.'),
    /has no plugin configs: newer PostHog versions replaced plugins/,
    ['Open PostHog', 'Switch Connection…'],
  ],
  [
    'the key is refused',
    refusal(
      401,
      'authentication_failed',
      'Personal API key found in request Authorization header is invalid.',
    ),
    /refused the personal API key/,
    ['Replace Key…', 'Try Again', 'Switch Connection…'],
  ],
  [
    'the key may not read',
    refusal(403, 'permission_denied', "API key missing required scope 'plugin:read'"),
    /needs the scope plugin:read/,
    ['Replace Key…', 'Try Again', 'Show Output'],
  ],
  [
    'the project is gone',
    refusal(404, 'not_found', 'Project not found.'),
    /project of this connection was not found/,
    ['Connect…', 'Switch Connection…', 'Try Again'],
  ],
  [
    'nobody answers',
    { kind: 'reset' },
    /could not be reached/,
    ['Try Again', 'Show Output', 'Switch Connection…'],
  ],
  [
    'a web page comes instead',
    { kind: 'html' },
    /did not come from PostHog's API/,
    ['Try Again', 'Show Output', 'Switch Connection…'],
  ],
  [
    'the server fails',
    refusal(500, 'error', 'A server error occurred.'),
    /PostHog answered with an error/,
    ['Try Again', 'Show Output'],
  ],
];

const EMPTY: Fixture = { ...seedOf('2023-12'), configs: [] };

describe('a project that cannot be shown, with nothing remembered of it', () => {
  let connected: ConnectedWindow;
  let atEase: () => void;

  // Each request that fails is tried again before anything is said.
  before(() => (atEase = hurry(20)));
  after(() => atEase());

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12', fixture: EMPTY } });
    await connected.window.tree.waitForWelcome(/This project has no plugin configs\./);
  });

  afterEach(() => connected.close());

  for (const [name, fault, expected, buttons] of CASES) {
    it(`${name}: the view says so, with ways out, and recovers`, async () => {
      const { tree } = connected.window;
      const disarm = connected.proxy.inject({ path: /plugin.configs\/$/, fault });
      tree.clickTitle('Refresh');
      const welcome = await tree.waitForWelcome(expected);
      assert.deepEqual(welcome.buttons, buttons);
      disarm();
      connected.window.runCommand('Refresh');
      await tree.waitForWelcome(/This project has no plugin configs\./);
    });
  }
});

describe('a server with nothing to show', () => {
  const cases: readonly (readonly [string, Fixture, string, RegExp])[] = [
    ['no plugin configs', EMPTY, 'Main', /This project has no plugin configs\./],
    ['plugins switched off', lastOpened('Closed'), 'Closed', /Plugins are switched off for the organization/],
  ];
  for (const [name, fixture, project, expected] of cases) {
    it(`${name}: the view says so, with a way out`, async () => {
      const connected = await ConnectedWindow.open({ server: { profile: '2023-12', fixture }, project });
      try {
        const { buttons } = await connected.window.tree.waitForWelcome(expected);
        assert.ok(buttons.includes('Switch Connection…'));
      } finally {
        await connected.close();
      }
    });
  }
});

/** The seed with this project as the one that the first user last opened. */
function lastOpened(name: string): Fixture {
  const seed = seedOf('2023-12');
  const project = seed.projects.find((candidate) => candidate.name === name);
  const letter = project?.organization_id.slice(-1).toUpperCase() ?? '';
  const users = seed.users.map((user) =>
    user.id === 1 && project ? { ...user, current_project: project.id, current_org: letter } : user,
  );
  return { ...seed, users };
}
