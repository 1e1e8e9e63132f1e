import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import type { UnixMillis } from '../../model.js';
import type { Change, HotState, StreamSession } from '../../store/store.js';
import { createAdmission, selectSubprotocol, type Refusal } from './admission.js';
import { createBroadcast } from './broadcast.js';
import { createConnection, type Connection } from './connection.js';
import { createGroups } from './groups.js';
import { defaultLiveLimits, type LiveLimits } from './limits.js';
import { refuse } from './refuse.js';
import { createSessionLog } from './session-log.js';

export interface LiveServerParts {
  readonly hot: HotState;
  readonly version: string;
  readonly simulated: boolean;
  /** Without a token only this machine may connect, unless `anonymous`. */
  readonly apiToken?: string | undefined;
  /** No token is configured and anybody may read, from anywhere (HTTP_ALLOW_ANONYMOUS). */
  readonly anonymous?: boolean;
  /** Origins whose pages may connect, besides pages this server itself serves. */
  readonly corsOrigins: readonly string[];
  readonly maxClients: number;
  /** Default 10. Behind a proxy (Grafana's too) all clients share its address. */
  readonly maxPerAddress?: number;
  readonly recordSession: (session: StreamSession) => void;
  readonly logger: Logger;
  readonly now: () => UnixMillis;
  readonly limits?: Partial<Omit<LiveLimits, 'maxClients' | 'maxPerAddress'>>;
}

/** Counts since the start of the process; `clients`, `lagging`, `groups` and what is buffered are of this moment. */
export interface LiveStats {
  readonly clients: number;
  readonly peak: number;
  readonly lagging: number;
  readonly groups: number;
  /** Waiting for all clients together, and for the one with the most. */
  readonly bufferedBytes: number;
  readonly bufferedBytesMax: number;
  readonly connections: number;
  readonly refused: number;
  readonly received: number;
  readonly messages: number;
  readonly bytes: number;
  /** Batches skipped for clients that read too slowly. */
  readonly dropped: number;
  /** Changes lost because more came than the stream can carry. */
  readonly overflowed: number;
  /** Clients closed with 1013. */
  readonly tooSlow: number;
}

export interface LiveServer {
  /** Takes over the upgrade requests of an HTTP server. */
  attach(server: Server): void;
  /** Announces what was committed. Never throws, never waits. */
  publish(changes: readonly Change[]): void;
  /** Says goodbye to everybody (1001) and resolves when all sockets are closed. Safe to call twice. */
  stop(): Promise<void>;
  stats(): LiveStats;
}

const LOG_EVERY_MS = 60_000;
const HOUSEKEEPING_MS = 1000;
/** Those who answer the farewell do so at once; the others must not delay the end of the process. */
const FAREWELL_MS = 500;
const USER_AGENT_LENGTH = 200;

