import assert from 'node:assert/strict';
import path from 'node:path';
import { ESLint } from 'eslint';

const root = path.resolve(__dirname, '../..');

/** A real file of each folder, since the type-aware rules know no others. */
const cases: readonly (readonly [string, string, boolean])[] = [
  ['src/api/clock.ts', 'vscode', false],
  ['src/api/clock.ts', '../model/serial', false],
  ['src/logs/items.ts', '../api/schemas', true],
  ['src/logs/items.ts', '../views/nodes', false],
  ['src/model/serial.ts', '../api/clock', true],
  ['src/model/serial.ts', '../connection/connection', false],
  ['src/demo/random.ts', '../api/clock', false],
  ['src/connection/connection.ts', '../model/serial', true],
  ['src/connection/connection.ts', '../views/nodes', false],
  ['src/views/nodes.ts', 'vscode', true],
  ['src/views/nodes.ts', '../commands/targets', false],
  ['src/commands/targets.ts', '../extension', false],
  ['src/webview/list/time.ts', '../../logs/protocol', true],
  ['src/webview/list/time.ts', '../../logs/items', false],
];

describe('the layer rule', function () {
  this.timeout(120_000);
  // Where CI is set, typescript-eslint would read each file from the disk once and not look at the text given here.
  const parserOptions = { disallowAutomaticSingleRunInference: true };
  const eslint = new ESLint({ cwd: root, overrideConfig: { languageOptions: { parserOptions } } });

  for (const [file, imported, allowed] of cases) {
    it(`${file} ${allowed ? 'may' : 'must not'} import ${imported}`, async () => {
      const text = `import type * as imported from '${imported}';\nexport type Imported = typeof imported;\n`;
      const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
      const broken = result?.messages.some(
        ({ ruleId }) => ruleId === '@typescript-eslint/no-restricted-imports',
      );
      assert.equal(broken, !allowed, JSON.stringify(result?.messages));
    });
  }
});
