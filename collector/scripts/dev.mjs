// Compiles on change and restarts the collector with the new code.
import { spawn } from 'node:child_process';

const run = (...args) => spawn(process.execPath, args, { stdio: 'inherit' });
const compiler = run(
  '../node_modules/typescript/bin/tsc',
  '-p',
  'tsconfig.build.json',
  '--watch',
  '--preserveWatchOutput',
);
const collector = run('--enable-source-maps', '--watch', 'dist/main.js');
process.on('SIGINT', () => undefined); // both children get the terminal's Ctrl-C themselves
collector.on('exit', () => compiler.kill());
