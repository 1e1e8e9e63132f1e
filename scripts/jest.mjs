// Runs jest in the current workspace, with native ES modules where the package is one. With TEST_RESULTS_DIR set, also
// writes the results there, so that whoever runs several suites can add them up.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const jest = createRequire(join(process.cwd(), 'package.json')).resolve('jest/bin/jest');
const results = process.env.TEST_RESULTS_DIR;
const report =
  results === undefined ? [] : ['--json', `--outputFile=${join(results, `${basename(process.cwd())}.json`)}`];
const { type } = JSON.parse(readFileSync('package.json', 'utf8'));
const modules = type === 'module' ? ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'] : [];
const { status } = spawnSync(
  process.execPath,
  // Two workers even on two processors: one would run everything in this process, and thousands of tests in one heap.
  [...modules, jest, '--maxWorkers=2', ...report, ...process.argv.slice(2)],
  { stdio: ['inherit', results === undefined ? 'inherit' : 'ignore', 'inherit'] },
);
process.exit(status ?? 1);
