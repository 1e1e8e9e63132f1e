/**
 * A Docker daemon for the tests, with images, containers and volumes of its own: nothing of another daemon of this machine
 * is touched, and its firewall is left alone.
 */
import { spawn, spawnSync } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PATH } from './commands.mjs';

/**
 * Starts it in a folder, with its images in `store`; resolves with how to reach and how to end it, rejects with its last
 * words when it ends.
 */
export async function startDocker(folder, store = folder) {
  const host = `unix://${join(folder, 'docker.sock')}`;
  const logFile = join(folder, 'dockerd.log');
  const log = openSync(logFile, 'w');
  // Of its own too: the file of this machine says what is not meant for this daemon.
  const settings = join(folder, 'docker.json');
  writeFileSync(settings, '{}');
  const daemon = spawn(
    'dockerd',
    [
      ...['--host', host, '--data-root', join(store, 'docker'), '--exec-root', join(folder, 'exec')],
      ...['--pidfile', join(folder, 'docker.pid'), '--config-file', settings],
      // For a containerd that this machine runs already.
      ...['--containerd-namespace', basename(folder), '--containerd-plugins-namespace', `${basename(folder)}-plugins`],
      ...['--bridge', 'none', '--iptables=false', '--ip-forward=false', '--ip-masq=false'],
    ],
    { env: { ...process.env, PATH }, stdio: ['ignore', log, log] },
  );
  const ended = new Promise((resolve) => {
    daemon.once('error', resolve);
    daemon.once('exit', resolve);
  });
  const stop = async () => {
    daemon.kill('SIGTERM');
    await ended;
  };
  const answers = () =>
    spawnSync('docker', ['info'], { env: { ...process.env, PATH, DOCKER_HOST: host }, stdio: 'ignore' }).status === 0;
  for (let attempt = 0; attempt < 120 && daemon.exitCode === null && daemon.pid !== undefined; attempt++) {
    if (answers()) return { host, stop };
    await Promise.race([ended, pause(500)]);
  }
  if (daemon.pid !== undefined) await stop();
  throw new Error(readFileSync(logFile, 'utf8').trim().split('\n').at(-1));
}
