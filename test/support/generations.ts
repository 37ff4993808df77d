import type { ProfileName } from '../../src/demo/profiles';

/** What a person sees of the differences between servers, with the recorded seed on them. */
export interface Generation {
  readonly profile: Exclude<ProfileName, 'gone'>;
  /** The path below which plugin configs are. */
  readonly collection: string;
  /** The rows that the seed has, top to bottom. */
  readonly rows: readonly string[];
  /** What config 2 is called: its plugin's name where rows have none. */
  readonly mailer: string;
  /** Whether a deleted config disappears from the list. */
  readonly hides: boolean;
  readonly hasJobs: boolean;
  /** What a config's menu offers. */
  readonly runJob: string;
  readonly frontend: string;
}

const NAMES_WITHOUT_OWN = [
  'GeoIP',
  'Mailer Connector',
  'Warehouse Export',
  'Job Lab',
  'Old Filter',
  'Schema Guard',
];
const NAMES = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'];

const JUNE_2021: Generation = {
  profile: '2021-06',
  collection: '/api/projects/1/plugin-configs/',
  rows: NAMES_WITHOUT_OWN,
  mailer: 'Mailer Connector',
  hides: false,
  hasJobs: false,
  runJob: 'Run Job… (This Server Has No Jobs)',
  frontend: 'Show Front End (This Server Has None)',
};
const DECEMBER_2021: Generation = {
  ...JUNE_2021,
  profile: '2021-12',
  collection: '/api/projects/1/plugin_configs/',
  hasJobs: true,
  runJob: 'Run Job…',
};
const NOVEMBER_2023: Generation = { ...DECEMBER_2021, profile: '2023-11', frontend: 'Show Front End' };
const DECEMBER_2023: Generation = {
  ...NOVEMBER_2023,
  profile: '2023-12',
  rows: NAMES,
  mailer: 'Mail to EU',
  hides: true,
};
const YEAR_2026: Generation = {
  ...DECEMBER_2023,
  profile: '2026',
  hasJobs: false,
  runJob: 'Run Job… (This Server Has No Jobs)',
  frontend: 'Show Front End (This Server Refuses API Keys Here)',
};

export const GENERATIONS: readonly Generation[] = [
  JUNE_2021,
  DECEMBER_2021,
  NOVEMBER_2023,
  DECEMBER_2023,
  YEAR_2026,
];
