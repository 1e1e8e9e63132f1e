/**
 * The backend: units of `src/datasource/backend`, and the built file started by hosts like Grafana; and the archives. Native ES modules, as
 * for the tests in a browser.
 */
module.exports = {
  testMatch: ['<rootDir>/src/datasource/backend/**/*.test.ts', '<rootDir>/test/{backend,package}/**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  maxWorkers: 2,
  // A test that fails may leave a process or a connection behind; the run ends all the same.
  forceExit: true,
  testTimeout: 900_000,
};
