/**
 * Runs the tests of the image. They need root on Linux, buildah and mmdebstrap; what is missing is installed where apt
 * can. Where that is impossible the tests say so and end with 69: not run is neither passed nor failed.
 * With STAND_IN_BASES set, takes the stand-ins for the base images from that folder of make-bases.mjs; otherwise makes them.
 * With TEST_RESULTS_DIR set, also writes the results there.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitUnlessAvailable } from './support/tools.mjs';

exitUnlessAvailable();

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const results = process.env.TEST_RESULTS_DIR;
const report = results === undefined ? [] : ['--json', `--outputFile=${join(results, 'image-container.json')}`];
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    jest,
    '-c',
    'jest.container.config.js',
    ...report,
    ...process.argv.slice(2),
  ],
  {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: ['inherit', results === undefined ? 'inherit' : 'ignore', 'inherit'],
  },
);
process.exit(status ?? 1);
