import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { MeshPacket, NodeNum, Reception } from '../../../model.js';
import {
  clockOffsetSeconds,
  DELAYED_AFTER_MS,
  judgeHearing,
  observeClock,
  UNKNOWN_CLOCK,
  type ClockReading,
  type GatewayClock,
  type Hearing,
} from './gateway-clock.js';
import type { TransactionListener } from './transaction.js';

/** The clocks of all gateways, judged by what they publish. */
export interface GatewayClocks extends TransactionListener {
  /** Takes the reading of a message, and tells when its packet was heard. Not for retained messages. */
  judge(packet: MeshPacket, reception: Reception): Hearing;
  /** Seconds ahead of the collector's clock (negative: behind); null = not known. */
  offsetSeconds(gateway: NodeNum): number | null;
}

interface ClockRow {
  readonly gateway_num: number;
  readonly state: GatewayClock['state'];
  readonly readings: string;
}

type StoredReading = readonly [receivedAt: number, gatewayTime: number, packetId: number, backlog: 0 | 1];

const MAX_CACHED = 10_000;

const toClock = ({ state, readings }: ClockRow): GatewayClock => ({
  state,
  readings: (JSON.parse(readings) as StoredReading[]).map(([receivedAt, gatewayTime, packetId, backlog]) => ({
    receivedAt,
    gatewayTime,
    packetId,
    backlog: backlog === 1,
  })),
});

const toStored = ({ receivedAt, gatewayTime, packetId, backlog }: ClockReading): StoredReading => [
  receivedAt,
  gatewayTime,
  packetId,
  backlog ? 1 : 0,
];

export function createGatewayClocks(db: Database.Database): GatewayClocks {
  const select = db.prepare<[number], ClockRow>('SELECT * FROM gateway_clocks WHERE gateway_num = ?');
  const selectNewest = db.prepare<[number], ClockRow>('SELECT * FROM gateway_clocks ORDER BY read_at DESC LIMIT ?');
  const save = db.prepare(`
    INSERT INTO gateway_clocks (gateway_num, state, offset_seconds, read_at, readings) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET state = excluded.state, offset_seconds = excluded.offset_seconds,
      read_at = excluded.read_at, readings = excluded.readings`);
  const cache = new LRUCache<NodeNum, GatewayClock>({ max: MAX_CACHED });
  const pending = new Map<NodeNum, GatewayClock>();
  for (const row of selectNewest.all(MAX_CACHED).reverse()) cache.set(row.gateway_num as NodeNum, toClock(row));
  /** The newest message that the broker cannot have kept: since then nothing was received live. */
  let lastLiveAt = db.prepare<[], number | null>('SELECT MAX(last_seen) FROM gateways').pluck().get() ?? Infinity;

  function get(num: NodeNum): GatewayClock {
    const known = pending.get(num) ?? cache.get(num);
    if (known !== undefined) return known;
    const row = select.get(num);
    return row === undefined ? UNKNOWN_CLOCK : toClock(row);
  }

  /** Without a clock, all that is known of a message the broker kept is that it came after the last live one. */
  function hearingWithoutClock({ receivedAt, backlog }: Reception): Hearing {
    const isDelayed = backlog && receivedAt - lastLiveAt > DELAYED_AFTER_MS;
    return { isDelayed, heardAt: isDelayed ? null : receivedAt };
  }

  return {
    judge(packet, reception) {
      const { gateway, receivedAt, gatewayTime, backlog } = reception;
      if (!backlog) lastLiveAt = receivedAt;
      if (gatewayTime === null) return hearingWithoutClock(reception);
      const reading: ClockReading = { receivedAt, gatewayTime, packetId: packet.id, backlog };
      const before = get(gateway);
      const clock = observeClock(before, reading);
      if (clock !== before) pending.set(gateway, clock);
      return judgeHearing(clock, reading);
    },
    offsetSeconds: (num) => clockOffsetSeconds(get(num)),
    flush() {
      for (const [num, clock] of pending) {
        const readAt = clock.readings.at(-1)?.receivedAt ?? 0;
        save.run(num, clock.state, clockOffsetSeconds(clock), readAt, JSON.stringify(clock.readings.map(toStored)));
      }
    },
    committed() {
      for (const [num, clock] of pending) cache.set(num, clock);
      pending.clear();
    },
    rolledBack() {
      pending.clear();
    },
  };
}
