import type { NetworkOptions } from '../api/dispatcher';
import type { ProxyOptions } from '../api/proxy';
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
  'proxyAuthorization',
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
    const proxy = setting('proxySupport') === 'off' ? {} : this.proxy(origin);
    const isEncrypted = [origin, proxy.proxy].some((url) => /^https:/i.test(url ?? ''));
    return {
      strictSSL: setting('proxyStrictSSL') !== false,
      ...proxy,
      ...(isEncrypted && setting('systemCertificates') !== false && this.certificates()),
    };
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** As in the editor: the settings before the environment, and one noProxy, not both. */
  private proxy(origin: string): ProxyOptions {
    const proxy = nonEmpty(this.options.setting('proxy'));
    const found =
      proxy === undefined ? this.proxyOfEnvironment(origin) : { proxy, proxySource: 'http.proxy' };
    const proxyAuthorization = nonEmpty(this.options.setting('proxyAuthorization'));
    return found === undefined
      ? {}
      : { ...found, ...(proxyAuthorization && { proxyAuthorization }), noProxy: this.noProxy() };
  }

  private proxyOfEnvironment(origin: string): ProxyOptions | undefined {
    const names = [...(origin.startsWith('https:') ? ['https_proxy'] : []), 'http_proxy', 'all_proxy'];
    for (const name of names.flatMap(bothCases)) {
      const proxy = nonEmpty(this.options.env[name]);
      if (proxy !== undefined) {
        return { proxy, proxySource: name };
      }
    }
    return undefined;
  }

  private noProxy(): readonly string[] {
    const { setting, env } = this.options;
    const value = setting('noProxy');
    const listed = Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
    const variables = bothCases('no_proxy').map((name) => nonEmpty(env[name]));
    return listed.length > 0
      ? listed
      : (variables.find((found) => found !== undefined) ?? '').split(/[\s,]+/).filter(Boolean);
  }

  /** Read once: on some systems it takes a noticeable time, and it changes only when certificates are installed. */
  private certificates(): { readonly ca?: readonly string[] } {
    this.systemCa ??= this.options.systemCertificates();
    return this.systemCa.length > 0 ? { ca: this.systemCa } : {};
  }
}

/** Which of the two wins where both are set: the lower one, as in the editor and in curl. */
function bothCases(name: string): readonly string[] {
  return [name, name.toUpperCase()];
}

function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
