/** Mocha's options for all unit tests: two files at a time, each in a process that begins with an editor in memory. */
module.exports = {
  spec: ['test/unit/**/*.test.ts'],
  // Short-lived objects are most of what tests make.
  'node-option': ['import=tsx', 'max-semi-space-size=64'],
  require: ['./test/support/editor/useEditor.ts', './test/unit/rootHooks.ts'],
  parallel: true,
  // One more than processors: some wait.
  jobs: 3,
  timeout: 20_000,
};
