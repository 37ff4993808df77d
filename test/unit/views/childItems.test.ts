import assert from 'node:assert/strict';
import type { ServerTraits, Support } from '../../../src/api/generation';
import { childItem, unavailable } from '../../../src/views/childItems';
import type { SettingNode, TreeNode } from '../../../src/views/nodes';
import {
  MarkdownString,
  TreeItemCollapsibleState,
  type ThemeIcon,
  type TreeItem,
} from '../../support/editor/values';

type Child = Exclude<TreeNode, { readonly kind: 'config' }>;

const OF = { connectionId: 'c', configId: 1 };
const SETTING: SettingNode = { ...OF, kind: 'setting', key: 'host', value: 'eu', holds: 'value' };

/** What of an item is looked at, read aloud, and done with a click. */
function shownOf(node: Child, traits?: Partial<ServerTraits>) {
  const item = childItem(node, traits as ServerTraits | undefined) as unknown as TreeItem;
  return {
    label: item.label,
    description: item.description ?? '',
    icon: (item.iconPath as unknown as ThemeIcon).id,
    menu: item.contextValue,
    command: item.command?.command ?? '',
    opens: item.collapsibleState !== TreeItemCollapsibleState.None,
  };
}

describe('the rows below a plugin config', () => {
  const rows: readonly { readonly node: Child; readonly shown: ReturnType<typeof shownOf> }[] = [
    {
      node: { ...OF, kind: 'jobs' },
      shown: { label: 'Jobs', description: '', icon: 'run-all', menu: 'jobs', command: '', opens: true },
    },
    {
      node: { ...OF, kind: 'logs' },
      shown: {
        ...{ label: 'Logs', description: '', icon: 'list-flat', menu: 'logs' },
        ...{ command: 'posthogPlugins.showLogs', opens: false },
      },
    },
    {
      node: { ...OF, kind: 'frontend' },
      shown: {
        ...{ label: 'Front End', description: '', icon: 'file-code', menu: 'frontend' },
        ...{ command: 'posthogPlugins.showFrontend', opens: false },
      },
    },
    {
      node: { ...OF, kind: 'settings' },
      shown: {
        ...{ label: 'Settings', description: '', icon: 'settings-gear', menu: 'settings' },
        ...{ command: '', opens: true },
      },
    },
    {
      node: { ...OF, kind: 'job', job: undefined },
      shown: {
        ...{ label: 'Run a Job by Name…', description: '', icon: 'run', menu: 'job' },
        ...{ command: 'posthogPlugins.runJob', opens: false },
      },
    },
    {
      node: { kind: 'more' },
      shown: {
        ...{ label: 'Load More…', description: '', icon: 'ellipsis', menu: 'more' },
        ...{ command: 'posthogPlugins.loadMore', opens: false },
      },
    },
    {
      node: { kind: 'note', id: 'n', text: 'No settings', severity: 'info' },
      shown: { label: 'No settings', description: '', icon: 'info', menu: 'note', command: '', opens: false },
    },
    {
      node: { kind: 'note', id: 'n', text: 'Row 4 cannot be read', severity: 'warning' },
      shown: {
        ...{ label: 'Row 4 cannot be read', description: '', icon: 'warning', menu: 'note' },
        ...{ command: '', opens: false },
      },
    },
  ];
  for (const { node, shown } of rows) {
    it(`show ${shown.label}`, () => assert.deepEqual(shownOf(node), shown));
  }

  const supports: readonly (readonly [Support, string])[] = [
    ['no', 'not on this server'],
    ['keysNotSupported', 'this server refuses API keys here'],
    ['yes', ''],
    ['unknown', ''],
  ];
  for (const [support, reason] of supports) {
    it(`say ${reason === '' ? 'nothing' : `“${reason}”`} of jobs and front ends where that is “${support}”`, () => {
      assert.equal(unavailable(support) ?? '', reason);
      const traits = { jobs: support, frontend: support };
      const jobs = shownOf({ ...OF, kind: 'jobs' }, traits);
      assert.deepEqual([jobs.description, jobs.opens], [reason, reason === '']);
      const frontend = shownOf({ ...OF, kind: 'frontend' }, traits);
      assert.deepEqual([frontend.description, frontend.command !== ''], [reason, reason === '']);
    });
  }

  for (const [holds, icon] of [
    ['secret', 'key'],
    ['file', 'file'],
    ['value', 'symbol-key'],
  ] as const) {
    it(`show a setting that holds a ${holds}, and read it aloud`, () => {
      const node = { ...SETTING, holds };
      assert.deepEqual(shownOf(node), {
        ...{ label: 'host', description: 'eu', icon, menu: `${holds} setting`, command: '', opens: false },
      });
      assert.equal(childItem(node, undefined).accessibilityInformation?.label, 'host, eu');
    });
  }

  it('show a setting of several lines on one, and whole in its tooltip', () => {
    const { tooltip, description } = childItem({ ...SETTING, value: 'first\nsecond' }, undefined);
    assert.equal(description, 'first second');
    assert.ok(tooltip instanceof MarkdownString);
    assert.match(tooltip.rendered, /host: first\s+second/);
  });

  it('show something of a setting whose name cannot be seen', () => {
    for (const key of ['', '\u200b', ' ']) {
      assert.notEqual(shownOf({ ...SETTING, key }).label.trim(), '', JSON.stringify(key));
    }
  });

  it('show more of a note in its tooltip, where there is more', () => {
    const node: Child = { kind: 'note', id: 'n', text: 'Row 4', severity: 'info' };
    const rendered = (note: Child): string => {
      const { tooltip } = childItem(note, undefined);
      assert.ok(tooltip instanceof MarkdownString);
      return tooltip.rendered;
    };
    assert.equal(rendered(node), 'Row 4');
    assert.equal(rendered({ ...node, tooltip: 'Repair it.' }), 'Repair it.');
  });
});
