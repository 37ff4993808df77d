/** Mocha's options for all unit tests: two files at a time, each in a process that begins with an editor in memory. */
module.exports = {
  spec: ['test/unit/**/*.test.ts'],
  'node-option': ['import=tsx'],
  require: ['./test/support/editor/useEditor.ts', './test/unit/rootHooks.ts'],
  parallel: true,
  jobs: 2,
  timeout: 20_000,
};
