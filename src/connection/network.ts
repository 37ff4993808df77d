import type { NetworkOptions } from '../api/dispatcher';
import { Emitter, type Disposable, type Event } from './emitter';

/**
 * A setting of the editor's `http` section as the *user* set it. A workspace's value must never be given here: a
 * folder could send keys through its own proxy.
 */
export type ReadUserSetting = (name: HttpSetting) => unknown;

export const HTTP_SETTINGS = [
  'proxy',
  'noProxy',
  'proxyStrictSSL',
  'proxySupport',
  'systemCertificates',
] as const;
export type HttpSetting = (typeof HTTP_SETTINGS)[number];

export interface NetworkSettingsOptions {
  readonly setting: ReadUserSetting;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The certificates that the operating system trusts, as PEM. Node offers them from 22.15 on; before, none. */
  readonly systemCertificates: () => readonly string[];
  /** The user changed one of the settings. */
  readonly onDidChangeSettings: Event<void>;
}

/** How to reach a host: the user's proxy and certificate settings, and the environment's proxies behind them. */
export class NetworkSettings implements Disposable {
  private readonly changed = new Emitter();
  private readonly subscription: Disposable;
  private systemCa: readonly string[] | undefined;

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(private readonly options: NetworkSettingsOptions) {
    this.subscription = options.onDidChangeSettings(() => this.changed.fire());
  }

  /** The options for one origin. Loopback is the dispatcher's business: it never uses a proxy. */
  optionsFor(origin: string): NetworkOptions {
    const { setting } = this.options;
    const isOff = setting('proxySupport') === 'off';
    const proxy = isOff ? undefined : (nonEmpty(setting('proxy')) ?? this.proxyOfEnvironment(origin));
    return {
      strictSSL: setting('proxyStrictSSL') !== false,
      ...(proxy !== undefined && { proxy, noProxy: this.noProxy() }),
      ...(setting('systemCertificates') !== false && this.certificates()),
    };
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private proxyOfEnvironment(origin: string): string | undefined {
    const names = origin.startsWith('https:') ? ['HTTPS_PROXY', 'HTTP_PROXY'] : ['HTTP_PROXY'];
    return names.map((name) => this.variable(name)).find((value) => value !== undefined);
  }

  private noProxy(): readonly string[] {
    const setting = this.options.setting('noProxy');
    const listed = Array.isArray(setting) ? setting.filter((entry) => typeof entry === 'string') : [];
    return listed.length > 0 ? listed : (this.variable('NO_PROXY') ?? '').split(/[\s,]+/).filter(Boolean);
  }

  private variable(name: string): string | undefined {
    const { env } = this.options;
    return nonEmpty(env[name]) ?? nonEmpty(env[name.toLowerCase()]);
  }

  /** Read once: on some systems it takes a noticeable time, and it changes only when certificates are installed. */
  private certificates(): { readonly ca?: readonly string[] } {
    this.systemCa ??= this.options.systemCertificates();
    return this.systemCa.length > 0 ? { ca: this.systemCa } : {};
  }
}

function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
