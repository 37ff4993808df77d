import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { BAIT_COMMAND, BAIT_ICON, BAIT_MARKER } from '../hostileCorpus';

/** What came of strings that were to be nothing but text. */
export interface Findings {
  /** Markers that are set, dialogs, opened windows, elements and handlers that were made. */
  readonly executed: readonly string[];
  /** Requests that had no reason to be made. */
  readonly loaded: readonly string[];
  readonly violations: readonly string[];
}

interface Violation {
  readonly directive: string;
  readonly blocked: string;
  readonly sample: string;
}

declare global {
  interface Window {
    /** Recorded by the page itself, in each of its frames. */
    hostileViolations?: Violation[];
  }
}

/** A server that nobody has a reason to ask; it also serves as the editor's proxy, so that it sees all other hosts. */
export class Bait {
  readonly hits: string[] = [];

  private constructor(private readonly server: http.Server) {
    server.on('request', (request, response) => {
      this.hits.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.writeHead(404).end();
    });
    server.on('connect', (request, socket) => {
      this.hits.push(`CONNECT ${request.url ?? ''}`);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
  }

  static async start(): Promise<Bait> {
    const server = http.createServer();
    const bait = new Bait(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return bait;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Watches a page and all its frames for anything that text must never do. */
export class Watch {
  private readonly requests: string[] = [];
  private readonly events: string[] = [];
  private readonly consoleViolations: string[] = [];

  /** @param bait absent where nothing can ask it */
  constructor(
    private readonly page: Page,
    private readonly bait: Bait,
  ) {
    const own = new URL(page.url()).host;
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (/^(https?|wss?|ftp):$/.test(protocol) && host !== own) {
        this.requests.push(request.url());
      }
    });
    page.on('dialog', (dialog) => {
      this.events.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.context().on('page', (opened) => this.events.push(`page ${opened.url()}`));
    page.on('download', (download) => this.events.push(`download ${download.url()}`));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) {
        this.consoleViolations.push(message.text());
      }
    });
  }

  /** To be run in every frame before its own scripts. */
  static readonly recorder = (): void => {
    window.addEventListener('securitypolicyviolation', (event) => {
      (window.hostileViolations ??= []).push({
        directive: event.effectiveDirective,
        blocked: event.blockedURI,
        sample: event.sample,
      });
    });
  };

  /** Looks through the page as it is now. */
  async findings(): Promise<Findings> {
    const executed = [...this.events];
    const violations = [...this.consoleViolations];
    for (const frame of this.page.frames()) {
      const seen = await frame
        .evaluate(lookThrough, {
          bait: new URL(this.bait.origin).host,
          command: BAIT_COMMAND,
          icon: BAIT_ICON,
          marker: BAIT_MARKER,
        })
        // A frame can go away while it is asked.
        .catch(() => ({ executed: [], violations: [] }));
      executed.push(...seen.executed);
      violations.push(...seen.violations);
    }
    return { executed, loaded: [...this.bait.hits, ...this.requests], violations };
  }
}

/** Runs in a frame: everything in it that a string has become besides text. */
function lookThrough({
  bait,
  command,
  icon,
  marker,
}: {
  readonly bait: string;
  readonly command: string;
  readonly icon: string;
  readonly marker: string;
}): { readonly executed: readonly string[]; readonly violations: readonly string[] } {
  const executed: string[] = [];
  if (marker in window) {
    executed.push(`${marker} is set in ${location.href}`);
  }
  for (const url of window.openedByWorkbench ?? []) {
    executed.push(`opened ${url}`);
  }
  // These hold text that is shown or read out, never run.
  const isText = /^(title|alt|value|placeholder|content|id|class|aria-.*|data-(?!href).*|custom-hover)$/;
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const isBait = value.includes(bait) || value.includes(command) || value.includes(marker);
      if (isBait && !isText.test(name)) {
        executed.push(`<${element.localName} ${name}="${value.slice(0, 200)}">`);
      }
    }
  }
  for (const found of document.querySelectorAll(`.codicon-${icon}`)) {
    executed.push(`icon in ${found.parentElement?.outerHTML.slice(0, 200) ?? ''}`);
  }
  return {
    executed,
    violations: (window.hostileViolations ?? []).map(
      ({ directive, blocked, sample }) => `${directive} blocked ${blocked} ${sample}`,
    ),
  };
}
