import fs from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { keyFormsIn } from './keySearch';
import type { Workbench } from './workbench';

declare global {
  interface Window {
    /** The messages that a page got, as JSON. */
    seenMessages?: string[];
  }
}

/** Looks for a key in a window and in all that it leaves behind. */
export class KeySweep {
  /** What the page asked the network for: method, address, headers and body. */
  private readonly requested: string[] = [];

  private constructor(
    private readonly workbench: Workbench,
    private readonly key: string,
  ) {}

  /** To be called before anything is shown that is to be searched. */
  static async start(workbench: Workbench, key: string): Promise<KeySweep> {
    const sweep = new KeySweep(workbench, key);
    const { page } = workbench;
    await page.context().addInitScript(recordMessages);
    page.on('request', (request) => {
      const { url, headers, body } = {
        url: request.url(),
        headers: JSON.stringify(request.headers()),
        body: request.postData() ?? '',
      };
      sweep.requested.push(`${request.method()} ${url} ${headers} ${body}`);
    });
    return sweep;
  }

  /** Where on screen, or behind it, the key is found now: nowhere, if all is well. */
  async onScreen(): Promise<readonly string[]> {
    const { page, consoleLines } = this.workbench;
    const found: string[] = [];
    for (const frame of page.frames()) {
      const { content, values, messages } = await readFrame(frame);
      const name = frame === page.mainFrame() ? 'the window' : 'a webview';
      found.push(...this.formsIn(`${name}’s document`, content));
      found.push(...this.formsIn(`what is typed in ${name}`, values));
      found.push(...this.formsIn(`a message to ${name}`, messages));
    }
    found.push(...this.formsIn('the console', consoleLines.join('\n')));
    return found;
  }

  /** Where the browser keeps the key for the window in the clear. */
  async inBrowserStorage(): Promise<readonly string[]> {
    const { page } = this.workbench;
    return [
      ...this.formsIn(
        'local storage',
        await page.evaluate(() => JSON.stringify([localStorage, sessionStorage])),
      ),
      ...this.formsIn('the database', await readDatabases(page)),
      ...this.formsIn('cookies', JSON.stringify(await page.context().cookies())),
    ];
  }

  /** What the page of the window asked for with the key in it. */
  inRequests(): readonly string[] {
    return this.requested.flatMap((request) => this.formsIn(request.slice(0, 200), request));
  }

  /** The files below the folders that hold the key, and how many were searched. */
  inFiles(...folders: readonly string[]): { readonly found: readonly string[]; readonly searched: number } {
    const files = folders.flatMap(filesBelow);
    const found = files.flatMap((file) => this.formsIn(file, fs.readFileSync(file)));
    return {
      found: [...found, ...files.flatMap((file) => this.formsIn('a name', file))],
      searched: files.length,
    };
  }

  /** The processes of this machine that were given the key, as far as they may be looked at. */
  inProcesses(): { readonly found: readonly string[]; readonly searched: number } {
    const parts = fs
      .readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((id) => ['cmdline', 'environ'].map((part) => path.join('/proc', id, part)));
    const texts = parts.map((file) => [file, readIfPossible(file)] as const);
    return {
      found: texts.flatMap(([file, text]) => this.formsIn(file, text ?? '')),
      searched: texts.filter(([, text]) => text).length,
    };
  }

  formsIn(place: string, content: string | Buffer): readonly string[] {
    return keyFormsIn(content, this.key).map((form) => `${place}: ${form}`);
  }
}

function recordMessages(): void {
  const seen = (window.seenMessages = []) as string[];
  window.addEventListener('message', ({ data }) => seen.push(JSON.stringify(data)), true);
}

/** A frame can go away while it is read: then it shows nothing. */
async function readFrame(
  frame: Frame,
): Promise<{ readonly content: string; readonly values: string; readonly messages: string }> {
  try {
    return await frame.evaluate(() => ({
      content: document.documentElement.outerHTML,
      values: [...document.querySelectorAll<HTMLInputElement>('input, textarea')]
        .map(({ value }) => value)
        .join('\n'),
      messages: (window.seenMessages ?? []).join('\n'),
    }));
  } catch {
    return { content: '', values: '', messages: '' };
  }
}

function readDatabases(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const texts: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(`${name} cannot be opened`));
      });
      for (const store of database.objectStoreNames) {
        const values = await new Promise<unknown[]>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error(`${store} cannot be read`));
        });
        texts.push(JSON.stringify(values));
      }
      database.close();
    }
    return texts.join('\n');
  });
}

function readIfPossible(file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

export function filesBelow(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
