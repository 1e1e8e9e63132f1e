import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { EXIT, FatalError } from '../../errors.js';
import { createHttpApp } from './app.js';
import { defaultLimits, type HttpLimits, type HttpParts } from './parts.js';
import { routes } from './routes/index.js';
import { createThrottledLog } from '../../throttled-log.js';

export type { CollectorStatus, HttpConfig, HttpLimits, HttpParts } from './parts.js';

/** REST, probes and metrics on one port. The live stream attaches its `upgrade` listener to `server` before `start`. */
export interface HttpServer {
  readonly server: Server;
  /** Resolves with the address it listens on. @throws FatalError when it cannot: the port is taken (exit 69), the address is wrong (64). */
  start(): Promise<{ readonly host: string; readonly port: number }>;
  /** Refuses new requests, lets those under way end for at most 2 s, then closes every socket. Safe to call twice. */
  stop(): Promise<void>;
}

const CLOSE_IDLE_EVERY_MS = 50;

export function createHttpServer(parts: HttpParts): HttpServer {
  const limits = { ...defaultLimits, ...parts.config.limits };
  const { app, stop: stopApp } = createHttpApp(parts, routes, limits);
  const server = createServer(serverOptions(limits), app);
  server.maxConnections = limits.connections;
  const sockets = trackSockets(server);
  logRefusedConnections(server, parts, limits);
  let stopped: Promise<void> | undefined;

  const stop = async () => {
    stopApp();
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // A kept-alive socket becomes idle when its answer is written, and only then may be closed without harm.
    const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
    // `closeAllConnections` forgets upgraded sockets, and an open one keeps `close` waiting for ever.
    const forced = setTimeout(() => sockets.forEach((socket) => socket.destroy()), limits.stopTimeoutMs);
    await closed;
    clearInterval(idle);
    clearTimeout(forced);
  };

  return {
    server,
    start: async () => {
      const { host } = parts.config;
      const port = await listen(server, parts);
      parts.logger.info({ event: 'http.listening', host, port }, 'HTTP is listening');
      return { host, port };
    },
    stop: () => (stopped ??= stop()),
  };
}

const serverOptions = (limits: HttpLimits) => ({
  headersTimeout: limits.headersTimeoutMs,
  requestTimeout: limits.requestTimeoutMs,
  keepAliveTimeout: limits.keepAliveTimeoutMs,
  // The default of 30 s would make a timeout of 10 s one of up to 40 s.
  connectionsCheckingInterval: Math.min(1000, limits.headersTimeoutMs),
  maxHeaderSize: 16 * 1024,
});

function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function logRefusedConnections(server: Server, { logger }: HttpParts, limits: HttpLimits): void {
  const throttled = createThrottledLog(logger, MINUTE_MS, () => performance.now());
  server.on('drop', (drop?: { readonly remoteAddress?: string }) => {
    const fields = { event: 'http.connection_refused', remote: drop?.remoteAddress, limit: limits.connections };
    throttled.log('warn', 'drop', fields, 'Too many open connections: a new one was refused');
  });
}

function listen(server: Server, { config: { host, port }, logger }: HttpParts): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(describeListenError(error, host, port));
    server.once('error', onError);
    server.listen({ host, port }, () => {
      server.off('error', onError);
      server.on('error', (err) =>
        logger.error({ event: 'http.server_error', err }, 'The HTTP server reported an error'),
      );
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function describeListenError(error: Error, host: string, port: number): FatalError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  const where = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return new FatalError(
        'port_in_use',
        `PORT is ${port}: another program listens on ${where} already; choose a free port, or 0 for any`,
        EXIT.unavailable,
      );
    case 'EACCES':
      return new FatalError(
        'port_denied',
        `PORT is ${port}: this user may not listen on ${where}; choose a port above 1023`,
        EXIT.usage,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new FatalError(
        'bad_host',
        `HOST is ${JSON.stringify(host)}: no address of this machine; use 127.0.0.1, 0.0.0.0, :: or one of its own`,
        EXIT.usage,
      );
    default:
      return new FatalError(
        'listen_failed',
        `HOST and PORT are ${where}: cannot listen there (${code})`,
        EXIT.unavailable,
        [],
        { cause: error },
      );
  }
}
