import type { Highlighter, MessagePiece } from './messageText';
import { styledText } from './printable';

/** Longer messages are not looked into. */
const MAX_UNITS = 65_536;
/** Commas and brackets: each makes a line or two, which are shown at once. */
const MAX_PARTS = 5000;
/** Deeper levels are not moved further right. */
const MAX_INDENT = 40;

/**
 * Where JSON begins that goes on to the end of a message: the message itself, or what follows some words.
 *
 * @returns undefined where there is none, or nothing in it to lay out, or more than can be shown at once
 */
export function jsonStart(message: string): number | undefined {
  if (
    message.length > MAX_UNITS ||
    !/[}\]]\s*$/.test(message.slice(-100)) ||
    countParts(message) > MAX_PARTS
  ) {
    return undefined;
  }
  const starts = [message.indexOf('{'), message.indexOf('[')].filter((at) => at >= 0).sort((a, b) => a - b);
  return starts.find((start) => {
    try {
      const value: unknown = JSON.parse(message.slice(start));
      return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
    } catch {
      return false;
    }
  });
}

function countParts(message: string): number {
  let parts = 0;
  for (let at = 0; at < message.length; at++) {
    const code = message.charCodeAt(at);
    parts += code === 0x2c || code === 0x7b || code === 0x5b ? 1 : 0;
  }
  return parts;
}

/** A message with its JSON laid out, in one piece, fit to show; undefined where it holds none. */
export function jsonPiece(message: string, highlighter: Highlighter): MessagePiece | undefined {
  const laidOut = layOutJson(message);
  if (laidOut === undefined) {
    return undefined;
  }
  const piece = styledText(laidOut, 0);
  return { from: 0, to: message.length, ...piece, hits: highlighter.hits(piece.text).flat() };
}

/** A string, a bracket or separator, or anything else but white space. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * The JSON at the end of a message over lines, two spaces a level, with what stands before it left as it is. Numbers,
 * strings and the order of keys are those of the message: nothing is read and written anew.
 *
 * @returns undefined where there is none
 */
export function layOutJson(message: string): string | undefined {
  const start = jsonStart(message);
  if (start === undefined) {
    return undefined;
  }
  let text = message.slice(0, start);
  let depth = 0;
  let isOpen = false;
  for (const [token] of message.slice(start).matchAll(tokens)) {
    if (token === '}' || token === ']') {
      depth--;
      text += isOpen ? token : lineBreak(depth) + token;
      isOpen = false;
      continue;
    }
    if (isOpen) {
      text += lineBreak(depth);
      isOpen = false;
    }
    text += token === ',' ? `,${lineBreak(depth)}` : token === ':' ? ': ' : token;
    if (token === '{' || token === '[') {
      depth++;
      isOpen = true;
    }
  }
  return text;
}

function lineBreak(depth: number): string {
  return `\n${'  '.repeat(Math.min(depth, MAX_INDENT))}`;
}
