import type { ConnectedWindow } from './editor/connectedWindow';
import type { Document } from './editor/documents';

/** Adds plugin configs in a window. */
export class Adding {
  constructor(private readonly connected: ConnectedWindow) {}

  /** Opens the unsaved document of a new config of a plugin. */
  async open(plugin: string): Promise<Document> {
    const { window } = this.connected;
    window.runCommand('Add Plugin Config…');
    await window.quickInput.pick(plugin);
    return this.document(plugin);
  }

  /** The document of a new config, once it is shown. */
  document(name: string): Promise<Document> {
    return this.connected.window.document(new RegExp(`/new/\\d+/${name}\\.settings\\.json$`));
  }

  /** Puts another content in the place of the one that was offered. */
  write(document: Document, content: unknown): void {
    this.connected.window.type(document, JSON.stringify(content));
  }

  /** How many creates were sent, whether or not they arrived. */
  get sent(): number {
    return this.connected.proxy.requests.filter(({ method }) => method === 'POST').length;
  }
}
