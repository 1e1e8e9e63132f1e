// Runs jest in the current workspace with native ES modules. With TEST_RESULTS_DIR set, also writes the results there,
// so that whoever runs several suites can add them up.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const jest = createRequire(join(process.cwd(), 'package.json')).resolve('jest/bin/jest.js');
const results = process.env.TEST_RESULTS_DIR;
const report =
  results === undefined ? [] : ['--json', `--outputFile=${join(results, `${basename(process.cwd())}.json`)}`];
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', jest, ...report, ...process.argv.slice(2)],
  { stdio: ['inherit', results === undefined ? 'inherit' : 'ignore', 'inherit'] },
);
process.exit(status ?? 1);
