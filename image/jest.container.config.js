/** Tests of the image itself: built with buildah over stand-in bases, run in namespaces of the kernel. */
import { shared } from './jest.config.js';

export default {
  ...shared,
  testMatch: ['<rootDir>/test/container/**/*.test.ts'],
  globalSetup: '<rootDir>/test/container/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/container/support/global-teardown.mjs',
  // The containers share two processors with nothing but each other's patience.
  maxWorkers: 1,
  testTimeout: 900_000,
};
