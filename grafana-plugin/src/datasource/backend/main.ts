/** The program that Grafana starts as `gpx_mesh_observatory_<system>_<processor>`. */
import { chmodSync } from 'node:fs';
import { announcement, isStartedByGrafana, USAGE } from './handshake';
import { connectInstance, createInstances } from './instances';
import { resolveListenAddress } from './listener';
import { createLog } from './log';
import { createMetrics } from './metrics';
import { watchParent } from './parentWatchdog';
import { createServer, listen } from './server';

/** Defined by the bundler. */
declare const PLUGIN_VERSION: string;

/** Calls under way may take this long after a request to end. */
const SHUTDOWN_GRACE_MS = 1000;

async function serve(): Promise<void> {
  const log = createLog({ write: (line) => void process.stderr.write(line), now: () => new Date() });
  const listenAddress = resolveListenAddress(process.env);
  const instances = createInstances({ create: connectInstance, now: Date.now });
  const metrics = createMetrics({
    version: PLUGIN_VERSION,
    instances: () => instances.size,
  });
  const server = createServer({
    instances,
    metrics,
    log,
    version: PLUGIN_VERSION,
    now: Date.now,
    onShutdown: () => shutDown('Grafana asked for it', 0),
  });

  let shuttingDown = false;
  const shutDown = (reason: string, code: number) => {
    if (shuttingDown) {
      return;
    }
    shuttingDown = true;
    log.info('Mesh Observatory backend ends', { reason });
    stopWatching();
    instances.close();
    listenAddress.remove();
    setTimeout(() => process.exit(code), SHUTDOWN_GRACE_MS).unref();
    server.tryShutdown(() => process.exit(code));
    // Queries under way do not hold up the end.
    setImmediate(() => setTimeout(() => server.forceShutdown(), SHUTDOWN_GRACE_MS / 4));
  };
  const stopWatching = watchParent({ parent: () => process.ppid, onEnd: (reason) => shutDown(reason, 0) });
  process.on('SIGTERM', () => shutDown('SIGTERM', 0));
  // Ctrl-C reaches the whole group of processes; Grafana then ends its plugins in its own order.
  process.on('SIGINT', () => undefined);
  // The other end of the pipes is gone, and Grafana with it.
  process.stdout.on('error', () => shutDown('standard output is closed', 0));
  process.stderr.on('error', () => shutDown('standard error is closed', 0));
  process.on('uncaughtException', (error) => {
    log.error('Mesh Observatory backend failed; Grafana starts it again', { error: error.stack ?? error.message });
    shutDown('failure', 1);
  });

  const port = await listen(server, listenAddress.target);
  if (listenAddress.socket !== undefined) {
    chmodSync(listenAddress.socket, 0o600);
  }
  const address =
    listenAddress.socket === undefined
      ? ({ network: 'tcp', address: `127.0.0.1:${port}` } as const)
      : ({ network: 'unix', address: listenAddress.socket } as const);
  process.stdout.write(announcement(address, process.env));
  log.info('Mesh Observatory backend started', { version: PLUGIN_VERSION, node: process.version });
}

if (isStartedByGrafana(process.env)) {
  void serve();
} else {
  process.stderr.write(USAGE);
  process.exitCode = 1;
}
