import { createScanner, findNodeAtLocation, parseTree, type Node, type ParseError } from 'jsonc-parser';

import { SERVER_MASK } from '../api/forms';
import { DEEPEST } from '../api/nesting';
import { isRecord } from '../api/record';
import type { SettingField } from '../model/fields';
import { MASK } from '../model/secrets';
import { isFieldRequired } from '../model/settingFields';
import { holdsAttachment, isName, type SettingsContent } from './settingsDocument';
import { sameJson } from '../model/settingsJsonText';

/** What is wrong with a settings document, or with one value in it. */
export type ProblemReason =
  | { readonly kind: 'syntax' }
  | { readonly kind: 'tooDeep'; readonly most: number }
  | { readonly kind: 'wrongType'; readonly expected: 'object' | 'text' | 'boolean' | 'json' }
  | { readonly kind: 'tooLong'; readonly most: number }
  | { readonly kind: 'duplicateKey'; readonly key: string }
  | { readonly kind: 'unknownKey'; readonly key: string }
  | { readonly kind: 'required'; readonly key: string }
  | { readonly kind: 'secretRequired'; readonly key: string }
  | { readonly kind: 'notAChoice'; readonly choices: readonly string[] }
  | { readonly kind: 'attachmentChanged'; readonly key: string }
  | { readonly kind: 'secretRemoved'; readonly key: string }
  | { readonly kind: 'typedSecret'; readonly key: string }
  | { readonly kind: 'misplacedMask' };

export interface Problem {
  readonly reason: ProblemReason;
  /** Whether it keeps the document from being sent. What the server already has like that does not. */
  readonly blocks: boolean;
  readonly offset: number;
  readonly length: number;
}

export interface ParsedContent {
  /** Undefined where the text has no such form at all. */
  readonly content: SettingsContent | undefined;
  readonly problems: readonly Problem[];
  /** Secrets for which a new text stands in the document. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface ParseOptions {
  readonly fields: readonly SettingField[];
  /** Whether the plugin describes its settings at all: else no key can be called unknown. */
  readonly isDescribed: boolean;
  /** What the server has; undefined for a config that is not there yet. */
  readonly base: SettingsContent | undefined;
  /** Whether this server has names and descriptions. */
  readonly hasName: boolean;
}

/** Of PostHog's `name` and `description`, in characters. */
const LONGEST = { name: 400, description: 1000 } as const;

/** Reads a settings document, and finds everything that keeps it from being sent. */
export function parseContent(text: string, options: ParseOptions): ParsedContent {
  if (depthIn(text) > DEEPEST) {
    const problem = {
      reason: { kind: 'tooDeep', most: DEEPEST },
      blocks: true,
      offset: 0,
      length: 1,
    } as const;
    return { content: undefined, problems: [problem], secrets: {} };
  }
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowEmptyContent: false });
  const value = errors.length === 0 ? parsed(text) : undefined;
  if (!tree || !isRecord(value)) {
    return { content: undefined, problems: syntaxProblems(text, tree, errors), secrets: {} };
  }
  return new ContentCheck(tree, value, options).run();
}

class ContentCheck {
  private readonly problems: Problem[] = [];
  private readonly secrets = new Map<string, string>();
  private readonly fields: ReadonlyMap<string, SettingField>;

  constructor(
    private readonly tree: Node,
    private readonly value: Readonly<Record<string, unknown>>,
    private readonly options: ParseOptions,
  ) {
    this.fields = new Map(options.fields.map((field) => [field.key, field]));
  }

  run(): ParsedContent {
    const { name, description, enabled, settings } = this.value;
    this.duplicates(this.tree);
    const known = ['$schema', 'enabled', 'settings', ...(this.options.hasName ? Object.keys(LONGEST) : [])];
    for (const key of Object.keys(this.value).filter((each) => !known.includes(each))) {
      this.add([key], { kind: 'unknownKey', key });
    }
    this.state();
    if (!isRecord(settings)) {
      this.add(settings === undefined ? [] : ['settings'], { kind: 'wrongType', expected: 'object' });
      return { content: undefined, problems: this.problems, secrets: {} };
    }
    this.settings(settings);
    const content = {
      ...(isName(name) && this.options.hasName ? { name } : {}),
      ...(isName(description) && this.options.hasName ? { description } : {}),
      ...(typeof enabled === 'boolean' ? { enabled } : {}),
      settings,
    };
    return { content, problems: this.problems, secrets: Object.fromEntries(this.secrets) };
  }

  private state(): void {
    const { enabled } = this.value;
    if (enabled !== undefined && typeof enabled !== 'boolean') {
      this.add(['enabled'], { kind: 'wrongType', expected: 'boolean' });
    }
    for (const key of ['name', 'description'] as const) {
      const text = this.value[key];
      const former = this.options.base?.[key];
      if (text === undefined || !this.options.hasName || text === former) {
        continue;
      }
      if (typeof text !== 'string') {
        this.add([key], { kind: 'wrongType', expected: 'text' });
      } else if (Array.from(text.trim()).length > LONGEST[key]) {
        this.add([key], { kind: 'tooLong', most: LONGEST[key] });
      }
    }
  }

