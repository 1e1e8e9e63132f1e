import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import type { Logger } from 'pino';
import { DEFAULT_RADIO, type RadioSettings } from '@mesh-observatory/contract/mesh-radio';
import { DAY_MS } from '@mesh-observatory/contract/time';
import type { MetricDefinition, UnixMillis } from '../../model.js';
import type { IngestStore, StoreMaintenance, StoreSizes, StreamSession } from '../store.js';
import type { UnreadPackets } from '../unread.js';
import { createApplyContent } from './write/apply/event.js';
import { Identity } from './write/apply/identity.js';
import { createListening, type Listening } from './write/listening.js';
import { createKeyHistory } from './write/key-history.js';
import { createPositions } from './write/apply/position.js';
import { createSamples } from './write/apply/telemetry.js';
import { createTexts } from './write/apply/text.js';
import { createTopology } from './write/apply/topology.js';
import { createApplyWaypoint } from './write/apply/waypoint.js';
import { createCollectorHistory } from './write/collector-history.js';
import { createDictionaries } from './write/dictionaries.js';
import { createEventLog } from './write/event-log.js';
import { createGatewayClocks } from './write/gateway-clocks.js';
import { createGatewayStore } from './write/gateway-store.js';
import { createHopTrust } from './write/hop-trust.js';
import { PresenceTracker } from './write/presence.js';
import { createClockGuard, type ClockGuard } from './write/clock-guard.js';
import { createLinkStore, type LinkStore } from './write/link-store.js';
import { createMaintenance } from './maintenance/maintenance.js';
import { MessageWriter, type MessageWriterParts } from './write/message-writer.js';
import { readMetadata, writeMetadata, type StoreMetadata } from './file/metadata.js';
import { createHotState } from './write/hot-state.js';
import { NodeAliases } from './write/node-aliases.js';
import { createNodeChannels } from './write/node-channels.js';
import { createNodeStore } from './write/node-store.js';
import { openDatabase, type OpenDatabase, type OpenOptions } from './file/open.js';
import { PacketRereader } from './write/packet-rereader.js';
import { PacketStore } from './write/packet-store.js';
import { Renumbering } from './write/renumbering.js';
import { PacketTraffic } from './write/packet-traffic.js';
import { createMovePacket } from './write/packet-move.js';
import { createRevisePresence } from './write/presence-revision.js';
import { createIdReuse } from './write/id-reuse.js';
import type { RetentionPolicy } from './maintenance/retention.js';
import { createRollupProgress } from './write/rollup-progress.js';
import { translateAtStart, translating } from './file/sqlite-error.js';
import { createSummarizer } from './write/packet-summary.js';
import { createFloodWatch } from './write/flood-watch.js';
import { createSweep } from './write/sweep.js';
import { createTrafficCounter, type TrafficCounter } from './write/traffic.js';
import { createTransactions } from './write/transaction.js';
import { createUndecryptedMessages } from './write/undecrypted-messages.js';
import { createUnreadPackets } from './write/unread-packets.js';

export interface StoreOptions extends OpenOptions {
  readonly catalog: readonly MetricDefinition[];
  /** false: messages are stored without their text. */
  readonly storeText: boolean;
  readonly retention: RetentionPolicy;
  /** Backups to keep. */
  readonly backupKeep: number;
  /** Nodes kept in memory. Default 20,000. */
  readonly cacheNodes?: number;
  /** Modem preset and region of the mesh where no node reports any. */
  readonly radio?: RadioSettings;
  readonly clock: () => UnixMillis;
  readonly logger: Logger;
}

export interface Store {
  readonly ingest: IngestStore;
  readonly maintenance: StoreMaintenance;
  readonly unread: UnreadPackets;
  readonly metadata: StoreMetadata;
  /** Path a damaged file was moved to at this start; null = it was not damaged. */
  readonly quarantinedAs: string | null;
}

const CACHED_NODES = 20_000;

/** @throws FatalError as `openDatabase` does. */
export function openStore(options: StoreOptions): Store {
  const opened = openDatabase(options);
  try {
    return createStore(opened, options);
  } catch (error) {
    opened.abandon();
    throw translateAtStart(error, opened.path);
  }
}

