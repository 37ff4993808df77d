import assert from 'node:assert/strict';
import { ApiError } from '../../../src/api/errors';
import type { PluginConfig } from '../../../src/api/schemas';
import type { ConfigRow, Pending } from '../../../src/model/configRow';
import { configItem } from '../../../src/views/configItem';
import type { ConfigNode } from '../../../src/views/nodes';
import { MarkdownString, type ThemeIcon } from '../../support/editor/values';

const NODE: ConfigNode = { kind: 'config', connectionId: 'c', configId: 1 };
const ROW: ConfigRow = {
  id: 1,
  pluginId: 5,
  enabled: true,
  order: 3,
  teamId: 2,
  name: 'GeoIP',
  pluginName: 'GeoIP plugin',
  description: undefined,
  deliveryRate: undefined,
  error: undefined,
};
const REFUSED = new ApiError({
  ...{ kind: 'invalid', detail: 'Not today.', operation: 'updatePluginConfig', method: 'PATCH', path: '/' },
  ...{ origin: 'https://posthog.test', attempts: 1, applied: 'no' },
});

/** What of an item is looked at or read aloud. */
function shownOf(row: Partial<ConfigRow>) {
  const item = configItem(NODE, { ...ROW, ...row }, 2, 7);
  const icon = item.iconPath as unknown as ThemeIcon;
  return {
    label: item.label,
    description: item.description,
    icon: icon.id,
    said: item.accessibilityInformation?.label,
    menu: item.contextValue,
  };
}

function tooltipOf(row: Partial<ConfigRow>): string {
  const { tooltip } = configItem(NODE, { ...ROW, ...row }, 2, 7);
  assert.ok(tooltip instanceof MarkdownString);
  return tooltip.rendered;
}

describe('the row of a plugin config', () => {
  const states: readonly {
    readonly what: string;
    readonly row: Partial<ConfigRow>;
    readonly description: string;
    readonly icon: string;
    readonly said: string;
    readonly menu: string;
  }[] = [
    {
      what: 'one that is enabled',
      row: {},
      description: '2',
      icon: 'circle-filled',
      said: 'GeoIP, position 2 of 7, enabled',
      menu: 'enabled pluginConfig',
    },
    {
      what: 'one that is disabled',
      row: { enabled: false },
      description: '2 · disabled',
      icon: 'circle-outline',
      said: 'GeoIP, position 2 of 7, disabled',
      menu: 'disabled pluginConfig',
    },
    {
      what: 'one with an error',
      row: { error: 'Boom' },
      description: '2 · failing',
      icon: 'warning',
      said: 'GeoIP, position 2 of 7, enabled, failing',
      menu: 'enabled failing pluginConfig',
    },
    {
      what: 'one that delivers all',
      row: { deliveryRate: 1 },
      description: '2 · 100 % delivered',
      icon: 'circle-filled',
      said: 'GeoIP, position 2 of 7, enabled, 100 % delivered',
      menu: 'enabled pluginConfig',
    },
    {
      what: 'one that delivers nearly all, which is not rounded up',
      row: { deliveryRate: 0.99999 },
      description: '2 · 99.9 % delivered',
      icon: 'warning',
      said: 'GeoIP, position 2 of 7, enabled, 99.9 % delivered',
      menu: 'enabled failing pluginConfig',
    },
    {
      what: 'one whose last change failed',
      row: { failure: REFUSED },
      description: '2 · last change failed',
      icon: 'error',
      said: 'GeoIP, position 2 of 7, enabled, last change failed',
      menu: 'enabled pluginConfig',
    },
    {
      what: 'one that is tried again after a failure',
      row: { failure: REFUSED, pending: 'moving', enabled: false },
      description: '2 · Moving…',
      icon: 'loading~spin',
      said: 'GeoIP, position 2 of 7, Moving…',
      menu: 'busy pluginConfig',
    },
  ];
  for (const { what, row, ...expected } of states) {
    it(`shows ${what}`, () => {
      assert.deepEqual(shownOf(row), { label: 'GeoIP', ...expected });
    });
  }

  const pendings: Readonly<Record<Pending, string>> = {
    enabling: 'Enabling…',
    disabling: 'Disabling…',
    deleting: 'Deleting…',
    restoring: 'Restoring…',
    moving: 'Moving…',
    saving: 'Saving…',
  };
  for (const [pending, text] of Object.entries(pendings)) {
    it(`says ${text} while that is under way`, () => {
      assert.equal(shownOf({ pending: pending as Pending }).description, `2 · ${text}`);
    });
  }

  it('opens its logs, and keeps its id when it changes', () => {
    const item = configItem(NODE, ROW, 2, 7);
    assert.deepEqual([item.command?.command, item.command?.arguments], ['posthogPlugins.showLogs', [NODE]]);
    assert.equal(item.id, configItem(NODE, { ...ROW, enabled: false }, 3, 7).id);
  });

  it('tells in its tooltip all that is known of it', () => {
    const config = {
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-02-02T00:00:00Z',
    } as PluginConfig;
    const text = tooltipOf({
      config,
      plugin: { id: 5, tag: 'v1.2.3' },
      description: 'Adds places.',
      deliveryRate: 0.5,
      error: 'Boom',
      failure: REFUSED,
    });
    for (const fact of [
      'GeoIP',
      'Adds places.',
      'State: enabled',
      'Position: 2 of 7 (order 3)',
      'Plugin: GeoIP plugin v1.2.3',
      'Ids: config 1, plugin 5, project 2',
      'Delivered in 24 hours: 50 %',
      'Created: 2026-01-01T00:00:00Z',
      'Updated: 2026-02-02T00:00:00Z',
      'Last error: Boom',
      'Last change failed: ',
    ]) {
      assert.ok(text.includes(fact), `${fact} is not in ${text}`);
    }
  });

  it('leaves out of its tooltip what is not known', () => {
    const text = tooltipOf({ pluginName: undefined, enabled: false });
    assert.match(text, /State: disabled/);
    assert.match(text, /Plugin: unknown/);
    assert.doesNotMatch(text, /Delivered|Created|Updated|Last error|Last change|undefined/);
  });
});
