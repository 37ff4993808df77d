import { FakeSecretStore, FakeStateStore } from '../fakeStores';
import { defaultSetting } from './manifest';
import { EventEmitter } from './values';

/** What of an editor outlives a window: stored state, secrets and settings. */
export class Profile {
  readonly global = new FakeStateStore();
  readonly workspace = new FakeStateStore();
  readonly secrets = new FakeSecretStore();
  readonly settings: Settings;

  constructor(settings: Readonly<Record<string, unknown>> = {}) {
    this.settings = new Settings(settings);
  }
}

/** Where a setting is set. */
type Scope = 'user' | 'workspace';

export class Settings {
  private readonly values: Readonly<Record<Scope, Map<string, unknown>>>;
  readonly changed = new EventEmitter<{ affectsConfiguration: (section: string) => boolean }>();

  constructor(user: Readonly<Record<string, unknown>>) {
    this.values = { user: new Map(Object.entries(user)), workspace: new Map() };
  }

  set(name: string, value: unknown, scope: Scope = 'user'): void {
    this.values[scope].set(name, value);
    this.changed.fire({
      affectsConfiguration: (section) => name === section || name.startsWith(`${section}.`),
    });
  }

  get(name: string): unknown {
    const { globalValue, workspaceValue, defaultValue } = this.inspect(name);
    return workspaceValue ?? globalValue ?? defaultValue;
  }

  inspect(name: string): { globalValue: unknown; workspaceValue: unknown; defaultValue: unknown } {
    return {
      globalValue: this.values.user.get(name),
      workspaceValue: this.values.workspace.get(name),
      defaultValue: defaultSetting(name),
    };
  }
}
