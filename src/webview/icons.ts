const SVG = 'http://www.w3.org/2000/svg';

/** Lines on a grid of 16 by 16, drawn with the colour of the text around them. */
const DRAWINGS = {
  matchCase: 'M1.5 12l3-8.5 3 8.5M2.5 9.5h4M14 7v5M14 9.5a2.25 2.5 0 1 0-4.5 0 2.25 2.5 0 1 0 4.5 0',
  wholeWord:
    'M6.5 5v5M6.5 7.5a2 2.5 0 1 0-4 0 2 2.5 0 1 0 4 0M9.5 2v8M9.5 7.5a2 2.5 0 1 0 4 0 2 2.5 0 1 0-4 0M1 11.5v2h14v-2',
  regex: 'M3.5 12.5h.01M10 3v7M7 4.75l6 3.5M13 4.75l-6 3.5',
  previous: 'M8 13V3.5M4 7.5l4-4 4 4',
  next: 'M8 3v9.5M4 8.5l4 4 4-4',
  onlyMatches: 'M2 4.5h12M4.5 8.5h7M7 12.5h2',
  searchServer:
    'M2 3.5h11M2 7.5h3.5M2 11.5h3.5M10 6.5a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 1 0 0-5.5M12 11.3l2.5 2.5',
  levels: 'M3 13v-3M8 13V7M13 13V3.5',
  sources: 'M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12.5V15',
  configs: 'M2.5 5.5h8v8h-8zM5.5 5.5v-3h8v8h-3',
  pause: 'M5.5 3v10M10.5 3v10',
  resume: 'M5 3l7.5 5L5 13z',
  clear: 'M2 3.5h11M2 7.5h6M2 11.5h5M9.5 8.5l4.5 4.5M14 8.5L9.5 13',
  wrap: 'M2 3.5h12M2 8h9.5a2.25 2.25 0 0 1 0 4.5H8.5M10.5 10.5l-2 2 2 2M2 12.5h3',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  check: 'M3 8.5l3 3 7-7.5',
  live: 'M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7',
  busy: 'M13 8a5 5 0 1 1-5-5',
  paused: 'M6 4.5v7M10 4.5v7',
  problem: 'M8 2.5l6 11H2zM8 6.5v3.5M8 11.8v.4',
} as const;

export type IconName = keyof typeof DRAWINGS;

/** A drawing beside or instead of words; readers get those. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', DRAWINGS[name]);
  svg.append(path);
  return svg;
}
