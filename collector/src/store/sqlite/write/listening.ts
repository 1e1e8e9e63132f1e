import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import { DEAF_TOLERANCE_MS, MESH_SILENT_FLOOR_MS } from '@mesh-observatory/contract/presence';
import type { NodeNum } from '../../../model.js';
import type { MeshPresence } from '../../store.js';
import { observe, parseRhythm, serializeRhythm, TRAFFIC_RHYTHM, type Rhythm } from './rhythm.js';
import { trafficThresholds } from './silence.js';
import type { TransactionListener } from './transaction.js';

/** Since when the collector hears, and how often it hears anything from the mesh. */
export interface Listening extends TransactionListener {
  /** Nodes and gateways that were last heard earlier have not been heard since the start. */
  readonly heardSince: number;
  /** Silence before this time does not count: nothing was listening. */
  readonly countedSince: number;
  /** A message received at this time is being stored; messages of the past (a simulated history) move the start back. */
  noteMessage(at: number): void;
  /** A new packet came from the mesh. */
  notePacket(from: NodeNum, at: number): void;
  /** Nothing could be heard from `since` to `until`; with a name: nothing of this broker, while others were connected. */
  noteDeafness(since: number, until: number, broker?: string): void;
  /** Since when silence of what this gateway hears counts: later, when all brokers it publishes to were away. */
  countedFor(gateway: NodeNum | null): Pick<Listening, 'countedSince'>;
  /** Call it regularly with the present, in a transaction. Notices a clock that was set back. */
  tick(now: number): void;
  mesh(now: number): MeshPresence;
}

interface ListeningRow {
  readonly heard_since: number;
  readonly counted_since: number;
  readonly listened_until: number;
  readonly rhythm: string;
}

/** State of the listening; replaced, never changed, so that a transaction can be rolled back. */
interface State {
  readonly heardSince: number;
  readonly countedSince: number;
  /** The same for the mesh, which falls silent within minutes: every break counts. */
  readonly meshSince: number;
  readonly listenedUntil: number;
  readonly rhythm: Rhythm | undefined;
  /** Sender and time of the newest packet. */
  readonly lastFrom: NodeNum | null;
  readonly lastPacketAt: number | null;
}

const MAX_CACHED_GATEWAYS = 10_000;
/** How far `listened_until` may lag behind: one write for many commits. */
const SAVE_EVERY_MS = 15_000;

/** Loads the state of the last run and starts listening at `startedAt`. */
export function createListening(db: Database.Database, startedAt: number): Listening {
  const row = db
    .prepare<[], ListeningRow>('SELECT heard_since, counted_since, listened_until, rhythm FROM listening')
    .get();
  const selectBrokers = db
    .prepare<[number], string>(
      'SELECT DISTINCT t.broker FROM gateway_channels g JOIN topics t USING (topic_id) WHERE g.gateway_num = ?',
    )
    .pluck();
  /** End of the time in which a broker was away while others were connected, by broker; empty in most collectors. */
  const brokerSince = new Map<string, number>();
  const sinceByGateway = new LRUCache<NodeNum, number>({ max: MAX_CACHED_GATEWAYS });
  const save = db.prepare('UPDATE listening SET heard_since = ?, counted_since = ?, listened_until = ?, rhythm = ?');
  const listenedUntil = row?.listened_until ?? 0;
  // A short break between two runs cannot explain a long silence.
  const isShort = startedAt >= listenedUntil && startedAt - listenedUntil < DEAF_TOLERANCE_MS;
  let committed: State = {
    heardSince: startedAt,
    countedSince: isShort ? (row?.counted_since ?? startedAt) : startedAt,
    meshSince: startedAt,
    listenedUntil: startedAt,
    rhythm: parseRhythm(row?.rhythm ?? ''),
    lastFrom: null,
    lastPacketAt: null,
  };
  let state = committed;
  let stored = committed;
  store();

  function store(): void {
    save.run(state.heardSince, state.countedSince, state.listenedUntil, serializeRhythm(state.rhythm));
    stored = state;
  }

  function brokersSince(gateway: NodeNum): number {
    const brokers = selectBrokers.all(gateway);
    return brokers.length === 0 ? 0 : Math.min(...brokers.map((broker) => brokerSince.get(broker) ?? 0));
  }

  const needsStoring = () =>
    state.heardSince !== stored.heardSince ||
    state.countedSince !== stored.countedSince ||
    Math.abs(state.listenedUntil - stored.listenedUntil) >= SAVE_EVERY_MS;

  return {
    get heardSince() {
      return state.heardSince;
    },
    get countedSince() {
      return state.countedSince;
    },
    noteMessage(at) {
      const { heardSince, countedSince, meshSince, listenedUntil: until } = state;
      const since = at < startedAt ? at : Infinity;
      state = {
        ...state,
        heardSince: Math.min(heardSince, since),
        countedSince: Math.min(countedSince, since),
        meshSince: Math.min(meshSince, since),
        listenedUntil: Math.max(until, at),
      };
    },
    notePacket(from, at) {
      // One node that sends all the time says nothing about the others: only a change of the sender counts.
      const rhythm =
        from === state.lastFrom ? state.rhythm : observe(state.rhythm, at, state.meshSince, TRAFFIC_RHYTHM);
      state = { ...state, lastFrom: from, lastPacketAt: Math.max(at, state.lastPacketAt ?? 0), rhythm };
    },
    countedFor(gateway) {
      if (brokerSince.size === 0 || gateway === null) return state;
      const since = sinceByGateway.get(gateway) ?? brokersSince(gateway);
      sinceByGateway.set(gateway, since);
      return since <= state.countedSince ? state : { countedSince: since };
    },
    noteDeafness(since, until, broker) {
      const isLong = until - since >= DEAF_TOLERANCE_MS;
      if (broker !== undefined) {
        if (!isLong) return;
        brokerSince.set(broker, until);
        sinceByGateway.clear();
        return;
      }
      // Outside of transactions: there is nothing to roll back.
      committed = state = {
        ...state,
        meshSince: until,
        listenedUntil: Math.max(state.listenedUntil, until),
        ...(isLong ? { heardSince: until, countedSince: until } : {}),
      };
    },
    tick(now) {
      const present = now + DEAF_TOLERANCE_MS;
      const wasAhead = state.listenedUntil > present;
      state = wasAhead
        ? { ...state, heardSince: now, countedSince: now, meshSince: now, listenedUntil: now, lastPacketAt: null }
        : { ...state, listenedUntil: Math.max(state.listenedUntil, now) };
    },
    mesh(now) {
      const { rhythm, meshSince, lastPacketAt } = state;
      const { late, silent } = trafficThresholds(rhythm, MESH_SILENT_FLOOR_MS);
      const quietMs = Math.max(0, now - Math.max(lastPacketAt ?? 0, meshSince));
      const isHeard = lastPacketAt !== null && lastPacketAt >= meshSince;
      const unlessSilent = isHeard ? (quietMs > late ? 'late' : 'online') : 'unknown';
      return { state: quietMs > silent ? 'silent' : unlessSilent, quietMs, silentAfterMs: silent };
    },
    flush() {
      if (needsStoring()) store();
    },
    committed() {
      committed = state;
    },
    rolledBack() {
      // The row may have been written: it is written again with the next transaction.
      stored = { ...committed, listenedUntil: Number.NEGATIVE_INFINITY };
      state = committed;
    },
  };
}
