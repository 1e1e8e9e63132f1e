/** Jest runs native ES modules: `@meshtastic/protobufs` and `aedes` exist in no other form. */
const project = (displayName, testMatch, extra = {}) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  ...extra,
});

export default {
  projects: [
    project('unit', ['<rootDir>/test/unit/**/*.test.ts']),
    project('integration', ['<rootDir>/test/integration/**/*.test.ts']),
    project('reliability', ['<rootDir>/test/reliability/**/*.test.ts']),
  ],
  // A hang is to end, and nothing else: a busy Raspberry Pi needs its time.
  testTimeout: 900_000,
  coverageProvider: 'v8',
  coverageReporters: ['json'],
  collectCoverageFrom: ['src/**/*.ts', '!**/*.d.ts'],
};
