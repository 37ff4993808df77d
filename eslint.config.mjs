import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The layer rule: what each folder below src may import. Nothing imports upward, and the plain folders never see
 * the editor. `above` lists folders (of src) that must not be imported from `files`.
 */
const PLAIN_FOLDERS = ['api', 'model', 'logs', 'demo'];
const EDITOR_FOLDERS = ['connection', 'views', 'documents', 'commands'];

const mayImport = {
  api: [],
  logs: ['api'],
  model: ['api'],
  demo: [],
  connection: ['api', 'model', 'demo'],
  documents: ['api', 'model', 'connection'],
  views: ['api', 'model', 'logs', 'connection'],
  commands: ['api', 'model', 'logs', 'connection', 'views', 'documents'],
};

const allFolders = [...PLAIN_FOLDERS, ...EDITOR_FOLDERS, 'webview'];
const VSCODE = { name: 'vscode', message: 'This folder is plain TypeScript: it must not know the editor.' };

const layerRules = Object.entries(mayImport).map(([folder, allowed]) => {
  const forbidden = allFolders.filter((other) => other !== folder && !allowed.includes(other));
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: PLAIN_FOLDERS.includes(folder) ? [VSCODE] : [],
          patterns: [
            {
              regex: `^(\\.\\.?/)+(${forbidden.join('|')}|extension)(/|$)`,
              message: `src/${folder} may import only ${allowed.length ? allowed.join(', ') : 'itself'}: see CONTRIBUTING.md, Layers.`,
            },
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ['dist', 'out', 'node_modules', '.vscode-host', '.vscode-test', 'test/golden'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'src/webview/tsconfig.json', 'test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  ...layerRules,
  {
    files: ['src/webview/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [VSCODE],
          patterns: [
            {
              regex:
                '^(\\.\\.?/)+(?!logs/protocol$)(api|model|logs|demo|connection|views|documents|commands|extension)(/|$)',
              message: 'The webview shares only logs/protocol.ts with the rest.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts', 'src/demo/cli.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { globals: { module: 'writable', require: 'readonly' } },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
