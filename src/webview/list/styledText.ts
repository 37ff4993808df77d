/** Text with what is styled and what is found in it, as `protocol.ts` describes. */
export interface StyledText {
  readonly text: string;
  readonly runs: readonly number[];
  readonly hits: readonly number[];
}

/** A stretch of text that looks the same throughout: UTF-16 units from `from` to before `to`. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly style: number;
  readonly hit: boolean;
}

/** Cuts text where its style or what is found changes. What is styled or found twice counts once. */
export function segments({ text, runs, hits }: StyledText): readonly Segment[] {
  const cuts = new Set([0, text.length]);
  forEachSpan(runs, 3, (from, to) => cuts.add(from).add(to));
  forEachSpan(hits, 2, (from, to) => cuts.add(from).add(to));
  const places = [...cuts].filter((cut) => cut <= text.length).sort((a, b) => a - b);
  const made: Segment[] = [];
  let run = 0;
  let hit = 0;
  for (let at = 0; at + 1 < places.length; at++) {
    const from = places[at] ?? 0;
    const to = places[at + 1] ?? 0;
    run = firstBeyond(runs, 3, run, from);
    hit = firstBeyond(hits, 2, hit, from);
    made.push({
      from,
      to,
      style: (runs[run] ?? Infinity) <= from ? (runs[run + 2] ?? 0) : 0,
      hit: (hits[hit] ?? Infinity) <= from,
    });
  }
  return made;
}

/** A part of a text, with its own places. */
export function sliceStyled(whole: StyledText, from: number, to: number): StyledText {
  return {
    text: whole.text.slice(from, to),
    runs: sliceSpans(whole.runs, 3, from, to),
    hits: sliceSpans(whole.hits, 2, from, to),
  };
}

/** The classes of a style; the style sheet gives them the colours of the terminal. */
export function styleClasses(style: number): string {
  const flags = style >> 10;
  const inverted = (flags & 16) !== 0;
  const foreground = style & 31;
  const background = (style >> 5) & 31;
  const classes = inverted
    ? [`fg-${background || 'background'}`, `bg-${foreground || 'foreground'}`]
    : [...(foreground ? [`fg-${foreground}`] : []), ...(background ? [`bg-${background}`] : [])];
  for (const [flag, name] of FLAGS) {
    if (flags & flag) {
      classes.push(name);
    }
  }
  return classes.join(' ');
}

const FLAGS: readonly (readonly [number, string])[] = [
  [1, 'bold'],
  [2, 'dim'],
  [4, 'italic'],
  [8, 'underlined'],
  [32, 'struck'],
];

/** Shows styled text in an element, which keeps its one text node where nothing is styled. */
export function showStyled(target: HTMLElement, styled: StyledText): void {
  if (styled.runs.length === 0 && styled.hits.length === 0) {
    target.textContent = styled.text;
    return;
  }
  target.replaceChildren(...segments(styled).map((segment) => styledNode(styled.text, segment)));
}

function styledNode(text: string, { from, to, style, hit }: Segment): Node {
  const part = text.slice(from, to);
  if (!hit && style === 0) {
    return document.createTextNode(part);
  }
  const made = document.createElement(hit ? 'mark' : 'span');
  made.className = styleClasses(style);
  made.textContent = part;
  return made;
}

function forEachSpan(
  spans: readonly number[],
  stride: number,
  visit: (from: number, to: number) => void,
): void {
  for (let at = 0; at + 1 < spans.length; at += stride) {
    visit(spans[at] ?? 0, spans[at + 1] ?? 0);
  }
}

/** The first span, from the one at `at` on, that does not end before or at `place`. */
function firstBeyond(spans: readonly number[], stride: number, at: number, place: number): number {
  let next = at;
  while (next < spans.length && (spans[next + 1] ?? 0) <= place) {
    next += stride;
  }
  return next;
}

function sliceSpans(spans: readonly number[], stride: number, from: number, to: number): readonly number[] {
  const part: number[] = [];
  let at = firstSpan(spans, stride, from);
  for (; at < spans.length && (spans[at] ?? 0) < to; at += stride) {
    const start = Math.max(from, spans[at] ?? 0) - from;
    const end = Math.min(to, spans[at + 1] ?? 0) - from;
    if (end > start) {
      part.push(start, end, ...spans.slice(at + 2, at + stride));
    }
  }
  return part;
}

/** Like `firstBeyond`, by halving: spans are in order. */
function firstSpan(spans: readonly number[], stride: number, place: number): number {
  let low = 0;
  let high = Math.floor(spans.length / stride);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle * stride + 1] ?? 0) <= place) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low * stride;
}
