import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { closingError, type RequestError } from '../../errors.js';
import type { UnixMillis } from '../../model.js';
import type { Change, HotState, QueryViews, StreamSession, Viewer } from '../../store/store.js';
import { createThrottledLog, type ThrottledLog } from '../../throttled-log.js';
import { createAccessPolicy, type AccessPolicy } from '../access/access.js';
import { createCapacity, type Capacity } from '../access/capacity.js';
import { DEFAULT_TRUSTED_HOPS, identifyViewer } from '../access/viewer.js';
import { createBroadcast, type Broadcast } from './broadcast.js';
import { Connection } from './connection.js';
import { createGroups, type Groups } from './groups.js';
import { defaultLiveLimits, type LiveLimits } from './limits.js';
import { createSessionRecorder, type SessionRecorder } from './session-recorder.js';
import { givenToken, refuseUpgrade, selectSubprotocol, writeRefusal } from './upgrade.js';

export interface LiveServerParts {
  readonly hot: HotState;
  readonly views: QueryViews;
  readonly version: string;
  readonly simulated: boolean;
  /** undefined: only this machine may connect, unless `allowAnonymous`. */
  readonly apiToken?: string | undefined;
  /** Without a token, anyone may connect (HTTP_ALLOW_ANONYMOUS). Default: no. */
  readonly allowAnonymous?: boolean;
  /** Origins whose pages may connect, besides pages this server itself serves. */
  readonly corsOrigins: readonly string[];
  readonly maxClients: number;
  /** Default 10. Without `X-Forwarded-For` all clients behind one proxy share its address. */
  readonly maxPerAddress?: number;
  /** Number of proxies that append to X-Forwarded-For, Grafana being one. Default 1. */
  readonly trustedHops?: number;
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
  /** Different queries that are followed, or were a moment ago. */
  readonly views: number;
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
  /** Closes all connections (1001) and resolves when their sockets are closed. Safe to call twice. */
  stop(): Promise<void>;
  stats(): LiveStats;
}

const HOUSEKEEPING_MS = 1000;
/** Clients that answer the closing handshake do so at once; the others must not delay the end of the process. */
const SHUTDOWN_GRACE_MS = 500;
const USER_AGENT_LENGTH = 200;
const monotonicMs = () => performance.now();

export function createLiveServer(parts: LiveServerParts): LiveServer {
  return new WebSocketLiveServer(parts);
}

