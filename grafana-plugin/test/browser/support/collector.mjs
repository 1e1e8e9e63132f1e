/** A real collector in its own process, with the simulated mesh and a database that nobody keeps. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const START_MS = 240_000;
const main =
  process.env['COLLECTOR_MAIN'] ?? join(import.meta.dirname, '..', '..', '..', '..', 'collector', 'dist', 'main.js');

/**
 * @typedef {object} Collector
 * @property {string} url
 * @property {number} brokerPort of the embedded MQTT broker
 * @property {() => Promise<void>} stop
 */

/**
 * Resolves when the history of the simulated mesh is there.
 * @param {Record<string, string>} [environment]
 * @returns {Promise<Collector>}
 */
export async function startCollector(environment = {}) {
  if (!existsSync(main)) {
    throw new Error(`There is no collector at ${main}. Build it first: npm run build -w collector`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'mesh-observatory-browser-'));
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      LOG_FORMAT: 'json',
      PORT: '0',
      EMBEDDED_BROKER_PORT: '0',
      DATABASE_PATH: join(folder, 'mesh.db'),
      SIMULATE: 'nodes=60,seed=7,history=6',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await untilReady(child)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child */
function untilReady(child) {
  return /** @type {Promise<{ url: string, brokerPort: number }>} */ (
    new Promise((resolve, reject) => {
      let errors = '';
      const late = setTimeout(
        () => reject(new Error(`The collector was not ready after ${START_MS / 1000} s. ${errors}`)),
        START_MS,
      );
      /** @type {{ url: string, brokerPort: number } | undefined} */
      let address;
      child.stderr.on('data', (chunk) => (errors += chunk));
      child.once('exit', (code) => {
        clearTimeout(late);
        reject(new Error(`The collector ended with ${code}. ${errors}`));
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const entry = line.startsWith('{') ? JSON.parse(line) : {};
        if (entry.event === 'collector.started') {
          address = { url: entry.http, brokerPort: entry.embeddedBrokerPort };
        }
        if (entry.event === 'simulation.history_stored' && address !== undefined) {
          clearTimeout(late);
          resolve(address);
        }
      });
    })
  );
}
