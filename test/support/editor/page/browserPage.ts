import assert from 'node:assert/strict';
import vm from 'node:vm';
import { JSDOM, VirtualConsole, type DOMWindow } from 'jsdom';
import { addLayout } from './layout';

export interface BrowserPageHost {
  /** What the page sends to the extension. */
  readonly receive: (message: unknown) => void;
  /** What it keeps for a reload of the window. */
  readonly keep: (state: unknown) => void;
  /** The editor's menu is asked for, for an element with these context keys. */
  readonly openMenu: (keys: Readonly<Record<string, unknown>>) => void;
}

/** A page of a webview in memory: its HTML with its script, in a window of its own. */
export class BrowserPage {
  readonly window: DOMWindow;
  /** What its script has thrown. */
  readonly errors: Error[] = [];
  private closed = false;

  constructor(html: string, host: BrowserPageHost) {
    const virtualConsole = new VirtualConsole().on('jsdomError', (error) => this.errors.push(error));
    const { markup, script } = apart(html);
    const dom = new JSDOM(markup, {
      url: 'https://webview.test/',
      runScripts: 'outside-only',
      pretendToBeVisual: true,
      virtualConsole,
      beforeParse: (opened) => {
        addLayout(opened);
        addBrowser(opened);
        addEditor(opened, host, () => this.closed);
      },
    });
    this.window = dom.window;
    try {
      script.runInContext(dom.getInternalVMContext());
    } catch (error) {
      this.errors.push(error instanceof Error ? error : new Error(String(error)));
    }
  }

  get document(): Document {
    return this.window.document;
  }

  /** A message of the extension. It arrives later, as in a browser. */
  send(message: unknown): void {
    setImmediate(() => {
      if (!this.closed) {
        const { window } = this;
        const data: unknown = window.JSON.parse(JSON.stringify(message));
        window.dispatchEvent(new window.MessageEvent('message', { data }));
      }
    });
  }

  close(): void {
    this.closed = true;
    this.window.close();
  }
}

const compiled = new Map<string, vm.Script>();

/** The page's script stands in its HTML: reading it there, character by character, and compiling it takes longer than most tests. */
function apart(html: string): { readonly markup: string; readonly script: vm.Script } {
  const [, begin, code, end] = /^([^]*<script [^>]*>)([^]*)(<\/script>[^]*)$/.exec(html) ?? [];
  assert.ok(begin !== undefined && code !== undefined && end !== undefined);
  const script = compiled.get(code) ?? new vm.Script(code, { filename: 'logPanel.js' });
  compiled.set(code, script);
  return { markup: begin + end, script };
}

/** What browsers have and this one does not. */
function addBrowser(window: DOMWindow): void {
  class ResizeObserverInMemory implements ResizeObserver {
    constructor(private readonly callback: ResizeObserverCallback) {}

    observe(): void {
      window.setTimeout(() => this.callback([], this), 0);
    }

    unobserve(): void {
      // Nothing changes its size.
    }

    disconnect(): void {
      // Nothing changes its size.
    }
  }
  class PointerEventInMemory extends window.MouseEvent {
    readonly pointerType: string;

    constructor(type: string, init: PointerEventInit = {}) {
      super(type, init);
      this.pointerType = init.pointerType ?? '';
    }
  }
  Object.assign(window, {
    ResizeObserver: ResizeObserverInMemory,
    PointerEvent: PointerEventInMemory,
    // Nothing is drawn: a frame takes no longer than what is done in it.
    requestAnimationFrame: (paint: FrameRequestCallback) =>
      window.setTimeout(() => paint(window.performance.now()), 0),
    cancelAnimationFrame: (frame: number) => window.clearTimeout(frame),
  });
  Object.assign(window.CSSStyleSheet.prototype, { replaceSync: () => undefined });
}

function addEditor(window: DOMWindow, host: BrowserPageHost, isClosed: () => boolean): void {
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => {
        const text = JSON.stringify(message);
        setImmediate(() => {
          if (!isClosed()) {
            host.receive(JSON.parse(text));
          }
        });
      },
      setState: (state: unknown) => host.keep(JSON.parse(JSON.stringify(state))),
    }),
  });
  window.addEventListener('contextmenu', (event) => {
    const { target } = event;
    const row = target instanceof window.Element ? target.closest('[data-vscode-context]') : null;
    if (!event.defaultPrevented && row) {
      host.openMenu(JSON.parse(row.getAttribute('data-vscode-context') ?? '') as Record<string, unknown>);
    }
  });
}
