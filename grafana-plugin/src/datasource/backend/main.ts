/** The program that Grafana starts as `gpx_mesh_observatory_<system>_<processor>`. */
import { chmodSync } from 'node:fs';
import { announcement, isStartedByGrafana, wordsForPeople } from './handshake';
import { connectInstance, createInstances } from './instances';
import { watchParent } from './lifeline';
import { choosePlace } from './listener';
import { createLog } from './log';
import { createMetrics } from './metrics';
import { createServer, listen } from './server';
import { createStreams } from './stream';

/** Put in when the program is bundled. */
declare const PLUGIN_VERSION: string;

/** What is under way gets this long; then the process ends all the same. */
const FAREWELL_MS = 1000;

async function serve(): Promise<void> {
  const log = createLog({ write: (line) => void process.stderr.write(line), now: () => new Date() });
  const place = choosePlace(process.env);
  const streams = createStreams();
  const instances = createInstances({ create: connectInstance, now: Date.now });
  const metrics = createMetrics({
    version: PLUGIN_VERSION,
    instances: () => instances.size,
    streams: () => streams.open,
  });
  const server = createServer({
    instances,
    streams,
    metrics,
    log,
    version: PLUGIN_VERSION,
    now: Date.now,
    onShutdown: () => end('Grafana asked for it', 0),
  });

  let ending = false;
  const end = (reason: string, code: number) => {
    if (ending) {
      return;
    }
    ending = true;
    log.info('Mesh Observatory backend ends', { reason });
    stopWatching();
    instances.close();
    place.remove();
    setTimeout(() => process.exit(code), FAREWELL_MS).unref();
    server.tryShutdown(() => process.exit(code));
    // Streams that only wait for something to happen would wait for ever.
    setImmediate(() => setTimeout(() => server.forceShutdown(), FAREWELL_MS / 4));
  };
  const stopWatching = watchParent({ parent: () => process.ppid, onEnd: (reason) => end(reason, 0) });
  process.on('SIGTERM', () => end('SIGTERM', 0));
  // Ctrl-C reaches the whole group of processes; Grafana then ends its plugins in its own order.
  process.on('SIGINT', () => undefined);
  // Nobody reads any more: Grafana is gone.
  process.stdout.on('error', () => end('standard output is closed', 0));
  process.stderr.on('error', () => end('standard error is closed', 0));
  process.on('uncaughtException', (error) => {
    log.error('Mesh Observatory backend failed; Grafana starts it again', { error: error.stack ?? error.message });
    end('failure', 1);
  });

  const port = await listen(server, place.target);
  if (place.socket !== undefined) {
    chmodSync(place.socket, 0o600);
  }
  const address =
    place.socket === undefined
      ? ({ network: 'tcp', address: `127.0.0.1:${port}` } as const)
      : ({ network: 'unix', address: place.socket } as const);
  process.stdout.write(announcement(address, process.env));
  log.info('Mesh Observatory backend started', { version: PLUGIN_VERSION, node: process.version });
}

if (isStartedByGrafana(process.env)) {
  void serve();
} else {
  process.stderr.write(wordsForPeople);
  process.exitCode = 1;
}
