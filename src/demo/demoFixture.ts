import { DEMO_PLUGINS } from './demoPlugins';
import type { Fixture, FixtureConfig } from './fixture';
import type { Json } from './pyValue';

const ORGANIZATION = '01890a5d-0000-7000-8000-00000000000a';
const DAY = 86_400_000;

/**
 * The demo project.
 *
 * @param key the personal API key of its only user
 * @param now milliseconds since the epoch, for believable dates
 */
export function demoFixture(key: string, now: number): Fixture {
  return {
    organizations: [
      { id: ORGANIZATION, name: 'Hedgehog Outfitters', slug: 'hedgehog-outfitters', plugins_access_level: 9 },
    ],
    projects: [project(1, 'Web shop'), project(2, 'Staging')],
    users: [
      {
        id: 1,
        email: 'you@example.com',
        first_name: 'Demo',
        is_staff: false,
        is_active: true,
        organizations: ['a'],
        current_project: 1,
        current_org: 'a',
        key,
        uuid: '01890a5d-0000-7000-8000-0000000000c1',
      },
    ],
    plugins: DEMO_PLUGINS,
    configs: demoConfigs(now),
    delivery_rates_24h: { '13': 0.964, '15': 1, '11': 1, '12': 1 },
    logs: [],
  };
}

function project(id: number, name: string): Fixture['projects'][number] {
  return {
    id,
    organization_id: ORGANIZATION,
    name,
    api_token: `phc_demo${String(id).padStart(39, '0')}`,
    uuid: `01890a5d-0000-7000-8000-0000000000b${id}`,
  };
}

function demoConfigs(now: number): readonly FixtureConfig[] {
  const daysAgo = (days: number): string =>
    new Date(Math.floor((now - days * DAY) / 1000) * 1000).toISOString();
  const config = (
    id: number,
    plugin: number,
    order: number,
    settings: Json,
    more: Partial<FixtureConfig> = {},
  ) => ({
    id,
    project: 1,
    plugin,
    enabled: true,
    order,
    config: settings,
    error: null,
    name: null,
    description: null,
    deleted: false,
    created_at: daysAgo(120 - order * 7),
    updated_at: daysAgo(20 - order),
    attachments: [],
    ...more,
  });
  return [
    config(11, 1, 1, {}),
    config(12, 2, 2, { properties: '$ip,card_number', mode: 'remove' }, { name: 'Privacy filter' }),
    config(18, 4, 3, {}),
    config(16, 11, 4, { action: 'mark', patterns: '["HeadlessChrome"]' }),
    config(20, 10, 5, {
      target: 'EUR',
      amountProperty: 'revenue',
      currencyProperty: 'currency',
      ratesApiKey: 'demo-rates-key',
    }),
    config(
      13,
      3,
      6,
      {
        bucket: 'hedgehog-events',
        region: 'eu-central-1',
        accessKeyId: 'AKIADEMO',
        secretAccessKey: 'demo-secret-access-key',
        prefix: 'events/',
        compression: 'gzip',
        uploadMinutes: '1',
      },
      { name: 'Export to S3', description: 'Raw events for the data team' },
    ),
    config(
      15,
      5,
      7,
      {
        address: 'https://hooks.example.com/orders',
        events: 'order placed,order returned',
        authentication: 'token',
        token: 'demo-webhook-token',
        headers: '{"X-Shop": "hedgehog"}',
      },
      {
        error: {
          message: 'The address answered 502 Bad Gateway',
          time: daysAgo(1),
          name: 'RetryError',
          stack: 'RetryError: The address answered 502 Bad Gateway\n    at onEvent (index.ts:41:11)',
        },
      },
    ),
    config(17, 8, 8, { dryRun: 'yes' }, { enabled: false }),
    config(
      19,
      9,
      9,
      { sessions: '20' },
      { enabled: false, description: 'Switched off until the new version is out' },
    ),
    config(21, 1, 1, {}, { project: 2 }),
    config(22, 7, 2, { timeZone: 'Europe/Berlin', apiToken: 'demo-zone-token' }, { project: 2 }),
  ];
}
