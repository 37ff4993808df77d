import type { DOMWindow } from 'jsdom';

/** Pixels: the list shows 40 rows, and a line that is not wrapped has room for 100 characters. */
const LIST_HEIGHT = 800;
const ROW_HEIGHT = 20;
const CHARACTER_WIDTH = 8;
const COLUMNS = 100;
const PAGE_WIDTH = 1000;

/**
 * A page in memory has no layout. This stands in for as much of it as the log panel reads, in plain numbers: rows of one
 * height, messages as high as they have lines. How things look is for test/ui.
 */
export function addLayout(window: DOMWindow): void {
  const { HTMLElement } = window;
  const scrolled = new WeakMap<HTMLElement, number>();
  const define = (name: string, get: (element: HTMLElement) => number): void => {
    Object.defineProperty(HTMLElement.prototype, name, {
      configurable: true,
      get(this: HTMLElement) {
        return get(this);
      },
    });
  };
  define('clientHeight', (element) => (isList(element) ? LIST_HEIGHT : heightOf(element)));
  define('offsetHeight', heightOf);
  define('offsetWidth', () => PAGE_WIDTH / 10);
  define('clientWidth', (element) =>
    element.classList.contains('message') ? COLUMNS * CHARACTER_WIDTH : PAGE_WIDTH,
  );
  Object.defineProperty(HTMLElement.prototype, 'scrollTop', {
    configurable: true,
    get(this: HTMLElement) {
      return scrolled.get(this) ?? 0;
    },
    set(this: HTMLElement, top: number) {
      const end = Math.max(0, contentHeight(this) - this.clientHeight);
      const now = Math.max(0, Math.min(Math.round(top), end));
      if (now !== this.scrollTop) {
        scrolled.set(this, now);
        window.setTimeout(() => this.dispatchEvent(new window.Event('scroll')), 0);
      }
    },
  });
  HTMLElement.prototype.checkVisibility = function (this: HTMLElement) {
    return this.isConnected && this.closest('[hidden]') === null;
  };
  HTMLElement.prototype.getBoundingClientRect = function (this: HTMLElement) {
    const list = this.closest<HTMLElement>('#log-list');
    const top = Number.parseFloat(this.style.top || '0') - (isList(this) ? 0 : (list?.scrollTop ?? 0));
    const height = isList(this) ? LIST_HEIGHT : heightOf(this);
    const width = this.classList.contains('sample') ? CHARACTER_WIDTH * textOf(this).length : PAGE_WIDTH;
    return { x: 0, y: top, left: 0, top, width, height, right: width, bottom: top + height } as DOMRect;
  };
}

function isList(element: HTMLElement): boolean {
  return element.id === 'log-list';
}

function contentHeight(element: HTMLElement): number {
  const content = element.querySelector<HTMLElement>(':scope > .content');
  return Number.parseFloat(content?.style.height ?? '0') || 0;
}

function heightOf(element: HTMLElement): number {
  return ROW_HEIGHT * linesOf(element);
}

function linesOf(element: HTMLElement): number {
  if (element.matches('.block.json')) {
    return element.querySelectorAll('.json-line').length;
  }
  if (element.matches('.block')) {
    const lines = textOf(element).replace(/\n$/, '').split('\n');
    return lines.reduce((sum, line) => sum + wrappedLines(line), 0);
  }
  if (element.matches('.log-row.expanded')) {
    const blocks = [...element.querySelectorAll<HTMLElement>('.block')];
    return Math.max(
      1,
      blocks.reduce((sum, block) => sum + linesOf(block), 0),
    );
  }
  if (element.matches('.wrap .log-row.measured')) {
    return wrappedLines(textOf(element.querySelector('.message')));
  }
  return 1;
}

function wrappedLines(line: string): number {
  return Math.max(1, Math.ceil(line.length / COLUMNS));
}

function textOf(element: Element | null): string {
  return element?.textContent ?? '';
}
