import { Writable } from 'node:stream';
import { pino, type Logger } from 'pino';
import type { Node, ResourceName, Resources, ListFilter, Page } from '@mesh-observatory/contract/resources';
import type { UnixMillis } from '../../src/model.js';
import { createHttpServer, type HttpServer } from '../../src/outputs/http/http-server.js';
import type { CollectorStatus, HttpConfig, HttpLimits, HttpParts } from '../../src/outputs/http/parts.js';
import type { ReadOptions, ReadStore, StoreCounts } from '../../src/store/store.js';

export const NOW = 1_770_000_000_000 as UnixMillis;

export function exampleNode(nodeId = '!a1b2c3d4', patch: Partial<Node> = {}): Node {
  return {
    nodeId,
    nodeNum: Number.parseInt(nodeId.slice(1), 16),
    longName: 'Attic router',
    shortName: 'ATTC',
    hwModel: 'HELTEC_V3',
    role: 'ROUTER',
    firmwareVersion: '2.7.18',
    region: 'EU_868',
    modemPreset: 'LONG_FAST',
    publicKey: null,
    licensed: false,
    unmessagable: null,
    statusText: null,
    firstHeard: NOW - 86_400_000,
    lastHeard: NOW - 1000,
    online: true,
    state: 'online',
    gateway: true,
    lastGatewayId: nodeId,
    lastGatewayAt: NOW - 1000,
    channel: 'LongFast',
    latitude: 47.37,
    longitude: 8.54,
    altitude: 408,
    precisionBits: 32,
    positionAt: NOW - 2000,
    snr: -3.25,
    rssi: -97,
    directAt: NOW - 1000,
    hopsAway: 0,
    newestPacketAt: NOW - 1000,
    packets: 12,
    reportedAt: { longName: NOW - 4000 },
    formerIds: [],
    signedAt: null,
    metrics: { device_battery_level: { value: 87, at: NOW - 3000 } },
    ...patch,
  };
}

export const exampleCounts: StoreCounts = {
  nodes: 213,
  nodesOnline: 87,
  gateways: 5,
  gatewaysOnline: 4,
  packets: 1000,
  receptions: 2500,
  positions: 300,
  samples: 4000,
  messages: 20,
  links: 90,
  events: 7,
  oldestPacketAt: NOW - 86_400_000,
  newestPacketAt: NOW - 1000,
  sessions: { current: 1, total: 3, messages: 400, bytes: 80_000 },
};

export const exampleStatus: CollectorStatus = {
  version: '1.2.3',
  startedAt: (NOW - 60_000) as UnixMillis,
  simulated: false,
  brokers: [
    {
      name: 'home',
      url: 'mqtt://broker.example:1883',
      state: 'connected',
      connectedAt: (NOW - 50_000) as UnixMillis,
      lastMessageAt: (NOW - 4000) as UnixMillis,
      reconnects: 0,
      sessionPresent: true,
      subscriptions: ['msh/#'],
      received: 2600,
      lastError: null,
    },
  ],
  pipeline: {
    ingesting: true,
    received: 2600,
    stored: 1000,
    receptions: 1500,
    duplicates: 90,
    rejected: { malformed: 10 },
    dropped: { flood: 2 },
    queueDepth: 0,
    queueCapacity: 10_000,
    blockedSince: null,
    blockedReason: null,
    lastMessageAt: (NOW - 4000) as UnixMillis,
    lastCommitAt: (NOW - 4000) as UnixMillis,
  },
  store: { databaseBytes: 4096, walBytes: 0, freeBytes: 1_000_000, maxBytes: 0, diskFreeBytes: 5e9 },
  hotState: { size: 213, hitRate: Number.NaN },
  liveSessions: 1,
  latencies: { commit: { count: 10, p50Ms: 1, p95Ms: 2, p99Ms: 3, maxMs: 4 } },
};

export interface ReadCall {
  readonly method: keyof ReadStore;
  readonly resource?: ResourceName;
  readonly filter?: ListFilter;
  readonly request?: unknown;
  readonly options?: ReadOptions | undefined;
}

/** A ReadStore in memory: nodes are listed in order and paged by position; every call is recorded. */
export interface FakeReadStore extends ReadStore {
  readonly calls: ReadCall[];
}

type Rows = { readonly [K in ResourceName]?: readonly Resources[K][] };

export function createFakeReadStore(
  rows: Rows = { nodes: [exampleNode()] },
  overrides: Partial<ReadStore> = {},
): FakeReadStore {
  const calls: ReadCall[] = [];
  const list = <K extends ResourceName>(
    resource: K,
    filter: ListFilter,
    options?: ReadOptions,
  ): Promise<Page<Resources[K]>> => {
    calls.push({ method: 'list', resource, filter, options });
    const found: readonly Resources[K][] = rows[resource] ?? [];
    const start = Number(filter.cursor ?? '0');
    const end = start + (filter.limit ?? 100);
    const data = found.slice(start, end);
    return Promise.resolve(end < found.length ? { data, nextCursor: String(end) } : { data });
  };
  return {
    calls,
    list,
    node: (num, options) => {
      calls.push({ method: 'node', options });
      return Promise.resolve(rows.nodes?.find(({ nodeNum }) => nodeNum === num));
    },
    query: (request, options) => {
      calls.push({ method: 'query', request, options });
      return Promise.resolve({
        results: Object.fromEntries(request.queries.map(({ refId }) => [refId, { status: 200, frames: [] }])),
      });
    },
    variables: (request, options) => {
      calls.push({ method: 'variables', request, options });
      return Promise.resolve([{ text: 'ATTC', value: '!a1b2c3d4' }]);
    },
    catalog: (options) => {
      calls.push({ method: 'catalog', options });
      return Promise.resolve([]);
    },
    counts: (options) => {
      calls.push({ method: 'counts', options });
      return Promise.resolve(exampleCounts);
    },
    close: () => Promise.resolve(),
    ...overrides,
  };
}

export interface CapturedLog {
  readonly logger: Logger;
  readonly lines: string[];
}

/** A real logger that writes into memory. */
export function captureLog(): CapturedLog {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  return { logger: pino({ level: 'trace' }, destination), lines };
}

export type HttpOverrides = Partial<Omit<HttpParts, 'config'>> & {
  readonly config?: Partial<HttpConfig>;
  readonly limits?: Partial<HttpLimits>;
};

export function exampleParts({ config, limits, ...overrides }: HttpOverrides = {}): HttpParts {
  return {
    read: createFakeReadStore(),
    status: () => exampleStatus,
    readiness: () => ({ ready: true, reasons: [], warnings: [] }),
    ingestion: { start: () => Promise.resolve(), stop: () => Promise.resolve() },
    metricsText: () =>
      Promise.resolve({ contentType: 'text/plain; version=0.0.4; charset=utf-8', body: 'collector_up 1\n' }),
    metricsJson: () => Promise.resolve([{ name: 'collector_up' }]),
    logger: captureLog().logger,
    nowFn: () => NOW,
    ...overrides,
    config: { host: '127.0.0.1', port: 0, apiToken: undefined, corsOrigins: [], ...config, limits: { ...limits } },
  };
}

export interface RunningHttp {
  readonly url: string;
  readonly port: number;
  readonly server: HttpServer['server'];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

/** Starts the HTTP output on a free port of the loopback address. */
export async function startHttp(overrides: HttpOverrides = {}): Promise<RunningHttp> {
  const http = createHttpServer(exampleParts(overrides));
  const { port } = await http.start();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    server: http.server,
    get: (path, headers = {}) => fetch(url + path, { headers }),
    post: (path, body, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    stop: () => http.stop(),
  };
}
