import {
  commands,
  EventEmitter,
  FileChangeType,
  FilePermission,
  FileSystemError,
  FileType,
  Uri,
  workspace,
  type FileChangeEvent,
  type FileStat,
} from 'vscode';

import type { Clock } from '../api/clock';
import { retrievePluginConfig } from '../api/pluginConfigs';
import type { Projects } from '../connection/projects';
import { DOCUMENT_SCHEME } from '../ids';
import { comparable } from '../model/comparable';
import { escapedJson } from '../model/oneLine';
import { jsonFileName, safeFileName } from '../model/safeFileName';
import { maskedConfig } from '../model/secrets';
import { FrontendDocuments } from './frontendDocuments';
import { LogSnapshots } from './logSnapshots';

export type DocumentKind = 'json' | 'compared' | 'frontend';

const ENDINGS: Readonly<Record<DocumentKind, string>> = {
  json: '.json',
  compared: '.compared.json',
  frontend: '.frontend.js',
};
const LOG_ENDING = '.log';

/** `posthog-plugin:/<connection>/<config id>/<name><ending>`: the name is for the tab only. */
export function documentUri(connectionId: string, configId: number, name: string, kind: DocumentKind): Uri {
  // With `.settings` or `.compared` before its ending it would be another document.
  return uriOf([connectionId, String(configId), jsonFileName(name, String(configId)) + ENDINGS[kind]]);
}

/** `posthog-plugin:/<connection>/<config ids, joined by +>/<name>.log` */
function logUri(connectionId: string, configIds: readonly number[], name: string): Uri {
  return uriOf([connectionId, configIds.join('+'), safeFileName(name, 'log') + LOG_ENDING]);
}

function uriOf(segments: readonly string[]): Uri {
  return Uri.from({ scheme: DOCUMENT_SCHEME, path: `/${segments.join('/')}` });
}

interface Address {
  readonly connectionId: string;
  readonly configId: number;
  readonly kind: DocumentKind;
}

function parse(uri: Uri): Address | undefined {
  const match = /^\/([^/]+)\/(\d+)\/[^/]+$/.exec(uri.path);
  // The longer endings first: each of them ends as a shorter one does.
  const kind = (['frontend', 'compared', 'json'] as const).find((one) => uri.path.endsWith(ENDINGS[one]));
  return match?.[1] !== undefined && kind
    ? { connectionId: match[1], configId: Number(match[2]), kind }
    : undefined;
}

/**
 * Read-only documents of plugin configs: the object as the server has it, secrets masked, and the source of a front
 * end, which is only ever shown. They are read from the server each time the editor asks for them. Logs are what a panel
 * showed at one moment: they are held until they are closed, and gone after a reload of the window.
 */
export class PluginDocuments {
  private readonly changed = new EventEmitter<FileChangeEvent[]>();
  /** As they were read last, until they are closed. */
  private readonly contents = new Map<string, { readonly bytes: Uint8Array; readonly mtime: number }>();
  /** What documents are to show next without being read from the server once more. */
  private readonly unread = new Map<string, Uint8Array>();
  private readonly logs = new LogSnapshots();
  private readonly frontends: FrontendDocuments;
  private readonly subscription = workspace.onDidCloseTextDocument(({ uri }) => {
    this.contents.delete(uri.toString());
    this.unread.delete(uri.toString());
  });

  readonly onDidChangeFile = this.changed.event;

  constructor(
    private readonly projects: Projects,
    private readonly clock: Clock,
  ) {
    this.frontends = new FrontendDocuments(projects, clock, (uri, text) => this.takeFrontend(uri, text));
  }

  /** Opens a text as a log document. @param name what its tab is called, without ending */
  async openLog(
    connectionId: string,
    configIds: readonly number[],
    name: string,
    bytes: Uint8Array,
  ): Promise<void> {
    const uri = logUri(connectionId, configIds, name);
    this.logs.add(uri, bytes, this.clock.now());
    this.changed.fire([{ type: FileChangeType.Changed, uri }]);
    try {
      await commands.executeCommand('vscode.open', uri, { preview: false });
    } catch (error) {
      this.logs.remove(uri);
      throw error;
    }
  }

  async stat(uri: Uri): Promise<FileStat> {
    const log = this.logs.stat(uri);
    if (log) {
      return log;
    }
    const { bytes, mtime } = this.contents.get(uri.toString()) ?? (await this.read(uri));
    return { type: FileType.File, ctime: 0, mtime, size: bytes.length, permissions: FilePermission.Readonly };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    const unread = this.unread.get(uri.toString());
    this.unread.delete(uri.toString());
    return this.logs.read(uri) ?? unread ?? (await this.read(uri)).bytes;
  }

  /**
   * Reads a document from the server before it is opened, so that a failure can be told in words.
   *
   * @throws ApiError
   */
  async load(uri: Uri): Promise<void> {
    const address = parse(uri);
    if (address) {
      this.unread.set(uri.toString(), (await this.fetch(uri, address)).bytes);
      this.changed.fire([{ type: FileChangeType.Changed, uri }]);
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.frontends.dispose();
    this.logs.dispose();
    this.changed.dispose();
  }

  /** A file that cannot be read now is unavailable, never missing: the editor would close its tab. */
  private async read(uri: Uri): Promise<{ readonly bytes: Uint8Array; readonly mtime: number }> {
    const address = parse(uri);
    if (!address) {
      throw FileSystemError.FileNotFound(uri);
    }
    try {
      return await this.fetch(uri, address);
    } catch (error) {
      throw FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
    }
  }

  private async fetch(
    uri: Uri,
    address: Address,
  ): Promise<{ readonly bytes: Uint8Array; readonly mtime: number }> {
    this.unread.delete(uri.toString());
    const text =
      address.kind === 'frontend' ? await this.frontends.text(uri, address) : await this.json(address);
    return this.keep(uri, text);
  }

  private keep(uri: Uri, text: string): { readonly bytes: Uint8Array; readonly mtime: number } {
    const content = { bytes: new TextEncoder().encode(text), mtime: this.clock.now() };
    this.contents.set(uri.toString(), content);
    return content;
  }

  private async json({ connectionId, configId, kind }: Address): Promise<string> {
    const api = await this.projects.api(connectionId);
    const config = await retrievePluginConfig(api, configId);
    const plugin = this.projects.plugin(connectionId, config);
    const masked = withoutSchema(maskedConfig(config, plugin));
    return `${escapedJson(kind === 'compared' ? comparable(masked) : masked, 2)}\n`;
  }

  /** The editor asks again as soon as it hears of the change: it is given what was read just now. */
  private takeFrontend(uri: Uri, text: string): void {
    const { bytes } = this.keep(uri, text);
    this.unread.set(uri.toString(), bytes);
    this.changed.fire([{ type: FileChangeType.Changed, uri }]);
  }
}

/**
 * The object with another key in the place of `$schema`, which looks the same: the editor loads what stands under it at
 * the top of a JSON file. PostHog sends none.
 */
function withoutSchema(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key === '$schema' ? '$\u200bschema' : key, value]),
  );
}
