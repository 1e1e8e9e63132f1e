// Runs the tests of all workspaces, two at a time where processors and memory allow: much of a test run is waiting. Prints
// the output of a workspace when it is through. Arguments: folders of workspaces; default all.
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';

/** Workspaces by how long their tests take: with the longest first, none is left to wait for alone at the end. */
const LONGEST_FIRST = ['grafana-plugin', 'collector', 'dashboards', 'packages/simulator', 'image', 'packages/test-kit'];

const { workspaces } = JSON.parse(readFileSync('package.json', 'utf8'));
const listed = workspaces
  .flatMap((pattern) =>
    pattern.endsWith('/*') ? readdirSync(dirname(pattern)).map((name) => join(dirname(pattern), name)) : [pattern],
  )
  .filter((folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).scripts?.test !== undefined);
const asked = process.argv.slice(2);
const rank = (workspace) => LONGEST_FIRST.indexOf(workspace) + 1 || Infinity;
const waiting = (asked.length > 0 ? asked : listed).sort((a, b) => rank(a) - rank(b));
const failed = [];
const MIN_BYTES_FOR_TWO = 3.5e9;
const lanes = availableParallelism() > 1 && totalmem() > MIN_BYTES_FOR_TWO ? 2 : 1;

/** Resolves with the exit code; the output is printed in one piece, so that two workspaces do not mix. */
function run(workspace) {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const child = spawn('npm', ['test', '--workspace', workspace], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(output));
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      console.log(`== ${workspace}: ${code === 0 ? 'passed' : 'FAILED'} after ${seconds} s\n`);
      resolve(code);
    });
  });
}

async function runWaiting() {
  for (let workspace = waiting.shift(); workspace !== undefined; workspace = waiting.shift()) {
    console.log(`== ${workspace}: started`);
    if ((await run(workspace)) !== 0) failed.push(workspace);
  }
}

await Promise.all(Array.from({ length: lanes }, runWaiting));
if (failed.length > 0) console.error(`Tests failed in ${failed.join(', ')}`);
process.exit(failed.length > 0 ? 1 : 0);
