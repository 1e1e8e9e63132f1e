/** Runs the browser tests. With TEST_RESULTS_DIR set, also writes their results there. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const results = process.env.TEST_RESULTS_DIR;
const report = results === undefined ? [] : ['--json', `--outputFile=${join(results, 'grafana-plugin-browser.json')}`];
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    jest,
    '-c',
    'jest.browser.config.js',
    ...report,
    ...process.argv.slice(2),
  ],
  { stdio: ['inherit', results === undefined ? 'inherit' : 'ignore', 'inherit'] },
);
process.exit(status ?? 1);
