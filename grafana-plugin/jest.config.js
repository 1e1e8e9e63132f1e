// Tests must not depend on where they run.
process.env.TZ = 'UTC';

const base = require('./.config/jest.config');
const [swc] = Object.values(base.transform);

module.exports = {
  ...base,
  setupFiles: ['<rootDir>/jest-polyfill.js'],
  // Several dependencies of @grafana/ui 13 ship ES modules only, some of them as `.mjs`.
  transform: { '^.+\\.m?[tj]sx?$': swc },
  transformIgnorePatterns: [],
  restoreMocks: true,
  // The backend runs in Node.js, not in a browser: jest.backend.config.js.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/src/datasource/backend/'],
  // Rendering Grafana's own components is slow on small machines.
  testTimeout: 900_000,
};
