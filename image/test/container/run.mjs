/**
 * Runs the tests of the image. They need root on Linux, Docker with Compose, and mmdebstrap; what is missing is installed
 * where apt can. Where that is impossible the tests say so and end with 69: not run is neither passed nor failed.
 * The stand-ins for the base images come from the folder of make-bases.mjs that STAND_IN_BASES names; without one, or when
 * they could not be made there, they are made now.
 * With TEST_RESULTS_DIR set, also writes the results there.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PATH } from './support/commands.mjs';
import { startDocker } from './support/docker.mjs';
import { removeFolder } from './support/remove-folder.mjs';
import { composeCommand, exitNotRun, exitUnlessAvailable } from './support/tools.mjs';

/** Resolves with the exit code of the tests. Ctrl-C reaches them too, and ends here only after they have ended. */
function runJest(environment) {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const results = process.env.TEST_RESULTS_DIR;
  const report = results === undefined ? [] : ['--json', `--outputFile=${join(results, 'image-container.json')}`];
  const flags = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'];
  const child = spawn(
    process.execPath,
    [...flags, jest, '-c', 'jest.container.config.js', ...report, ...process.argv.slice(2)],
    {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      env: { ...process.env, ...environment },
      stdio: ['inherit', results === undefined ? 'inherit' : 'ignore', 'inherit'],
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

async function main() {
  exitUnlessAvailable();
  const bases = process.env.STAND_IN_BASES;
  if (bases !== undefined && !existsSync(bases)) delete process.env.STAND_IN_BASES;
  const folder = mkdtempSync(join(tmpdir(), 'mesh-observatory-image-'));
  try {
    const docker = await startDocker(folder, process.env.STAND_IN_BASES).catch((error) => {
      removeFolder(folder);
      exitNotRun(`Docker does not start here: ${error.message}`);
    });
    try {
      const compose = composeCommand().join(' ');
      return await runJest({ PATH, DOCKER_HOST: docker.host, IMAGE_TEST_FOLDER: folder, COMPOSE_COMMAND: compose });
    } finally {
      await docker.stop();
    }
  } finally {
    removeFolder(folder);
  }
}

process.exit(await main());
