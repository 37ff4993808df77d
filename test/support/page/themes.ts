import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { Host } from '../../../scripts/setupHost';

export const THEMES = ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const;
export type Theme = (typeof THEMES)[number];

/** The class that the workbench has while a theme of a kind is on. */
export const THEME_CLASSES: Readonly<Record<Theme, string>> = {
  dark: 'vs-dark',
  light: 'vs',
  'high-contrast': 'hc-black',
  'high-contrast-light': 'hc-light',
};

const ENDINGS: Readonly<Record<Theme, string>> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'High Contrast',
  'high-contrast-light': 'High Contrast Light',
};

const MANIFEST = v.object({ contributes: v.object({ themes: v.array(v.object({ id: v.string() })) }) });

/** The setting's value for a theme: the ids differ between VS Code releases, so they are read from the host. */
export function themeId(host: Host, theme: Theme): string {
  const file = path.join(host.vscodeDir, 'extensions', 'theme-defaults', 'package.json');
  const { contributes } = v.parse(MANIFEST, JSON.parse(fs.readFileSync(file, 'utf8')));
  const id = contributes.themes
    .map((entry) => entry.id)
    .find((candidate) => candidate.endsWith(ENDINGS[theme]));
  if (id === undefined) {
    throw new Error(`VS Code ${host.version} has no theme for ${theme}`);
  }
  return id;
}
