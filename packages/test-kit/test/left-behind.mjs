// A program that fails after it has started a child and made a folder, and says what they were.
import { spawnProgram } from '../dist/child-process.js';
import { temporaryFolder } from '../dist/temporary-folder.js';

const { path } = temporaryFolder();
const { pid } = spawnProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
process.stdout.write(JSON.stringify({ pid, path }));
process.exit(1);
