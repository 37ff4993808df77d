import fs from 'node:fs';
import path from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;

/** User settings under which the workbench opens nothing, asks nothing and calls nobody of its own accord. */
export const QUIET_SETTINGS: Settings = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'window.commandCenter': false,
  'window.confirmBeforeClose': 'never',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Writes user settings into a profile's `User` folder. The workbench reads them when a window is loaded. */
export function writeUserSettings(userDir: string, settings: Settings): void {
  fs.mkdirSync(userDir, { recursive: true });
  fs.writeFileSync(path.join(userDir, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** Where the browser-served VS Code keeps its user's settings. */
export function userDirOf(serverDataDir: string): string {
  return path.join(serverDataDir, 'data', 'User');
}
