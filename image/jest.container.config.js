/** Tests of the image itself: built and run by Docker over stand-ins for the base images. */
import { shared } from './jest.config.js';

export default {
  ...shared,
  testMatch: ['<rootDir>/test/container/**/*.test.ts'],
  globalSetup: '<rootDir>/test/container/support/global-setup.mjs',
  // The containers share two processors with nothing but each other's patience.
  maxWorkers: 1,
  testTimeout: 900_000,
};
