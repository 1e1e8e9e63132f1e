/**
 * `node scripts/run-jest.mjs backend`: runs `jest.backend.config.js`, with native ES modules. With TEST_RESULTS_DIR set,
 * also writes the results there.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [suite, ...rest] = process.argv.slice(2);
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const results = process.env.TEST_RESULTS_DIR;
const report = results === undefined ? [] : ['--json', `--outputFile=${join(results, `grafana-plugin-${suite}.json`)}`];
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    jest,
    '-c',
    `jest.${suite}.config.js`,
    ...report,
    ...rest,
  ],
  { stdio: ['inherit', results === undefined ? 'inherit' : 'ignore', 'inherit'] },
);
process.exit(status ?? 1);
