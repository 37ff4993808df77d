import { randomUUID } from 'node:crypto';

import { SERVER_MASK } from '../../../src/api/forms';
import { isRecord } from '../../../src/api/record';
import type { Fixture, FixtureConfig, FixturePlugin } from '../../../src/demo/fixture';
import { hostileLine, hostileStrings, shortStrings, type HostileString } from '../hostileCorpus';
import { seedOf } from '../projectHarness';

/** Everything in one config: settings, form, jobs, front end, attachments and log. */
export const KITCHEN = 'Kitchen sink';
/** Of the config and of its plugin. */
export const KITCHEN_ID = 900;

/** A project in which every text is one of the corpus. */
export function hostileFixture(bait: string): Fixture {
  const seed = seedOf('2023-12');
  const [plugin] = seed.plugins;
  const [config] = seed.configs;
  const [project] = seed.projects;
  if (!plugin || !config || !project) {
    throw new Error('the seed is empty');
  }
  const all = hostileStrings(bait);
  const short = shortStrings(bait);
  return {
    ...seed,
    organizations: seed.organizations.map((organization, index) => ({
      ...organization,
      name: short[index]?.text ?? '',
    })),
    projects: [
      ...seed.projects,
      ...short.map(({ text }, index) => ({
        ...project,
        id: 1000 + index,
        name: text,
        api_token: `phc_${index}`,
        uuid: randomUUID(),
      })),
    ],
    plugins: [
      {
        ...pluginOf(plugin, { name: KITCHEN, text: KITCHEN }, KITCHEN_ID),
        // Source that began with a tag would be taken for a web page, and not be shown.
        frontend: {
          status: 'TRANSPILED',
          transpiled: ['// Source', ...all.map(({ text }) => text)].join('\n'),
        },
      },
      ...all.map((one, index) => pluginOf(plugin, one, 1000 + index)),
    ],
    configs: [
      {
        ...config,
        id: KITCHEN_ID,
        plugin: KITCHEN_ID,
        order: 1,
        enabled: true,
        name: KITCHEN,
        description: null,
      },
      ...short.map(({ text }, index): FixtureConfig => ({
        ...config,
        id: 1000 + index,
        plugin: 1000 + index,
        order: 10 + index,
        enabled: true,
        name: text,
        // Each row's tooltip shows three: all of them are seen in a third of the tooltips.
        description: [0, 1, 2].map((next) => short[(index + next) % short.length]?.text ?? '').join('\n\n'),
      })),
    ],
    delivery_rates_24h: {},
    logs: logs(all, project.id),
  };
}

function pluginOf(sample: FixturePlugin, { text }: HostileString, id: number): FixturePlugin {
  return {
    ...sample,
    id,
    name: text,
    description: text,
    url: text,
    icon: text,
    tag: text,
    config_schema: [],
  };
}

/** No database takes all of these; a server that is hostile sends them all the same. */
function kitchenForm(bait: string): Readonly<Record<string, unknown>> {
  const short = shortStrings(bait);
  return {
    config_schema: [
      ...short.map(({ text }) => ({ markdown: text })),
      ...short.map(({ text }, index) => ({
        key: `field${index}`,
        name: text,
        type: 'choice',
        hint: text,
        markdown: text,
        default: text,
        choices: short.map((choice) => choice.text),
        // Nothing of this belongs into a form; a JSON Schema would act on it.
        $ref: `${bait}/ref`,
        $schema: `${bait}/schema`,
        markdownDescription: text,
        errorMessage: text,
        pattern: '(a+)+$',
        defaultSnippets: [{ label: text, body: text }],
      })),
      { key: 'secret', name: hostileLine(bait), type: 'string', secret: true },
      { key: 'other secret', name: short[1]?.text, type: 'string', secret: true },
    ],
    public_jobs: Object.fromEntries(
      short.map(({ text }) => [
        text,
        { payload: { [text]: { title: text, type: 'string', default: text } } },
      ]),
    ),
    capabilities: { jobs: short.map(({ text }) => text) },
  };
}

function kitchenSettings(bait: string): Readonly<Record<string, unknown>> {
  const short = shortStrings(bait);
  return Object.fromEntries([
    ...short.slice(0, 5).map(({ text }, index): [string, unknown] => [`field${index}`, text]),
    ...short.map(({ text }): [string, unknown] => [text, text]),
    ...short.map(({ text }, index): [string, unknown] => [
      `file${index}`,
      { uid: 1 + index, saved: true, size: 12, name: text, type: text },
    ]),
    ['secret', SERVER_MASK],
  ]);
}

function logs(strings: readonly HostileString[], project: number): Fixture['logs'] {
  const now = Date.now() - 60_000;
  return strings.map(({ text }, index) => ({
    // Ids are texts as well, and some of these are longer than any that the panel's page takes.
    id: index % 10 === 0 ? `${index}${text}` : randomUUID(),
    team_id: project,
    plugin_id: KITCHEN_ID,
    plugin_config_id: KITCHEN_ID,
    timestamp: new Date(now + index * 100).toISOString(),
    source: text,
    type: index % 2 === 0 ? 'ERROR' : text,
    message: text,
    instance_id: text,
  }));
}

/**
 * What the demo server has no place for, put into what it answers: errors of configs, fields that no server sends, and
 * the settings and the form of the kitchen sink.
 */
export function poison(bait: string): (body: unknown) => unknown {
  const line = hostileLine(bait);
  const form = kitchenForm(bait);
  const settings = kitchenSettings(bait);
  const poisoned = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(poisoned);
    }
    if (!isRecord(value)) {
      return value;
    }
    const fields = Object.fromEntries(
      Object.entries(value).map(([key, field]) => [
        key,
        key === 'results' || key === 'plugin_info' ? poisoned(field) : field,
      ]),
    );
    if ('team_id' in value) {
      const own = value.id === KITCHEN_ID ? { config: settings } : {};
      return {
        ...fields,
        ...own,
        $schema: `${bait}/root-schema.json`,
        [line]: line,
        error: { message: line },
      };
    }
    return value.id === KITCHEN_ID && 'config_schema' in value ? { ...fields, ...form } : fields;
  };
  return poisoned;
}
