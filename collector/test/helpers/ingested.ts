/**
 * Decoded messages made by hand, and a store on a real file to put them into.
 *
 *     const store = openTestStore();
 *     store.commit(ingested({ from: 0x11, events: [telemetry({ device_battery_level: 80 })] }));
 *     store.rows('SELECT * FROM samples');
 *     await store.dispose();
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { metricCatalog } from '../../src/decode/telemetry-catalog.js';
import {
  BROADCAST,
  type Ingested,
  type MeshEvent,
  type MeshPacket,
  type NodeInfoEvent,
  type NodeNum,
  type PacketId,
  type PositionEvent,
  type Reception,
  type TelemetryEvent,
  type TextEvent,
  type UnixMillis,
} from '../../src/model.js';
import { portNameOf } from '@mesh-observatory/contract/ports';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { createStore, type Store, type StoreOptions } from '../../src/store/sqlite/store.js';
import { openDatabase } from '../../src/store/sqlite/file/open.js';
import type { Change, CommitResult } from '../../src/store/store.js';

/** 2026-02-02 02:40 UTC. */
export const T0 = 1_770_000_000_000 as UnixMillis;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export const NODE = 0x11aa22bb as NodeNum;
export const OTHER = 0x33cc44dd as NodeNum;
export const GATEWAY = 0x0badcafe as NodeNum;
export const GATEWAY_2 = 0x0badf00d as NodeNum;

export interface IngestedOptions {
  readonly from?: number;
  readonly to?: number;
  /** Default: a new one each time. */
  readonly id?: number;
  readonly gateway?: number;
  /** Receive time. Default T0. */
  readonly at?: number;
  /** Default: by the first event, 67 without one. */
  readonly port?: number | null;
  readonly events?: readonly MeshEvent[];
  readonly packet?: Partial<MeshPacket>;
  readonly reception?: Partial<Reception>;
  /** Messages with the same key are the same message. Default: by content. */
  readonly key?: string;
}

const PORT_BY_EVENT: Readonly<Record<MeshEvent['type'], number | null>> = {
  node_info: 4,
  position: 3,
  telemetry: 67,
  text: 1,
  neighbor_info: 71,
  traceroute: 70,
  routing: 5,
  waypoint: 8,
  map_report: 73,
  store_forward: 65,
  gateway_status: null,
};

let lastId = 1000;

const idText = (num: number) => `!${num.toString(16).padStart(8, '0')}`;

/** One decoded message; by default direct (0 hops), readable, and without events. */
export function ingested(options: IngestedOptions = {}): Ingested {
  const { from = NODE, to = BROADCAST, id = ++lastId, gateway = GATEWAY, at = T0, events = [] } = options;
  const [first] = events;
  const port = options.port === undefined ? (first === undefined ? 67 : PORT_BY_EVENT[first.type]) : options.port;
  const packet: MeshPacket = {
    from: from as NodeNum,
    to: to as NodeNum,
    id: id as PacketId,
    channel: 'LongFast',
    channelHash: 8,
    portnum: port,
    portName: port === null ? null : portNameOf(port),
    decodeStatus: 'decrypted',
    payloadStatus: 'decoded',
    wantAck: false,
    wantResponse: false,
    requestId: null,
    replyId: null,
    okToMqtt: true,
    priority: 64,
    size: 30,
    encryptedDigest: null,
    payload: null,
    deviceTime: null,
    flags: [],
    ...options.packet,
  };
  const own = from === gateway;
  const reception: Reception = {
    gateway: gateway as NodeNum,
    broker: 'default',
    topic: `msh/EU_868/2/e/${packet.channel}/${idText(gateway)}`,
    root: 'msh/EU_868',
    kind: 'e',
    receivedAt: at as UnixMillis,
    backlog: false,
    gatewayTime: null,
    rxTime: null,
    snr: own ? null : 5,
    rssi: own ? null : -90,
    hopStart: 3,
    hopLimit: 3,
    hopsAway: 0,
    relayNode: null,
    transport: null,
    own,
    ...options.reception,
  };
  const identity = options.key ?? JSON.stringify([packet, reception, events]);
  return { packet, reception, events, messageKey: createHash('sha256').update(identity).digest().subarray(0, 16) };
}

/** Fields of the same packet on the JSON topic. */
export const asJson = { decodeStatus: 'json', channelHash: null } as const satisfies Partial<MeshPacket>;
/** Fields of the same packet without the key. */
export const asUndecryptable = {
  decodeStatus: 'undecryptable',
  payloadStatus: 'none',
  portnum: null,
  portName: null,
} as const satisfies Partial<MeshPacket>;

