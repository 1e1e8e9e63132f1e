/** Tests in a real browser, against a real collector. Native ES modules, because the preview's server is one. */
module.exports = {
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  globalSetup: '<rootDir>/test/browser/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/browser/support/global-teardown.mjs',
  // The suites share one collector and one browser.
  maxWorkers: 2,
  testTimeout: 900_000,
};
