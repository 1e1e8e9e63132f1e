/**
 * Makes the stand-ins for the base images in a new folder: make-bases.mjs FOLDER. `npm run test:image` takes them from
 * there when STAND_IN_BASES names the folder, as often as wanted, one at a time. Needs nothing that `npm ci` installs, so
 * that both can run at the same time. Ends with 69 where the tests of the image cannot run.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startDocker } from './support/docker.mjs';
import { removeFolder } from './support/remove-folder.mjs';
import { makeStandInBases } from './support/stand-in-bases.mjs';
import { exitNotRun, exitUnlessAvailable } from './support/tools.mjs';

const [given] = process.argv.slice(2);
if (given === undefined || existsSync(given)) {
  console.error(`make-bases.mjs FOLDER: the folder to make, which must not exist${given ? `: ${given} does` : ''}`);
  process.exit(64);
}
exitUnlessAvailable();
const folder = resolve(given);
mkdirSync(folder, { recursive: true });
const docker = await startDocker(folder).catch((error) => {
  removeFolder(folder);
  exitNotRun(`Docker does not start here: ${error.message}`);
});
process.env.DOCKER_HOST = docker.host;
const downloads = join(folder, 'downloads');
try {
  makeStandInBases(downloads);
} catch (error) {
  await docker.stop();
  removeFolder(folder);
  throw error;
}
await docker.stop();
removeFolder(downloads);
