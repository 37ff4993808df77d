import assert from 'node:assert/strict';

import { settingsForm, SERVER_MASK } from '../../../src/api/forms';
import type { Plugin, PluginConfig } from '../../../src/api/schemas';
import { MASK, maskedSettings } from '../../../src/model/secrets';

const config = (settings: Record<string, unknown>): PluginConfig => ({
  id: 1,
  plugin: 1,
  enabled: true,
  order: 1,
  team_id: 1,
  config: settings,
});
const plugin = (config_schema: Plugin['config_schema']): Plugin => ({ id: 1, config_schema });

describe('maskedSettings', () => {
  it('masks what dictionary-form plugins deliver in clear', () => {
    const masked = maskedSettings(
      config({ token: 'dict-form-secret', greeting: 'hi' }),
      plugin({ token: { secret: true }, greeting: {} }),
    );
    assert.deepEqual(masked, { token: MASK, greeting: 'hi' });
  });

  it('shows the mask of the server, and a masked file, as a mask', () => {
    const file = { uid: -1, saved: true, size: -1, name: SERVER_MASK, type: 'application/octet-stream' };
    const masked = maskedSettings(config({ token: SERVER_MASK, file, plain: 'x' }), plugin([]));
    assert.deepEqual(masked, { token: MASK, file: MASK, plain: 'x' });
  });

  it('the mask of the server is never sent back', () => {
    assert.throws(() => settingsForm({ config: { host: 'eu', token: SERVER_MASK } }), RangeError);
    assert.doesNotThrow(() => settingsForm({ config: { host: 'eu' } }));
  });

  it('shows that a secret is not set', () => {
    const fields = plugin([
      { key: 'a', secret: true },
      { key: 'b', secret: true },
    ]);
    assert.deepEqual(maskedSettings(config({ a: '', b: null }), fields), { a: '', b: null });
  });

  it('masks what looks like a secret where the settings form is not known', () => {
    const settings = { apiToken: 'a', client_secret: 'b', Password: 'c', apiKey: 'd', host: 'eu' };
    assert.deepEqual(maskedSettings(config(settings), undefined), {
      apiToken: MASK,
      client_secret: MASK,
      Password: MASK,
      apiKey: MASK,
      host: 'eu',
    });
  });

  it('copes with settings that are missing', () => {
    assert.deepEqual(maskedSettings({ ...config({}), config: null }, undefined), {});
  });
});