export function createLiveServer(parts: LiveServerParts): LiveServer {
  const { hot, logger, now } = parts;
  const limits: LiveLimits = {
    ...defaultLiveLimits,
    ...parts.limits,
    maxClients: parts.maxClients,
    maxPerAddress: parts.maxPerAddress ?? defaultLiveLimits.maxPerAddress,
  };
  const monotonicMs = () => performance.now();
  const groups = createGroups({ hot, limits, now, monotonicMs });
  const sessions = createSessionLog(parts.recordSession, logger, monotonicMs);
  const admit = createAdmission({
    apiToken: parts.apiToken,
    anonymous: parts.anonymous ?? false,
    allowedOrigins: parts.corsOrigins,
  });
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.maxInboundBytes,
    maxFragments: 16,
    maxBufferedChunks: 256,
    handleProtocols: selectSubprotocol,
  });
  const connections = new Set<Connection>();
  const servers = new Set<Server>();
  const counts = { connections: 0, refused: 0, received: 0, messages: 0, bytes: 0, dropped: 0, tooSlow: 0, peak: 0 };
  const refusalLoggedAt = new Map<string, number>();
  let stopping: Promise<void> | undefined;

  const broadcast = createBroadcast({ groups, limits, logger, monotonicMs, onOverflow: tellLoss });
  const timers = [
    setInterval(beat, limits.heartbeatMs),
    setInterval(recordOpenSessions, limits.sessionRecordMs),
    setInterval(keepHouse, HOUSEKEEPING_MS),
  ];
  for (const timer of timers) timer.unref();

  function beat(): void {
    for (const connection of connections) connection.beat();
  }
  function recordOpenSessions(): void {
    for (const connection of connections) sessions.note(connection.session());
  }
  function keepHouse(): void {
    groups.expire();
    sessions.flush();
  }
  function tellLoss(changes: number): void {
    for (const connection of connections) connection.tellLoss(changes);
  }

  function overLimit(address: string): Refusal | undefined {
    const headers = { 'Retry-After': '30' };
    if (stopping !== undefined)
      return { status: 503, code: 'stopping', message: 'The collector is stopping.', headers };
    if (connections.size >= limits.maxClients) {
      const message = `All ${limits.maxClients} live connections are taken; WS_MAX_CLIENTS allows more.`;
      return { status: 503, code: 'too_many_clients', message, headers };
    }
    const fromThere = [...connections].filter(({ remote }) => remote === address).length;
    if (fromThere < limits.maxPerAddress) return undefined;
    const message = `One address may hold ${limits.maxPerAddress} live connections.`;
    return { status: 429, code: 'too_many_from_address', message, headers };
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Node takes its own listener away with the upgrade; a reset at this point would end the process.
    socket.on('error', () => socket.destroy());
    const remoteAddress = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const refusal =
      admit({ url: request.url ?? '', headers: request.headers, remoteAddress }) ?? overLimit(remoteAddress);
    if (refusal !== undefined) {
      counts.refused += 1;
      logRefusal(refusal, remoteAddress);
      refuse(socket, refusal);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => welcome(webSocket, request, remoteAddress));
  }

  function logRefusal({ status, code, message }: Refusal, remote: string): void {
    if (monotonicMs() - (refusalLoggedAt.get(code) ?? -Infinity) < LOG_EVERY_MS) return;
    refusalLoggedAt.set(code, monotonicMs());
    logger.warn({ event: 'live.refused', code, status, remote }, `A live connection was refused: ${message}`);
  }

  function welcome(socket: WebSocket, request: IncomingMessage, remote: string): void {
    const connection = createConnection({
      socket,
      sessionId: randomUUID(),
      remote,
      userAgent: plainText(request.headers['user-agent'] ?? '').slice(0, USER_AGENT_LENGTH),
      version: parts.version,
      simulated: parts.simulated,
      groups,
      limits,
      now,
      monotonicMs,
      onSent: (bytes) => {
        counts.messages += 1;
        counts.bytes += bytes;
      },
      onReceived: () => (counts.received += 1),
      onDropped: (batches) => (counts.dropped += batches),
      onTooSlow: () => (counts.tooSlow += 1),
      onClosed: (closed) => {
        connections.delete(closed);
        const session = closed.session();
        sessions.note(session);
        logger.debug({ event: 'live.disconnected', remote, code: session.closeCode }, 'A live client left');
      },
    });
    connections.add(connection);
    counts.connections += 1;
    counts.peak = Math.max(counts.peak, connections.size);
    sessions.note(connection.session());
    logger.debug({ event: 'live.connected', remote, clients: connections.size }, 'A live client connected');
  }

  async function shutDown(): Promise<void> {
    for (const server of servers) server.off('upgrade', onUpgrade);
    for (const timer of timers) clearInterval(timer);
    broadcast.stop();
    for (const connection of connections) connection.close(1001, 'the collector is stopping');
    await allGone(FAREWELL_MS);
    for (const connection of connections) connection.cut();
    await allGone(FAREWELL_MS);
    sockets.close();
    sessions.finish();
  }

  async function allGone(withinMs: number): Promise<void> {
    const deadline = monotonicMs() + withinMs;
    while (connections.size > 0 && monotonicMs() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  return {
    attach(server) {
      servers.add(server);
      server.on('upgrade', onUpgrade);
    },
    publish: (changes) => broadcast.publish(changes),
    stop: () => (stopping ??= shutDown()),
    stats() {
      const buffered = [...connections].map(({ bufferedBytes }) => bufferedBytes);
      return {
        clients: connections.size,
        lagging: [...connections].filter(({ lagging }) => lagging).length,
        groups: groups.size,
        bufferedBytes: buffered.reduce((sum, bytes) => sum + bytes, 0),
        bufferedBytesMax: Math.max(0, ...buffered),
        overflowed: broadcast.overflowed,
        ...counts,
      };
    },
  };
}

/** Header values are a stranger's text on its way into a table and a log. */
function plainText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '');
}
