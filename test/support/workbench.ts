import fs from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import manifest from '../../package.json';
import { PROJECT_ROOT } from '../../scripts/projectRoot';
import { eventually } from './eventually';
import { keepSecrets, VIEWPORT } from './host/browser';
import { Driver } from './host/driver';
import { VsCodeServer } from './host/server';
import { QUIET_SETTINGS, userDirOf, writeUserSettings, type Settings } from './host/settings';
import { DRIVER_FILE_VARIABLE } from './driver-ext/protocol';
import { Modal, Toasts } from './page/notifications';
import { QuickInput } from './page/quickInput';
import { StatusBar } from './page/statusBar';
import { THEME_CLASSES, themeId, type Theme } from './page/themes';
import { TreeView } from './page/treeView';
import type { UiSession } from './uiSession';

/** Timeout of a single wait, in milliseconds: far above what is needed, since the machine may be busy. */
const PATIENCE_MS = 30_000;
const START_PATIENCE_MS = 90_000;

export const EXTENSION_ID = `${manifest.publisher}.${manifest.name}`;

export interface WorkbenchOptions {
  /** User settings on top of the quiet ones. */
  readonly settings?: Settings;
  /** Environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that the window opens; an empty one unless given. */
  readonly folder?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/**
 * One window of the real VS Code with the packaged extension installed, with a server and user data of its own: no
 * test sees what another left behind. Open it with `openWorkbench`.
 */
export class Workbench {
  readonly tree: TreeView;
  readonly quickInput: QuickInput;
  readonly toasts: Toasts;
  readonly modal: Modal;
  readonly statusBar: StatusBar;
  /** What the extension host and the page wrote to the console, for the time being and for failures. */
  readonly consoleLines: string[] = [];

  private constructor(
    private readonly session: UiSession,
    private readonly server: VsCodeServer,
    private readonly context: BrowserContext,
    readonly page: Page,
    readonly driver: Driver,
    /** Where the window keeps its settings, state and logs. */
    readonly dataDir: string,
  ) {
    this.tree = new TreeView(page);
    this.quickInput = new QuickInput(page);
    this.toasts = new Toasts(page);
    this.modal = new Modal(page);
    this.statusBar = new StatusBar(page, EXTENSION_ID);
    page.on('console', (message) => this.consoleLines.push(message.text()));
  }

  static async open(session: UiSession, options: WorkbenchOptions = {}): Promise<Workbench> {
    const dataDir = session.makeFolder('data');
    writeUserSettings(userDirOf(dataDir), {
      ...QUIET_SETTINGS,
      'workbench.colorTheme': themeId(session.host, 'dark'),
      ...options.settings,
    });
    const driverFile = path.join(dataDir, 'driver.json');
    const server = await VsCodeServer.start(session.host, {
      dataDir,
      extensionsDir: session.extensionsDir,
      env: { ...options.env, [DRIVER_FILE_VARIABLE]: driverFile },
    });
    const context = await session.browser.newContext({
      viewport: options.viewport ?? VIEWPORT,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(PATIENCE_MS);
    await keepSecrets(context);
    await context.addInitScript(recordOpenedWindows);
    const workbench = new Workbench(
      session,
      server,
      context,
      await context.newPage(),
      new Driver(driverFile),
      dataDir,
    );
    await workbench.page.goto(server.windowUrl({ folder: options.folder ?? session.makeFolder('folder') }));
    await workbench.ready();
    return workbench;
  }

  /** Reloads the window, as "Developer: Reload Window" does. Secrets and stored state outlive it. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    // Only the command makes VS Code store which editors are open. It never answers: its extension host is gone.
    void this.driver.command('workbench.action.reloadWindow').catch(() => undefined);
    this.driver.forget();
    await loaded;
    await this.ready();
  }

  /** Runs a command through the palette, by its title below the product's category. */
  async runCommand(title: string): Promise<void> {
    await this.quickInput.runCommand(`PostHog Plugins: ${title}`);
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.driver.setting('workbench.colorTheme', themeId(this.session.host, theme));
    await this.page.locator(`.monaco-workbench.${THEME_CLASSES[theme]}`).waitFor();
  }

  async clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Agrees to VS Code's question whether to open a website, and answers its address. Nothing is opened. */
  async openedExternally(): Promise<string> {
    await this.modal.click('Open');
    return this.openedWebsite();
  }

  /** The address of the last website that was opened; for addresses on this machine VS Code does not ask first. */
  async openedWebsite(): Promise<string> {
    return eventually('a website is opened', () =>
      this.page.evaluate(() => window.openedByWorkbench?.at(-1)),
    );
  }

  /** The document of the visible webview that has an element for `selector`. */
  async webview(selector: string): Promise<Frame> {
    return eventually(
      `a webview shows ${selector}`,
      async () => {
        for (const frame of this.page.frames()) {
          if (frame !== this.page.mainFrame() && (await isShown(frame, selector))) {
            return frame;
          }
        }
        return undefined;
      },
      { timeoutMs: PATIENCE_MS },
    );
  }

  /** The titles of the open editors, left to right. */
  async tabs(): Promise<readonly string[]> {
    return this.page.locator('.part.editor .tab .label-name').allInnerTexts();
  }

  /** The visible lines of the active text editor. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.part.editor .editor-group-container.active .monaco-editor .view-line');
    await lines.first().waitFor();
    const texts = await lines.evaluateAll((elements) =>
      elements
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return texts.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Saves a picture of the window as NAME.png: below out/, or where `npm run screenshots` wants it. */
  async screenshot(name: string): Promise<void> {
    const folder = process.env.SCREENSHOTS_DIR ?? path.join(PROJECT_ROOT, 'out', 'screenshots');
    await this.page.screenshot({
      path: path.join(folder, `${name}.png`),
      animations: 'disabled',
      caret: 'hide',
    });
  }

  /** The same picture in each of the given themes, as NAME-THEME.png. Ends in the dark theme. */
  async screenshots(
    name: string,
    themes: readonly Theme[] = ['light', 'high-contrast', 'dark'],
  ): Promise<void> {
    for (const theme of themes) {
      await this.setTheme(theme);
      await this.screenshot(`${name}-${theme}`);
    }
    await this.setTheme('dark');
  }

  /** Leaves a picture and the console below out/failures. */
  async saveFailure(name: string): Promise<void> {
    const file = path.join(PROJECT_ROOT, 'out', 'failures', name);
    await this.page.screenshot({ path: `${file}.png` });
    fs.writeFileSync(`${file}.log`, this.consoleLines.join('\n'));
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.server.stop();
  }

  private async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: START_PATIENCE_MS });
    await this.driver.ready();
  }
}

declare global {
  interface Window {
    /** The addresses that the workbench wanted to open, since nothing is to be opened in a test. */
    openedByWorkbench?: string[];
  }
}

function recordOpenedWindows(): void {
  window.open = (url) => {
    (window.openedByWorkbench ??= []).push(String(url));
    return null;
  };
}

/** A frame can go away while it is asked. */
async function isShown(frame: Frame, selector: string): Promise<boolean> {
  try {
    const element = await frame.frameElement();
    return (await element.isVisible()) && (await frame.locator(selector).count()) > 0;
  } catch {
    return false;
  }
}