/** The store on an open database, which it closes. */
export function createStore(opened: OpenDatabase, options: StoreOptions): Store {
  const { db, path } = opened;
  const { clock, catalog } = options;
  const clockGuard = createClockGuard();
  const dictionaries = createDictionaries(db, catalog, clock);
  const startedAt = clock();
  const listening = createListening(db, startedAt);
  const aliases = new NodeAliases(db);
  const nodes = createNodeStore({
    db,
    dictionaries,
    listening,
    aliases,
    maxCached: options.cacheNodes ?? CACHED_NODES,
  });
  const links = createLinkStore(db, clockGuard);
  const gateways = createGatewayStore(db, clockGuard, listening);
  const clocks = createGatewayClocks(db);
  const hopTrust = createHopTrust(db);
  const traffic = createTrafficCounter(db);
  const rollup = createRollupProgress(db);
  const eventLog = createEventLog(db);
  const nodeChannels = createNodeChannels(db, dictionaries);
  const renumbering = new Renumbering({ db, nodes, gateways, aliases });
  const transactions = createTransactions(db, path, [
    aliases,
    nodes,
    links,
    gateways,
    nodeChannels,
    clocks,
    hopTrust,
    traffic,
    rollup,
    dictionaries,
    listening,
  ]);
  const stores = { clockGuard, dictionaries, nodes, aliases, renumbering, links, gateways, clocks, hopTrust, traffic };
  const writerParts = createWriterParts(db, options, { ...stores, listening, nodeChannels, rollup, eventLog });
  const writer = new MessageWriter(writerParts);
  const floods = createFloodWatch({ db, nodes, radio: options.radio ?? DEFAULT_RADIO });
  const sweep = createSweep({ db, nodes, gateways, eventLog, listening, floods, startedAt });
  const saveReadings = createCollectorHistory(db);
  const recordSession = createSessionLog(db, startedAt);

  const ingest: IngestStore = {
    commit(batch) {
      if (batch.length === 0) return [];
      const times = batch.map(({ reception }) => reception.receivedAt);
      clockGuard.setNow(Math.max(clock(), ...times));
      const results = transactions.run(() => {
        for (const at of times) listening.noteMessage(at);
        return batch.map((item) => writer.write(item));
      });
      for (const at of times) sweep.noteMessage(at);
      return results;
    },
    sweep(now) {
      opened.checkPresent();
      return transactions.run(() => sweep.run(now));
    },
    noteDeafness: (since, until, broker) => listening.noteDeafness(since, until, broker),
    recordEvent: (event) => transactions.run(() => [{ kind: 'event', event: eventLog.recordObserved(event) }]),
    recordReadings: (at, readings) => transactions.run(() => saveReadings(at, readings)),
    recordSession: (session) => transactions.run(() => recordSession(session)),
    hot: createHotState({
      nodes,
      links,
      gateways,
      clocks,
      listening,
      aliases,
      channelsOf: (num) => nodeChannels.channelsOf(num, clock() - DAY_MS),
    }),
    sizes: () => sizesOf(opened, options.retention.maxBytes),
    probe() {
      opened.checkPresent();
      transactions.run(() => undefined);
    },
  };
  const maintenance = createMaintenance({
    ...options,
    opened,
    transactions,
    rollup,
    dictionaries,
    state: { nodes, links, gateways },
  });
  const rereader = new PacketRereader(writerParts);
  const unread = createUnreadPackets({ db, transactions, rereader, clockGuard, clock });
  return { ingest, maintenance, unread, metadata: metadataOf(opened), quarantinedAs: opened.quarantinedAs };
}

type WriterStores = Omit<
  MessageWriterParts,
  | 'packets'
  | 'presence'
  | 'topology'
  | 'applyContent'
  | 'traffic'
  | 'movePacket'
  | 'revisePresence'
  | 'recordIdReuse'
  | 'summarize'
  | 'storeText'
  | 'undecrypted'
> & {
  readonly clockGuard: ClockGuard;
  readonly aliases: NodeAliases;
  readonly links: LinkStore;
  readonly listening: Listening;
  readonly traffic: TrafficCounter;
};

function createWriterParts(db: Database.Database, options: StoreOptions, stores: WriterStores): MessageWriterParts {
  const { clockGuard, dictionaries, nodes, aliases, renumbering, links, gateways, listening, traffic } = stores;
  const topology = createTopology(db, links);
  const keepsUndecrypted = (options.retention.undecryptedMaxBytes ?? 0) > 0;
  return {
    ...stores,
    packets: new PacketStore(db, dictionaries),
    presence: new PresenceTracker({ nodes, gateways, clockGuard, listening, aliases, renumbering }),
    topology,
    applyContent: createApplyContent({
      identity: new Identity(clockGuard, createKeyHistory(db), renumbering),
      topology,
      positions: createPositions(db, clockGuard),
      samples: createSamples(db, dictionaries, clockGuard, options.catalog),
      texts: createTexts(db, dictionaries, options),
      applyWaypoint: createApplyWaypoint(db, dictionaries, clockGuard),
    }),
    traffic: new PacketTraffic(traffic, dictionaries),
    movePacket: createMovePacket(db),
    revisePresence: createRevisePresence(db, gateways),
    recordIdReuse: createIdReuse(nodes),
    summarize: createSummarizer(options.catalog, options.storeText),
    storeText: options.storeText,
    undecrypted: keepsUndecrypted ? createUndecryptedMessages(db, dictionaries) : undefined,
  };
}

function sizesOf({ db, path }: OpenDatabase, maxBytes: number): StoreSizes {
  const pragma = (name: string) => db.pragma(name, { simple: true }) as number;
  const pageBytes = pragma('page_size');
  return {
    databaseBytes: pragma('page_count') * pageBytes,
    walBytes: statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0,
    freeBytes: pragma('freelist_count') * pageBytes,
    maxBytes,
    diskFreeBytes: diskFreeBytes(path),
  };
}

/** Bytes a process without privileges may still write. Some file systems (network, FUSE) do not report it. */
function diskFreeBytes(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Closes the sessions that a killed process left open, and returns the function that saves a session. */
function createSessionLog(db: Database.Database, startedAt: number): (session: StreamSession) => void {
  db.prepare('UPDATE sessions SET disconnected_at = ? WHERE disconnected_at IS NULL').run(startedAt);
  const save = db.prepare(`
    INSERT INTO sessions (session_id, remote, user_agent, connected_at, disconnected_at, messages, bytes, close_code)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET disconnected_at = excluded.disconnected_at, messages = excluded.messages,
      bytes = excluded.bytes, close_code = excluded.close_code`);
  return ({ sessionId, remote, userAgent, connectedAt, disconnectedAt, messages, bytes, closeCode }) =>
    void save.run(sessionId, remote, userAgent, connectedAt, disconnectedAt, messages, bytes, closeCode);
}

function metadataOf({ db, path }: OpenDatabase): StoreMetadata {
  return {
    clientId: readMetadata(db, 'client_id') ?? '',
    simulated: readMetadata(db, 'simulated') === '1',
    read: (key) => readMetadata(db, key),
    write: (key, value) => translating(path, () => writeMetadata(db, key, value)),
  };
}
