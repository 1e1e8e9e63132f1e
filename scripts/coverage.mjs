// Runs the collector's unit and integration tests, prints the share of its lines that they run in each folder, and fails
// when the whole is below the minimum. The collectors that tests start count too, with their threads.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import coverage from 'istanbul-lib-coverage';

/** Percent of the lines of `collector/src`. */
const MINIMUM = 99;
/** The reliability tests kill their collectors, which leaves no coverage. */
const SUITES = ['unit', 'integration'];

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'collector/src');
const compiled = join(root, 'collector/dist');
const results = join(root, 'coverage');
const [ofTests, ofProcesses, raw] = ['tests', 'processes', 'raw'].map((folder) => join(results, folder));

function run(script, args, options) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit', ...options });
  if (status !== 0) process.exit(status ?? 1);
}

function measure() {
  rmSync(results, { recursive: true, force: true });
  run(join(root, 'scripts/jest.mjs'), ['--selectProjects', ...SUITES, '--coverage', `--coverageDirectory=${ofTests}`], {
    cwd: join(root, 'collector'),
    env: { ...process.env, COLLECTOR_COVERAGE_DIR: raw },
  });
  // Processes run what was compiled; c8 maps it back to the sources.
  const c8 = createRequire(import.meta.url).resolve('c8/bin/c8.js');
  const options = { 'temp-directory': raw, 'reports-dir': ofProcesses, reporter: 'json', include: 'collector/src/**' };
  run(c8, ['report', '--exclude-after-remap', ...Object.entries(options).map(([name, value]) => `--${name}=${value}`)]);
  const map = coverage.createCoverageMap();
  for (const folder of [ofTests, ofProcesses])
    map.merge(JSON.parse(readFileSync(join(folder, 'coverage-final.json'), 'utf8')));
  return map;
}

/** A source that compiles to nothing: no test can run a line of it. */
const isOnlyTypes = (file) =>
  readFileSync(file.replace(sources, compiled).replace(/\.ts$/, '.js'), 'utf8').startsWith('export {};');

const map = measure();
map.filter((file) => !isOnlyTypes(file));
const total = map.getCoverageSummary();
const folders = new Map();
for (const file of map.files()) {
  const folder = relative(root, dirname(file));
  if (!folders.has(folder)) folders.set(folder, coverage.createCoverageSummary());
  folders.get(folder).merge(map.fileCoverageFor(file).toSummary());
}

const print = (name, { lines }) =>
  console.log(`${lines.pct.toFixed(2).padStart(6)} % of ${String(lines.total).padStart(5)} lines  ${name}`);
for (const [folder, summary] of [...folders].sort(([a], [b]) => a.localeCompare(b))) print(folder, summary);
print('total', total);
if (total.lines.pct < MINIMUM) {
  console.error(`The tests run ${total.lines.pct} % of the collector's lines; the minimum is ${MINIMUM} %.`);
  process.exit(1);
}