export const telemetry = (
  values: Readonly<Record<string, number>>,
  variant: TelemetryEvent['variant'] = 'device',
): TelemetryEvent => ({
  type: 'telemetry',
  variant,
  samples: Object.entries(values).map(([metric, value]) => ({ metric, value })),
  deviceTime: null,
});

export const position = (latitude: number, longitude: number, over: Partial<PositionEvent> = {}): PositionEvent => ({
  type: 'position',
  latitude,
  longitude,
  altitude: null,
  precisionBits: 32,
  groundSpeed: null,
  groundTrack: null,
  satsInView: null,
  accuracy: null,
  pdop: null,
  locationSource: null,
  fixTime: null,
  source: 'protobuf',
  ...over,
});

export const nodeInfo = (longName: string, over: Partial<NodeInfoEvent> = {}): NodeInfoEvent => ({
  type: 'node_info',
  longName,
  shortName: longName.slice(0, 4),
  hwModel: 'HELTEC_V3',
  role: 'CLIENT',
  publicKey: null,
  licensed: false,
  unmessagable: null,
  source: 'protobuf',
  ...over,
});

export const textEvent = (text: string, over: Partial<TextEvent> = {}): TextEvent => ({
  type: 'text',
  kind: 'text',
  text,
  replyId: null,
  emoji: false,
  ...over,
});

export interface TestStore extends Store {
  readonly path: string;
  readonly folder: string;
  /** The connection that writes. */
  readonly writer: Database.Database;
  /** The present by the clock of the store. Follows the newest message unless set. */
  now: number;
  commit(...batch: Ingested[]): readonly CommitResult[];
  /** All rows of a query, through a connection of its own. */
  rows(sql: string): Record<string, unknown>[];
  /** First column of the first row, a number. */
  value(sql: string): number;
  /** A clean stop; once. */
  close(): Promise<void>;
  /** Closes and opens again. */
  reopen(options?: Partial<StoreOptions>): Promise<TestStore>;
  dispose(): Promise<void>;
}

const DEFAULTS = {
  synchronous: 'normal',
  onCorruption: 'refuse',
  simulated: false,
  catalog: metricCatalog,
  storeText: true,
  retention: { defaultDays: 30, daysByKind: {}, rollupDays: 365, maxBytes: 0 },
  backupKeep: 3,
  logger: pino({ level: 'silent' }),
} as const satisfies Partial<StoreOptions>;

/** A store on a file in a folder of its own (or in `path`'s). */
export function openTestStore(options: Partial<StoreOptions> = {}): TestStore {
  const { path: folder } = temporaryFolder('store-');
  return openAt(options.path ?? join(folder, 'mesh.db'), folder, T0, options);
}

export function storeOptions(path: string, options: Partial<StoreOptions> = {}): StoreOptions {
  return { ...DEFAULTS, clock: () => T0, path, ...options };
}

function openAt(path: string, folder: string, startedAt: number, options: Partial<StoreOptions>): TestStore {
  let now = startedAt;
  let closed = false;
  const all = storeOptions(path, { clock: () => now as UnixMillis, ...options });
  const opened = openDatabase(all);
  const store = createStore(opened, all);
  const reader = new Database(path, { readonly: true });
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    reader.close();
    await store.maintenance.close();
  };
  return {
    ...store,
    path,
    folder,
    writer: opened.db,
    close,
    get now() {
      return now;
    },
    set now(at: number) {
      now = at;
    },
    commit(...batch) {
      now = Math.max(now, ...batch.map(({ reception }) => reception.receivedAt));
      return store.ingest.commit(batch);
    },
    rows: (sql) => reader.prepare(sql).all() as Record<string, unknown>[],
    value: (sql) => reader.prepare(sql).pluck().get() as number,
    async reopen(over = {}) {
      await close();
      return openAt(path, folder, now, { ...options, ...over });
    },
    async dispose() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Changes of one kind, in order. */
export function changesOf<K extends Change['kind']>(
  results: readonly CommitResult[] | readonly Change[],
  kind: K,
): Extract<Change, { kind: K }>[] {
  const changes = results.flatMap((item) => ('changes' in item ? item.changes : [item]));
  return changes.filter((change): change is Extract<Change, { kind: K }> => change.kind === kind);
}

/** Kinds of the derived events, in order. */
export const eventKinds = (results: readonly CommitResult[] | readonly Change[]) =>
  changesOf(results, 'event').map(({ event }) => event.kind);