  private settings(settings: Readonly<Record<string, unknown>>): void {
    const node = findNodeAtLocation(this.tree, ['settings']);
    if (node) {
      this.duplicates(node);
    }
    const former = this.options.base?.settings ?? {};
    for (const [key, value] of Object.entries(settings)) {
      this.setting(key, value, former);
    }
    for (const key of Object.keys(former).filter((each) => !Object.hasOwn(settings, each))) {
      if (holdsAttachment(this.fields.get(key), former[key])) {
        this.add(['settings'], { kind: 'attachmentChanged', key });
      } else if (former[key] === MASK) {
        this.add(['settings'], { kind: 'secretRemoved', key });
      }
    }
    this.required(settings, former);
  }

  private setting(key: string, value: unknown, former: Readonly<Record<string, unknown>>): void {
    const field = this.fields.get(key);
    const path = ['settings', key];
    const isUntouched = Object.hasOwn(former, key) && sameJson(former[key], value);
    if (holdsAttachment(field, former[key])) {
      if (!isUntouched) {
        this.add(path, { kind: 'attachmentChanged', key });
      }
    } else if (field?.secret === true || former[key] === MASK) {
      this.secret(key, value, former[key], isUntouched);
    } else if (value === MASK || value === SERVER_MASK) {
      this.add(path, { kind: 'misplacedMask' });
    } else if (field) {
      this.typed(path, field, value, isUntouched);
    } else if (this.options.isDescribed && !Object.hasOwn(former, key)) {
      this.add(path, { kind: 'unknownKey', key });
    }
  }

  private secret(key: string, value: unknown, former: unknown, isUntouched: boolean): void {
    const path = ['settings', key];
    if (isUntouched) {
      return;
    }
    if (value === MASK || value === SERVER_MASK) {
      this.add(path, { kind: 'misplacedMask' });
    } else if (value === '' || value === null) {
      if (former === MASK) {
        this.add(path, { kind: 'secretRemoved', key });
      }
    } else if (typeof value === 'string') {
      this.secrets.set(key, value);
      this.add(path, { kind: 'typedSecret', key }, false);
    } else {
      this.add(path, { kind: 'wrongType', expected: 'text' });
    }
  }

  private typed(path: readonly string[], field: SettingField, value: unknown, isUntouched: boolean): void {
    if (value === null || value === '') {
      return; // not set: `required` tells where it has to be
    }
    if (field.type === 'json') {
      if (typeof value === 'string' && parsed(value) === undefined) {
        this.add(path, { kind: 'wrongType', expected: 'json' }, !isUntouched);
      }
    } else if (field.type === 'choice' && field.choices.length > 0) {
      if (typeof value !== 'string' || !field.choices.includes(value)) {
        this.add(path, { kind: 'notAChoice', choices: field.choices }, !isUntouched);
      }
    } else if ((field.type === 'string' || field.type === 'choice') && typeof value !== 'string') {
      this.add(path, { kind: 'wrongType', expected: 'text' }, !isUntouched);
    }
  }

  private required(
    settings: Readonly<Record<string, unknown>>,
    former: Readonly<Record<string, unknown>>,
  ): void {
    for (const field of this.options.fields) {
      if (!isFieldRequired(field, settings) || isSet(own(settings, field.key))) {
        continue;
      }
      const path = Object.hasOwn(settings, field.key) ? ['settings', field.key] : ['settings'];
      if (field.secret || field.type === 'attachment') {
        // Neither is entered in the document, so its lack does not keep the rest from being saved.
        this.add(path, { kind: 'secretRequired', key: field.key }, false);
      } else {
        const was = this.options.base && isFieldRequired(field, former) && !isSet(own(former, field.key));
        this.add(path, { kind: 'required', key: field.key }, !was);
      }
    }
  }

  private duplicates(node: Node): void {
    const seen = new Set<unknown>();
    for (const { children } of node.children ?? []) {
      const key = children?.[0];
      if (key && seen.has(key.value)) {
        const reason = { kind: 'duplicateKey', key: String(key.value) } as const;
        this.problems.push({ reason, blocks: true, offset: key.offset, length: key.length });
      }
      seen.add(key?.value);
    }
  }

  private add(path: readonly string[], reason: ProblemReason, blocks = true): void {
    const node = path.length === 0 ? this.tree : findNodeAtLocation(this.tree, [...path]);
    // Of a whole object only the key is marked, and of the document its first character.
    const marked = node?.type === 'object' ? (node.parent?.children?.[0] ?? node) : (node ?? this.tree);
    this.problems.push({
      reason,
      blocks,
      offset: marked.offset,
      length: marked === this.tree ? 1 : marked.length,
    });
  }
}

function own(values: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** The server treats a missing value, `null` and `""` alike where it asks whether one is set. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** How deep brackets are in each other: the parser of trees fails beyond some thousand levels, and so does the editor. */
function depthIn(text: string): number {
  const scanner = createScanner(text, true);
  let [depth, deepest] = [0, 0];
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const token = text[scanner.getTokenOffset()];
    depth += token === '{' || token === '[' ? 1 : token === '}' || token === ']' ? -1 : 0;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function syntaxProblems(
  text: string,
  tree: Node | undefined,
  errors: readonly ParseError[],
): readonly Problem[] {
  const [error] = errors;
  if (error) {
    return [{ reason: { kind: 'syntax' }, blocks: true, offset: error.offset, length: error.length || 1 }];
  }
  return [
    {
      reason: tree && tree.type !== 'object' ? { kind: 'wrongType', expected: 'object' } : { kind: 'syntax' },
      blocks: true,
      offset: tree?.offset ?? 0,
      length: Math.max(1, Math.min(tree?.length ?? 1, text.length)),
    },
  ];
}
