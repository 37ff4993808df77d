import type { FixturePlugin } from './fixture';
import { capabilities, COMMON } from './demoPluginParts';

/** The demo plugins that send data elsewhere or run jobs. */
export const DEMO_EXPORT_PLUGINS: readonly FixturePlugin[] = [
  {
    ...COMMON,
    id: 3,
    name: 'S3 Export',
    description: 'Writes batches of events to an S3 bucket as line-delimited JSON.',
    url: 'https://example.com/plugins/s3-export',
    config_schema: [
      { key: 'bucket', name: 'Bucket', type: 'string', required: true },
      {
        key: 'region',
        name: 'Region',
        type: 'choice',
        choices: ['us-east-1', 'eu-central-1', 'eu-west-1'],
        required: true,
      },
      { key: 'accessKeyId', name: 'Access key id', type: 'string', required: true },
      { key: 'secretAccessKey', name: 'Secret access key', type: 'string', secret: true, required: true },
      {
        key: 'prefix',
        name: 'Prefix',
        type: 'string',
        default: 'events/',
        hint: 'Put before the name of every file',
      },
      {
        key: 'compression',
        name: 'Compression',
        type: 'choice',
        choices: ['none', 'gzip', 'brotli'],
        default: 'gzip',
      },
      { key: 'uploadMinutes', name: 'Minutes between uploads', type: 'string', default: '1' },
    ],
    tag: '1.1.2',
    latest_tag: '1.2.0',
    capabilities: capabilities(
      ['exportEvents', 'setupPlugin'],
      ['Export historical events', 'Retry failed batches'],
    ),
    metrics: { files: 'sum' },
    public_jobs: {
      'Export historical events': {
        payload: {
          dateRange: { type: 'daterange', title: 'Days to export', required: true },
          includeDeleted: { type: 'boolean', title: 'Include deleted persons', default: false },
          parallelism: { type: 'number', title: 'Parallel uploads', default: 5, staff_only: true },
        },
      },
      'Retry failed batches': {
        payload: { limit: { type: 'number', title: 'At most so many', default: 100, required: true } },
      },
    },
  },
  {
    ...COMMON,
    id: 5,
    name: 'Webhook Relay',
    description: 'Posts chosen events to an address of yours.',
    url: 'https://example.com/plugins/webhook-relay',
    config_schema: [
      { key: 'address', name: 'Address', type: 'string', required: true, default: 'https://' },
      {
        key: 'events',
        name: 'Events',
        type: 'string',
        hint: 'Separated by commas; empty means **all** of them',
      },
      {
        key: 'authentication',
        name: 'Authentication',
        type: 'choice',
        choices: ['none', 'token'],
        default: 'none',
      },
      {
        key: 'token',
        name: 'Token',
        type: 'string',
        secret: true,
        visible_if: [['authentication', 'token']],
        required_if: [['authentication', 'token']],
      },
      { key: 'headers', name: 'Further headers', type: 'json', default: '{}', hint: 'An object of texts' },
    ],
    tag: '3.2.0',
    capabilities: capabilities(['onEvent', 'composeWebhook'], ['Send a test event']),
    public_jobs: { 'Send a test event': {} },
  },
  {
    ...COMMON,
    id: 6,
    name: 'BigQuery Export',
    description: 'Streams events into a BigQuery table, which it creates when it is missing.',
    url: 'https://example.com/plugins/bigquery-export',
    config_schema: [
      {
        markdown: 'Make a service account with the role *BigQuery Data Editor* and upload its key here.',
      },
      {
        key: 'keyFile',
        name: 'Key of the service account',
        type: 'attachment',
        secret: true,
        required: true,
      },
      { key: 'dataset', name: 'Dataset', type: 'string', required: true },
      { key: 'table', name: 'Table', type: 'string', default: 'events', required: true },
    ],
    tag: '1.0.0',
    capabilities: capabilities(['exportEvents', 'setupPlugin']),
  },
  {
    ...COMMON,
    id: 8,
    plugin_type: 'source',
    name: 'Data Janitor',
    description: 'Cleans up stored data on request.',
    url: null,
    config_schema: [
      { key: 'dryRun', name: 'Only pretend', type: 'choice', choices: ['yes', 'no'], default: 'yes' },
    ],
    tag: null,
    source: 'export const jobs = {}',
    capabilities: capabilities(
      ['setupPlugin'],
      ['Remove old events', 'Rename an event', 'Say hello'],
      ['runEveryHour'],
    ),
    public_jobs: {
      'Remove old events': {
        payload: {
          before: { type: 'date', title: 'Older than', required: true },
          batchSize: { type: 'number', title: 'Events per batch', default: 500 },
          onlyAnonymous: { type: 'boolean', title: 'Only anonymous persons', default: true },
          force: { type: 'boolean', title: 'Ignore safety limits', default: false, staff_only: true },
        },
      },
      'Rename an event': {
        payload: {
          from: { type: 'string', title: 'Old name', required: true },
          to: { type: 'string', title: 'New name', required: true },
          filter: { type: 'json', title: 'Filter' },
          period: { type: 'daterange', title: 'Period' },
        },
      },
      'Say hello': {},
    },
  },
];
