/**
 * Makes the stand-ins for the base images in a new folder: make-bases.mjs FOLDER. `npm run test:image` takes them from
 * there when STAND_IN_BASES names the folder, as often as wanted. Needs nothing that `npm ci` installs, so that both can
 * run at the same time. Ends with 69 where the tests of the image cannot run.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { removeFolder } from './support/remove-folder.mjs';
import { makeStandInBases } from './support/stand-in-bases.mjs';
import { exitUnlessAvailable } from './support/tools.mjs';

const [folder] = process.argv.slice(2);
if (folder === undefined || existsSync(folder)) {
  console.error(`make-bases.mjs FOLDER: the folder to make, which must not exist${folder ? `: ${folder} does` : ''}`);
  process.exit(64);
}
exitUnlessAvailable();
try {
  await makeStandInBases(resolve(folder));
} catch (error) {
  await removeFolder(resolve(folder));
  throw error;
}
