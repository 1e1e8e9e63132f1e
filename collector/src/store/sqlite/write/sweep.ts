import type Database from 'better-sqlite3';
import { DAY_MS } from '@mesh-observatory/contract/time';
import type { NodeNum, UnixMillis } from '../../../model.js';
import type { Change } from '../../store.js';
import type { EventLog, NewEvent } from './event-log.js';
import { toLiveGateway, type GatewayStore } from './gateway-store.js';
import type { NodeStore } from './node-store.js';
import { SILENCE_BY_ROLE, type Silence } from './silence.js';
import { formatDuration, nameOf, nameOfGateway } from './wording.js';

export interface SweepParts {
  readonly db: Database.Database;
  readonly nodes: NodeStore;
  readonly gateways: GatewayStore;
  readonly eventLog: EventLog;
  readonly silence: Silence;
  readonly gatewaySilenceMillis: number;
  /** Start of this process. */
  readonly startedAt: UnixMillis;
}

/** Marks nodes and gateways that have been silent for too long. */
export interface Sweep {
  /** A message of this time was committed. */
  noteMessage(at: number): void;
  /** Call it in a transaction. */
  run(now: UnixMillis): readonly Change[];
}

/** Nodes marked in one go; the others wait for the next sweep. */
const MOST_NODES = 500;
const MOST_GATEWAYS = 200;

interface Candidate {
  readonly node_num: number;
  readonly role: string | null;
  readonly last_heard: number;
}

export function createSweep({
  db,
  nodes,
  gateways,
  eventLog,
  silence,
  gatewaySilenceMillis,
  startedAt,
}: SweepParts): Sweep {
  const candidates = db.prepare<[number], Candidate>(
    'SELECT node_num, role, last_heard FROM nodes WHERE online = 1 AND last_heard < ? ORDER BY last_heard',
  );
  const shortest = Math.min(silence(null), ...Object.keys(SILENCE_BY_ROLE).map(silence));
  /** Silence before this time does not count: nothing was listening. Messages of the past move it back. */
  let listeningSince: number = startedAt;
  let newest = db.prepare<[], number | null>('SELECT MAX(last_heard) FROM nodes').pluck().get() ?? 0;

  const silentFor = (at: number, lastAt: number) => at - Math.max(lastAt, listeningSince);

  function sweepGateways(at: number, record: (event: NewEvent) => void): Change[] {
    const silent = gateways
      .silentSince(at - gatewaySilenceMillis, MOST_GATEWAYS)
      .filter(({ lastSeen }) => silentFor(at, lastSeen) > gatewaySilenceMillis);
    return silent.map((state): Change => {
      const { num, lastSeen } = state;
      gateways.setOnline(num, false);
      const silentMs = at - lastSeen;
      record({
        at,
        kind: 'gateway_down',
        severity: 'warning',
        node: num,
        title: `Gateway ${nameOfGateway(num, nodes.draft(num)?.node)} is down`,
        text: `It has published nothing for ${formatDuration(silentMs / 1000)}`,
        data: { silentMs },
      });
      return { kind: 'gateway', gateway: { ...toLiveGateway(state), online: false } };
    });
  }

  /** A gateway that publishes is online, even if it sends no packets of its own. */
  const isSilent = (at: number) => (node: Candidate) =>
    silentFor(at, node.last_heard) > silence(node.role) && gateways.get(node.node_num as NodeNum)?.online !== true;

  function sweepNodes(at: number, record: (event: NewEvent) => void): void {
    const silent = candidates.all(at - shortest).filter(isSilent(at));
    for (const { node_num, role, last_heard } of silent.slice(0, MOST_NODES)) {
      const draft = nodes.draft(node_num as NodeNum);
      if (draft === undefined) continue;
      draft.set('online', false);
      const silentMs = at - last_heard;
      record({
        at,
        kind: 'node_silent',
        severity: 'warning',
        node: draft.num,
        title: `${nameOf(draft.node)} is silent`,
        text: `Not heard for ${formatDuration(silentMs / 1000)}; expected from a ${role ?? 'node'} at least every ${formatDuration(silence(role) / 1000)}`,
        data: { silentMs, lastHeard: last_heard, role },
      });
    }
  }

  return {
    noteMessage(at) {
      listeningSince = Math.min(listeningSince, at);
      newest = Math.max(newest, at);
    },
    run(now) {
      // A clock that jumps ahead must not make every node silent.
      const at = Math.min(now, Math.max(newest, startedAt) + DAY_MS);
      const events: Change[] = [];
      const record = (event: NewEvent) => void events.push({ kind: 'event', event: eventLog.record(event) });
      const down = sweepGateways(at, record);
      sweepNodes(at, record);
      return [...nodes.takeChanges(), ...down, ...events];
    },
  };
}
