// Builds the bundles that ship. Each is loaded only when it is needed: the extension on activation, the demo server
// when the demo project is asked for, the webview with the first log panel.
//
// node esbuild.mjs [--dev] [--watch] [FOLDER]: into dist/ unless told otherwise; --dev for readable code with source maps,
// --watch to build again whenever a file changes, until it is interrupted.
import { build, context } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { thirdPartyNotices } from './scripts/thirdPartyNotices.mjs';

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const [folder = 'dist'] = process.argv.slice(2).filter((argument) => !flags.includes(argument));
const production = !flags.includes('--dev');
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

/** What was built on the way, and is inside of something else. */
const innerResults = [];

/** A page fetches every file through the editor, which takes longer than anything else at its start: one is enough. */
const stylesAsText = {
  name: 'styles as text',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const inner = await build({ ...common, entryPoints: [file], write: false, sourcemap: false });
      innerResults.push(inner);
      return { contents: inner.outputFiles[0].text, loader: 'text' };
    }),
};

fs.rmSync(folder, { recursive: true, force: true });
const bundles = [
  {
    ...node,
    entryPoints: ['src/extension.ts'],
    outfile: path.join(folder, 'extension.js'),
    external: ['vscode', './demo.js'],
  },
  { ...node, entryPoints: ['src/demo/server.ts'], outfile: path.join(folder, 'demo.js') },
  {
    ...common,
    platform: 'browser',
    target: 'chrome128',
    format: 'iife',
    entryPoints: ['src/webview/logPanel.ts'],
    outfile: path.join(folder, 'webview', 'logPanel.js'),
    plugins: [stylesAsText],
  },
];

if (flags.includes('--watch')) {
  for (const bundle of bundles) {
    await (await context({ ...bundle, logLevel: 'info' })).watch();
  }
} else {
  const results = await Promise.all(bundles.map((bundle) => build(bundle))).catch(() => process.exit(1)); // esbuild has printed what is wrong.
  const notices = thirdPartyNotices([...results, ...innerResults].map(({ metafile }) => metafile));
  fs.writeFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), `${notices}\n`);
}