class WebSocketLiveServer implements LiveServer {
  readonly #parts: LiveServerParts;
  readonly #limits: LiveLimits;
  readonly #access: AccessPolicy;
  readonly #capacity: Capacity;
  readonly #groups: Groups;
  readonly #broadcast: Broadcast;
  readonly #sessions: SessionRecorder;
  readonly #log: ThrottledLog;
  readonly #sockets: WebSocketServer;
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #connections = new Set<Connection>();
  readonly #servers = new Set<Server>();
  readonly #counts = {
    connections: 0,
    refused: 0,
    received: 0,
    messages: 0,
    bytes: 0,
    dropped: 0,
    tooSlow: 0,
    peak: 0,
  };
  #stopping: Promise<void> | undefined;

  constructor(parts: LiveServerParts) {
    const { hot, now, apiToken, allowAnonymous = false, corsOrigins, maxClients } = parts;
    const { maxPerAddress = defaultLiveLimits.maxPerAddress } = parts;
    const limits: LiveLimits = { ...defaultLiveLimits, ...parts.limits, maxClients, maxPerAddress };
    this.#parts = parts;
    this.#limits = limits;
    this.#log = createThrottledLog(parts.logger, MINUTE_MS, monotonicMs);
    this.#access = createAccessPolicy({ apiToken, allowAnonymous, corsOrigins });
    this.#capacity = createCapacity(limits);
    this.#groups = createGroups({ hot, limits, now, monotonicMs });
    this.#sessions = createSessionRecorder(parts.recordSession, this.#log);
    this.#broadcast = createBroadcast({
      groups: this.#groups,
      limits,
      log: this.#log,
      monotonicMs,
      onOverflow: (changes) => this.#connections.forEach((connection) => connection.notifyOverflow(changes)),
    });
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.maxInboundBytes,
      maxFragments: 16,
      maxBufferedChunks: 256,
      handleProtocols: selectSubprotocol,
    });
    this.#timers = [
      setInterval(() => this.#connections.forEach((connection) => connection.heartbeat()), limits.heartbeatMs),
      setInterval(() => this.#recordOpenSessions(), limits.sessionRecordMs),
      setInterval(() => this.#runHousekeeping(), HOUSEKEEPING_MS),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  attach(server: Server): void {
    this.#servers.add(server);
    server.on('upgrade', this.#handleUpgrade);
  }

  publish(changes: readonly Change[]): void {
    this.#broadcast.publish(changes);
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#shutDown());
  }

  stats(): LiveStats {
    const connections = [...this.#connections];
    const buffered = connections.map(({ bufferedBytes }) => bufferedBytes);
    return {
      clients: connections.length,
      lagging: connections.filter(({ lagging }) => lagging).length,
      groups: this.#groups.size,
      views: this.#parts.views.size,
      bufferedBytes: buffered.reduce((sum, bytes) => sum + bytes, 0),
      bufferedBytesMax: Math.max(0, ...buffered),
      overflowed: this.#broadcast.overflowed,
      ...this.#counts,
    };
  }

  readonly #handleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Node takes its own listener away with the upgrade; a reset at this point would end the process.
    socket.on('error', () => socket.destroy());
    const remoteAddress = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const viewer = this.#viewerOf(request, remoteAddress);
    const refusal = this.#refusalOf(request, remoteAddress, viewer);
    if (refusal !== undefined) {
      this.#refuse(socket, refusal, remoteAddress);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket, request, viewer));
  };

  #viewerOf({ headers }: IncomingMessage, remoteAddress: string): Viewer {
    const trusted = this.#access.isTrusted({ headers, token: givenToken(headers), remoteAddress });
    return identifyViewer({ headers, remoteAddress, trusted }, this.#parts.trustedHops ?? DEFAULT_TRUSTED_HOPS);
  }

  #refusalOf({ url = '', headers }: IncomingMessage, remoteAddress: string, viewer: Viewer): RequestError | undefined {
    const refusal = refuseUpgrade({ url, headers, remoteAddress }, this.#access);
    if (refusal !== undefined) return refusal;
    return this.#stopping === undefined ? this.#capacity.refusalOf(viewer) : closingError();
  }

  #refuse(socket: Duplex, refusal: RequestError, remote: string): void {
    const { code, status, message } = refusal;
    this.#counts.refused += 1;
    const fields = { event: 'live.refused', code, status, remote };
    this.#log.log('warn', `live.refused ${code}`, fields, `A live connection was refused: ${message}`);
    writeRefusal(socket, refusal);
  }

  #open(socket: WebSocket, request: IncomingMessage, remote: string): void {
    const { version, simulated, now, logger } = this.#parts;
    const leave = this.#capacity.enter(remote);
    const connection = new Connection({
      socket,
      sessionId: randomUUID(),
      remote,
      userAgent: printable(request.headers['user-agent'] ?? '').slice(0, USER_AGENT_LENGTH),
      version,
      simulated,
      groups: this.#groups,
      views: this.#parts.views,
      limits: this.#limits,
      now,
      monotonicMs,
      onSent: (bytes) => {
        this.#counts.messages += 1;
        this.#counts.bytes += bytes;
      },
      onReceived: () => (this.#counts.received += 1),
      onDropped: (batches) => (this.#counts.dropped += batches),
      onTooSlow: () => (this.#counts.tooSlow += 1),
      onClosed: (closed) => {
        leave();
        this.#handleClosed(closed);
      },
    });
    this.#connections.add(connection);
    this.#counts.connections += 1;
    this.#counts.peak = Math.max(this.#counts.peak, this.#connections.size);
    this.#sessions.record(connection.session());
    logger.debug({ event: 'live.connected', remote, clients: this.#connections.size }, 'A live client connected');
  }

  #handleClosed(connection: Connection): void {
    const session = connection.session();
    this.#connections.delete(connection);
    this.#sessions.record(session);
    const fields = { event: 'live.disconnected', remote: connection.remote, code: session.closeCode };
    this.#parts.logger.debug(fields, 'A live client disconnected');
  }

  #recordOpenSessions(): void {
    for (const connection of this.#connections) this.#sessions.record(connection.session());
  }

  #runHousekeeping(): void {
    this.#groups.expire();
    this.#sessions.flush();
  }

  async #shutDown(): Promise<void> {
    for (const server of this.#servers) server.off('upgrade', this.#handleUpgrade);
    for (const timer of this.#timers) clearInterval(timer);
    this.#broadcast.stop();
    for (const connection of this.#connections) connection.close(1001, 'the collector is stopping');
    await this.#waitUntilAllClosed(SHUTDOWN_GRACE_MS);
    for (const connection of this.#connections) connection.terminate();
    await this.#waitUntilAllClosed(SHUTDOWN_GRACE_MS);
    this.#sockets.close();
    this.#sessions.finish();
  }

  async #waitUntilAllClosed(timeoutMs: number): Promise<void> {
    const deadline = monotonicMs() + timeoutMs;
    while (this.#connections.size > 0 && monotonicMs() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/** Without control and non-ASCII characters: header values are a stranger's text on its way into a table and a log. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '');
}
