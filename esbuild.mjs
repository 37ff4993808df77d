// Builds the bundles that ship. Each is loaded only when it is needed: the extension on activation, the demo server
// when the demo project is asked for, the webview with the first log panel.
import { build } from 'esbuild';
import fs from 'node:fs';
import { thirdPartyNotices } from './scripts/thirdPartyNotices.mjs';

const production = !process.argv.includes('--dev');
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  // The licences of what is bundled stand in one file instead.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};
const node = {
  ...common,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  // Some packages ship a form for browsers as their main one, which cannot be bundled.
  mainFields: ['module', 'main'],
};

/** A page fetches every file through the editor, which takes longer than anything else at its start: one is enough. */
const stylesAsText = {
  name: 'styles as text',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ ...common, entryPoints: [path], write: false, sourcemap: false });
      return { contents: outputFiles[0].text, loader: 'text' };
    }),
};

fs.rmSync('dist', { recursive: true, force: true });
const results = await Promise.all([
  build({
    ...node,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode', './demo.js'],
  }),
  build({ ...node, entryPoints: ['src/demo/server.ts'], outfile: 'dist/demo.js' }),
  build({
    ...common,
    platform: 'browser',
    target: 'chrome128',
    format: 'iife',
    entryPoints: ['src/webview/logPanel.ts'],
    outfile: 'dist/webview/logPanel.js',
    plugins: [stylesAsText],
  }),
]).catch(() => process.exit(1)); // esbuild has printed what is wrong.
const notices = thirdPartyNotices(results.map(({ metafile }) => metafile));
fs.writeFileSync('dist/THIRD-PARTY-NOTICES.txt', `${notices}\n`);
