import type Database from 'better-sqlite3';
import { DEAF_TOLERANCE_MS, type PresenceState } from '@mesh-observatory/contract/presence';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { parseNodeId, type NodeNum, type UnixMillis } from '../../../model.js';
import type { Change } from '../../store.js';
import { stateAt } from './due.js';
import type { EventLog, NewEvent } from './event-log.js';
import { toLiveGateway, type GatewayState, type GatewayStore } from './gateway-store.js';
import type { Listening } from './listening.js';
import type { NodeDraft } from './node-draft.js';
import type { NodeStore } from './node-store.js';
import { createPresenceFill } from './presence-fill.js';
import type { FloodWatch } from './flood-watch.js';
import { nodeThresholds, type Thresholds } from './silence.js';
import { formatDuration, nameOf, nameOfGateway } from './wording.js';

export interface SweepParts {
  readonly db: Database.Database;
  readonly nodes: NodeStore;
  readonly gateways: GatewayStore;
  readonly eventLog: EventLog;
  readonly listening: Listening;
  readonly floods: FloodWatch;
  /** Start of this process. */
  readonly startedAt: UnixMillis;
}

/** Marks nodes and gateways that are late or silent. */
export interface Sweep {
  /** A message of this time was committed. */
  noteMessage(at: number): void;
  /** Call it in a transaction. */
  run(now: UnixMillis): readonly Change[];
}

/** Nodes looked at in one go; the others wait for the next sweep. */
const MOST_NODES = 500;
const MOST_GATEWAYS = 200;
/** Rows whose deadline is put off in one go, after a time in which nothing could be heard. */
const MOST_PUT_OFF = 2000;

const seconds = (millis: number) => formatDuration(Math.round(millis / 1000));

export function createSweep({ db, nodes, gateways, eventLog, listening, floods, startedAt }: SweepParts): Sweep {
  const selectDue = db
    .prepare<[number, number], NodeNum>('SELECT node_num FROM node_presence WHERE due_at < ? ORDER BY due_at LIMIT ?')
    .pluck();
  const selectFuture = db
    .prepare<[number, number], NodeNum>(
      'SELECT node_num FROM nodes WHERE online = 1 AND last_heard > ? ORDER BY last_heard LIMIT ?',
    )
    .pluck();
  const putOff = db.prepare<[{ since: number; now: number; limit: number }]>(`
    UPDATE node_presence SET due_at = @since + silent_after WHERE node_num IN (
      SELECT p.node_num FROM node_presence p JOIN nodes n USING (node_num) WHERE p.due_at < @now
        AND n.last_heard < @since AND @since + p.silent_after >= @now ORDER BY p.due_at LIMIT @limit)`);
  const fillPresence = createPresenceFill(db);
  let newest = db.prepare<[], number | null>('SELECT MAX(last_heard) FROM nodes').pluck().get() ?? 0;

  function sweepGateways(at: number, record: (event: NewEvent) => void): Change[] {
    return gateways.due(at, MOST_GATEWAYS).flatMap((gateway): Change[] => {
      const { num, lastSeen } = gateway;
      const thresholds = gateways.thresholdsOf(gateway);
      const state = stateAt(at, lastSeen, thresholds, countingOf(num));
      gateways.setState(num, state);
      if (state === 'silent') record(gatewayDown(gateway, at, thresholds));
      return state === gateway.state ? [] : [announcementOf(gateway, state)];
    });
  }

  /** A node or gateway behind a broker that is away is late at most. */
  const countingOf = (gateway: NodeNum | null) => ({
    heardSince: listening.heardSince,
    countedSince: listening.countedFor(gateway).countedSince,
  });

  function gatewayDown({ num, lastSeen }: GatewayState, at: number, { silent }: Thresholds): NewEvent {
    const silentMs = Math.max(0, at - lastSeen);
    return {
      at,
      kind: 'gateway_down',
      severity: 'warning',
      node: num,
      title: `Gateway ${nameOfGateway(num, nodes.draft(num)?.node)} is down`,
      text: `It has published nothing for ${seconds(silentMs)}; expected at least every ${seconds(silent)}`,
      data: { silentMs, silentAfterMs: silent },
    };
  }

  function sweepNodes(at: number, record: (event: NewEvent) => void): void {
    fillPresence();
    putOff.run({ since: listening.countedSince, now: at, limit: MOST_PUT_OFF });
    const due = new Set([...selectDue.all(at, MOST_NODES), ...selectFuture.all(at + DEAF_TOLERANCE_MS, MOST_NODES)]);
    for (const num of due) {
      const draft = nodes.draft(num);
      if (draft === undefined) continue;
      const { node, state: known } = draft;
      const thresholds = nodeThresholds(node.role, known.rhythm, node.lastHeard);
      const gateway = node.lastGatewayId === null ? undefined : parseNodeId(node.lastGatewayId);
      const state = stateAt(at, node.lastHeard, thresholds, countingOf(gateway ?? null));
      draft.setState(state);
      draft.note({}); // saved even if unchanged, with its next deadline
      if (state === 'silent') record(nodeSilent(draft, at, thresholds));
    }
  }

  function nodeSilent({ num, node }: NodeDraft, at: number, { silent }: Thresholds): NewEvent {
    const { lastHeard, role } = node;
    const silentMs = Math.max(0, at - lastHeard);
    return {
      at,
      kind: 'node_silent',
      severity: 'warning',
      node: num,
      title: `${nameOf(node)} is silent`,
      text: `Not heard for ${seconds(silentMs)}; expected at least every ${seconds(silent)}`,
      data: { silentMs, silentAfterMs: silent, lastHeard, role },
    };
  }

  /** Announces what has not been heard since the collector can hear again. */
  function announceUnheard(): Change[] {
    for (const num of nodes.outdated(MOST_NODES)) nodes.draft(num)?.setState('unknown');
    return gateways.outdated(MOST_GATEWAYS).map((gateway) => {
      gateways.setState(gateway.num, 'unknown');
      return announcementOf(gateway, 'unknown');
    });
  }

  return {
    noteMessage(at) {
      newest = Math.max(newest, at);
    },
    run(now) {
      listening.tick(now);
      // A clock that jumps ahead must not make every node silent for years.
      const at = Math.min(now, Math.max(newest, startedAt, listening.countedSince) + DAY_MS);
      const events: Change[] = [];
      const record = (event: NewEvent) => void events.push({ kind: 'event', event: eventLog.record(event) });
      const unheard = announceUnheard();
      const changed = sweepGateways(at, record);
      sweepNodes(at, record);
      for (const flood of floods.look(now)) record(flood);
      return [...nodes.takeChanges(), ...unheard, ...changed, ...events];
    },
  };
}

const announcementOf = (gateway: GatewayState, state: PresenceState): Change => ({
  kind: 'gateway',
  gateway: toLiveGateway({ ...gateway, state }),
});
