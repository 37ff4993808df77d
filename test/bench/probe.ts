import type { ListState, PanelCounts, PanelFrames, Probe } from './probeTypes';

/** Runs in the page of every frame from its beginning on: sees what is painted, and when. */

const ROWS = '.log-row[data-key]';
/** What is looked out for from the beginning of a page on: the first rows, and what stands in an empty panel. */
const APPEARING = [ROWS, '.empty-panel'];
const PATIENCE_MS = 60_000;
/** A page is written within this time. */
const BEGINNING_MS = 20_000;

let counts: PanelCounts | undefined;
let kept: unknown;
const appeared = new Map<string, number>();
let root: Element | undefined;
let nextFrame = 0;
let isWatchingRows = false;
const firstPainted = new Map<string, number>();
let frames: number[] | undefined;
let tasks: number[] = [];
let lastFrame = 0;
const afterFrame = new MessageChannel();
const waiting = new Set<() => void>();

const probe: Probe = {
  counts: () => counts,
  kept: () => kept,
  appearedAt: async (selector) => {
    await whenPainted(() => appeared.has(selector), PATIENCE_MS);
    return appeared.get(selector) ?? NaN;
  },
  whenPainted: async (selector, text, timeoutMs) => whenPainted(() => shows(selector, text), timeoutMs),
  whenComplete: async (key, takenIn, timeoutMs) =>
    whenPainted(() => list().keys.at(-1) === key && holdsAll(takenIn), timeoutMs),
  whenFiltered: async (filter, count, keys, timeoutMs) => {
    const holds = (): boolean => stateSays(count) && endsLike(keys);
    if (holds()) {
      throw new Error(`"${filter}" changes nothing`);
    }
    const start = Date.now();
    type(filter);
    return (await whenPainted(holds, timeoutMs)) - start;
  },
  firstPainted: () => Object.fromEntries(firstPainted),
  watchRows: (on) => {
    isWatchingRows = on;
    firstPainted.clear();
  },
  startFrames: () => {
    frames = [];
    tasks = [];
    lastFrame = 0;
  },
  stopFrames: (): PanelFrames => {
    const result = { frames: frames ?? [], tasks };
    frames = undefined;
    return result;
  },
  list,
  scrollTo: (fraction) => {
    const element = document.querySelector('#log-list');
    if (element) {
      element.scrollTop = fraction * (element.scrollHeight - element.clientHeight);
    }
  },
};
window.benchProbe = probe;

function whenPainted(holds: () => boolean, timeoutMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const end = Date.now() + timeoutMs;
    const look = (): void => {
      if (holds()) {
        waiting.delete(look);
        resolve(Date.now());
      } else if (Date.now() > end) {
        waiting.delete(look);
        reject(new Error(`not painted within ${String(timeoutMs)} ms: ${describe()}`));
      }
    };
    waiting.add(look);
  });
}

function describe(): string {
  const { keys } = list();
  const state = document.querySelector('#state')?.textContent ?? '';
  return JSON.stringify({ ...counts, first: keys[0], last: keys.at(-1), state });
}

/** What a task finds that was posted in a frame's callbacks is on screen: they, and layout and paint, are over. */
function look(): void {
  for (const selector of APPEARING) {
    if (!appeared.has(selector) && document.querySelector(selector)) {
      appeared.set(selector, Date.now());
    }
  }
  for (const check of [...waiting]) {
    check();
  }
  if (isWatchingRows) {
    const now = Date.now();
    for (const row of document.querySelectorAll<HTMLElement>(ROWS)) {
      const key = row.dataset.key ?? '';
      if (!firstPainted.has(key)) {
        firstPainted.set(key, now);
      }
    }
  }
}

function everyFrame(now: number): void {
  if (frames) {
    if (lastFrame > 0) {
      frames.push(now - lastFrame);
    }
    lastFrame = now;
  }
  if (waiting.size > 0 || isWatchingRows || appeared.size === 0) {
    afterFrame.port2.postMessage(null);
  }
  nextFrame = requestAnimationFrame(everyFrame);
}

function onMessage({ data }: MessageEvent<unknown>): void {
  if (typeof data !== 'object' || data === null || !('type' in data)) {
    return;
  }
  if (data.type === 'update') {
    const numberOf = (name: string): number => Number(Reflect.get(data, name) ?? NaN);
    counts = { entries: numberOf('entries'), evicted: numberOf('evicted'), total: numberOf('total') };
  } else if (data.type === 'keep' && 'state' in data) {
    kept = data.state;
  }
}

/** The rows in sight, top to bottom. */
function list(): ListState {
  const element = document.querySelector('#log-list');
  if (!element) {
    return { keys: [], fills: false };
  }
  const view = element.getBoundingClientRect();
  const rows = [...element.querySelectorAll<HTMLElement>(ROWS)]
    .map((row) => ({ key: row.dataset.key ?? '', box: row.getBoundingClientRect() }))
    .filter(({ box }) => box.bottom > view.top + 1 && box.top < view.bottom - 1)
    .sort((a, b) => a.box.top - b.box.top);
  const height = rows.reduce((sum, { box }) => sum + box.height, 0);
  return { keys: rows.map(({ key }) => key), fills: height >= 0.8 * view.height };
}

function holdsAll(takenIn: number): boolean {
  return counts !== undefined && counts.entries + counts.evicted === takenIn && stateSays(counts.entries);
}

function shows(selector: string, text: string): boolean {
  return [...document.querySelectorAll(selector)].some((element) =>
    element.textContent.replaceAll('\u00a0', ' ').includes(text),
  );
}

function stateSays(count: number): boolean {
  const wanted = new RegExp(`(^|[^\\d.,])${count.toLocaleString()}($|[^\\d.,])`);
  const texts = document.evaluate('//*[@id="state"]//text()', document);
  for (let text = texts.iterateNext(); text; text = texts.iterateNext()) {
    if (wanted.test(text.textContent ?? '')) {
      return true;
    }
  }
  return false;
}

/** Whether the rows in sight are the last of these. */
function endsLike(keys: readonly string[]): boolean {
  const shown = list().keys;
  return shown.length > 0 && shown.join() === keys.slice(-shown.length).join();
}

function type(filter: string): void {
  const box = document.querySelector<HTMLInputElement>('#filter');
  if (box) {
    box.value = filter;
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
}

/** The editor writes a webview's page into the frame anew, which takes listeners and frame callbacks away. */
function begin(): void {
  if (document.documentElement !== root) {
    root = document.documentElement;
    window.addEventListener('message', onMessage);
    cancelAnimationFrame(nextFrame);
    nextFrame = requestAnimationFrame(everyFrame);
  }
}

afterFrame.port1.onmessage = look;
new PerformanceObserver((entries) => {
  tasks.push(...entries.getEntries().map(({ duration }) => duration));
}).observe({ type: 'longtask', buffered: false });
begin();
const beginning = setInterval(begin, 4);
setTimeout(() => clearInterval(beginning), BEGINNING_MS);
