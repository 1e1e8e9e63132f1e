import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { WebSocket, type ClientOptions } from 'ws';
import { serverMessageSchema, type ClientMessage, type ServerMessage } from '@mesh-observatory/contract/live';
import type { UnixMillis } from '../../src/model.js';
import { createLiveServer, type LiveServer, type LiveServerParts } from '../../src/outputs/live/live-server.js';
import { RequestError } from '../../src/errors.js';
import type { QueryViews, StreamSession } from '../../src/store/store.js';
import { createMemoryHotState, type MemoryHotState } from './memory-hot-state.js';
import { until } from '@mesh-observatory/test-kit/until';

/** For servers whose clients ask no queries. */
export const noViews: QueryViews = {
  follow() {
    throw new RequestError('busy', 'There are no views here.');
  },
  publish: () => undefined,
  size: 0,
  close: () => undefined,
};

export interface RunningLive {
  readonly live: LiveServer;
  readonly hot: MemoryHotState;
  readonly port: number;
  /** Newest record of every session. */
  readonly sessions: Map<string, StreamSession>;
  stop(): Promise<void>;
}

/** A live server on an HTTP server of its own. */
export async function startLive(
  over: Partial<LiveServerParts> = {},
  hot = createMemoryHotState(),
): Promise<RunningLive> {
  const sessions = new Map<string, StreamSession>();
  const live = createLiveServer({
    hot,
    views: noViews,
    version: '0.0.0-test',
    simulated: false,
    corsOrigins: [],
    maxClients: 100,
    recordSession: (session) => sessions.set(session.sessionId, session),
    logger: pino({ level: 'silent' }),
    now: () => Date.now() as UnixMillis,
    ...over,
    limits: { initialSubscribeMs: 50, batchIntervalMs: 20, snapshotIntervalMs: 20, ...over.limits },
  });
  const server = createServer((_request, response) => response.writeHead(404).end());
  live.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    live,
    hot,
    sessions,
    port: (server.address() as AddressInfo).port,
    async stop() {
      await live.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type MessageOf<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

export interface LiveClient {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[];
  /** Bytes of all messages as they came over the wire. */
  readonly bytes: number;
  readonly binaryMessages: number;
  readonly closed: { readonly code: number; readonly reason: string } | undefined;
  readonly send: (message: ClientMessage) => void;
  readonly of: <T extends ServerMessage['type']>(type: T) => MessageOf<T>[];
  /** The first message of a type, now or later, that fits. */
  readonly first: <T extends ServerMessage['type']>(
    type: T,
    fits?: (message: MessageOf<T>) => boolean,
  ) => Promise<MessageOf<T>>;
  close(): Promise<void>;
}

/** A client that checks every message against the published schema. */
export async function connectLive(
  port: number,
  options: ClientOptions & { readonly path?: string; readonly protocols?: string[]; readonly check?: boolean } = {},
): Promise<LiveClient> {
  const { path = '/api/ws', protocols = [], check = true, ...rest } = options;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, { perMessageDeflate: false, ...rest });
  const messages: ServerMessage[] = [];
  let bytes = 0;
  let binaryMessages = 0;
  let closed: LiveClient['closed'];
  socket.on('message', (data: Buffer, isBinary) => {
    bytes += data.length;
    if (isBinary) binaryMessages += 1;
    const value: unknown = JSON.parse((isBinary ? gunzipSync(data) : data).toString());
    messages.push(check ? serverMessageSchema.parse(value) : (value as ServerMessage));
  });
  socket.on('close', (code, reason) => (closed = { code, reason: reason.toString() }));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  const of = <T extends ServerMessage['type']>(type: T) =>
    messages.filter((message): message is MessageOf<T> => message.type === type);
  return {
    socket,
    messages,
    get bytes() {
      return bytes;
    },
    get binaryMessages() {
      return binaryMessages;
    },
    get closed() {
      return closed;
    },
    send: (message) => socket.send(JSON.stringify(message)),
    of,
    first: (type, fits = () => true) => until(() => of(type).find(fits), { what: `a ${type} message` }),
    async close() {
      socket.close();
      await until(() => closed !== undefined, { what: 'the socket closes' });
    },
  };
}

/** Status with which an upgrade was refused. */
export async function refusalOf(
  port: number,
  options: Parameters<typeof connectLive>[1] = {},
): Promise<{ readonly status: number; readonly headers: Record<string, unknown>; readonly body: string }> {
  const { path = '/api/ws', protocols = [], ...rest } = options;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, rest);
  return await new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.terminate();
      reject(new Error('the connection was accepted'));
    });
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
  });
}
