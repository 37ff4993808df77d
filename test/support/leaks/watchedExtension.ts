import { createRequire } from 'node:module';
import path from 'node:path';
import type * as vscode from 'vscode';
import { census, type Census } from './census';
import { OwnedHandles } from './ownedHandles';

const load = createRequire(__filename);

interface ExtensionModule {
  readonly activate: (context: vscode.ExtensionContext) => unknown;
}

/**
 * An extension of this host whose parts and handles can be looked at, and that can be ended as the editor ends it. It has
 * to be made before the extension is activated: it loads the extension's module, and hears of its activation.
 */
export class WatchedExtension {
  private readonly handles: OwnedHandles;
  private context: vscode.ExtensionContext | undefined;

  /** @throws Error when the extension is active already, or its main file is no module with `activate` */
  constructor(extension: vscode.Extension<unknown>) {
    if (extension.isActive) {
      throw new Error('The extension is active already.');
    }
    const { main } = extension.packageJSON as { readonly main: string };
    const file = load.resolve(path.join(extension.extensionPath, main));
    this.handles = new OwnedHandles(path.dirname(file));
    // The editor loads the main file through the same cache.
    const loaded = loadModule(file);
    const { activate } = loaded.exports as ExtensionModule;
    loaded.exports = {
      ...(loaded.exports as ExtensionModule),
      activate: (context: vscode.ExtensionContext) => {
        this.context = context;
        return activate(context);
      },
    };
  }

  /** Timers, sockets and servers of the extension, by kind. */
  get handleCounts(): Readonly<Record<string, number>> {
    return this.handles.counts;
  }

  /** The same, each with the place where it was made. */
  get handleList(): readonly string[] {
    return this.handles.list;
  }

  /** What is held by all parts that the extension has registered. */
  census(): Census {
    return census({ subscriptions: this.registered });
  }

  /** Ends all parts, in the order in which the editor does when it deactivates an extension. */
  end(): void {
    for (const part of this.registered) {
      part.dispose();
    }
  }

  private get registered(): readonly { dispose(): unknown }[] {
    if (!this.context) {
      throw new Error('The extension was not activated, or not through its main file.');
    }
    return this.context.subscriptions;
  }
}

function loadModule(file: string): NodeJS.Module {
  load(file);
  const loaded = load.cache[file];
  if (!loaded) {
    throw new Error(`${file} is not in the cache of modules.`);
  }
  return loaded;
}
