/**
 * States of nodes and gateways, and every number that decides about them. Durations are in milliseconds.
 *
 * A node, a gateway and the mesh each have a rhythm: how often they are usually heard. They are late after about twice
 * and silent after about three times that. Until the rhythm is known, the interval of stock firmware stands in for it.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.js';
import { wordsOf, type Vocabulary } from './vocabulary.js';

export const presenceStates = {
  online: { title: 'Online', description: 'Heard as often as usual' },
  late: { title: 'Late', description: 'Not heard for more than about two of its usual intervals' },
  silent: { title: 'Silent', description: 'Not heard for more than about three of its longest usual intervals' },
  unknown: {
    title: 'Not heard since start',
    description: 'Not heard since the collector started or could hear again, and not for long enough to be silent',
  },
} as const satisfies Vocabulary;

export type PresenceState = keyof typeof presenceStates;
export const presenceStateNames = wordsOf(presenceStates);

/** True for nodes and gateways that were heard lately: the meaning of `online` beside `state`. */
export const isOnline = (state: PresenceState): boolean => state === 'online' || state === 'late';

/** Names of Grafana's palette, the same in tables, map and node graph. */
export const presenceColors: Readonly<Record<PresenceState, string>> = {
  online: 'green',
  late: 'yellow',
  silent: 'red',
  unknown: 'gray',
};

/** The state as a number of a Prometheus metric. */
export const presenceNumbers: Readonly<Record<PresenceState, number>> = { online: 2, late: 1, silent: 0, unknown: -1 };

/** How often stock firmware sends by itself: `src/mesh/Default.h` of Meshtastic 2.5 to 2.8. */
export const STOCK_INTERVALS = {
  /** `default_node_info_broadcast_secs`: all that a stock node says when telemetry and position are off. */
  nodeInfo: 3 * HOUR_MS,
  /** `default_telemetry_broadcast_interval_secs` where it is on; for clients it is off by default since 2.7. */
  deviceTelemetry: HOUR_MS,
  /** `default_map_publish_interval_secs`, when map reports are on. */
  mapReport: HOUR_MS,
  /** The same of routers and repeaters, and their position. They say their names every 3 h like all others. */
  routerTelemetry: 12 * HOUR_MS,
} as const;

/**
 * Interval after which a node is expected by its role until its own rhythm is known.
 *
 * Sensors and trackers that sleep say their name when they wake. The two roles below say no names by themselves.
 */
export const INTERVAL_BY_ROLE: Readonly<Record<string, number>> = {
  CLIENT_HIDDEN: STOCK_INTERVALS.routerTelemetry,
  REPEATER: STOCK_INTERVALS.routerTelemetry,
};

export const stockIntervalOf = (role: string | null): number =>
  INTERVAL_BY_ROLE[role ?? ''] ?? STOCK_INTERVALS.nodeInfo;

/** Late after so many usual intervals; a tenth more than two, because no clock is exact and the air may be busy. */
export const LATE_INTERVALS = 2.2;
/** Silent after so many of the longest usual intervals. */
export const SILENT_INTERVALS = 3.3;

/** A node is not late before a stock interval of telemetry or of map reports has passed, with a tenth to spare. */
export const NODE_LATE_FLOOR_MS = 1.1 * Math.max(STOCK_INTERVALS.deviceTelemetry, STOCK_INTERVALS.mapReport);
/** A node is not silent before it could have said its name, however often it is heard otherwise. */
export const NODE_SILENT_FLOOR_MS = 1.1 * STOCK_INTERVALS.nodeInfo;
/** A gateway that relays a busy mesh is silent after this, at the earliest. */
export const GATEWAY_SILENT_FLOOR_MS = 30 * MINUTE_MS;
/** A busy mesh is silent after this, at the earliest. */
export const MESH_SILENT_FLOOR_MS = 5 * MINUTE_MS;

/** Rhythm of a node on one port: known after so many intervals, and the longest of them after so long. */
export const NODE_RHYTHM_INTERVALS = 6;
export const NODE_RHYTHM_SPAN_MS = DAY_MS;
/** Rhythm of a gateway or of the mesh: known after so many intervals over so long. */
export const TRAFFIC_RHYTHM_INTERVALS = 20;
export const TRAFFIC_RHYTHM_SPAN_MS = HOUR_MS;
/** Until a whole day has been observed, the night included, so many intervals are allowed instead. */
export const FIRST_DAY_SILENT_INTERVALS = 10;

/** An unusually long interval counts half after this long. */
export const RHYTHM_HALF_LIFE_MS = 7 * DAY_MS;

/** Time in which the collector heard nothing at all, after which silence counts anew from its end. */
export const DEAF_TOLERANCE_MS = 10 * MINUTE_MS;

/**
 * Ports whose packets firmware sends by itself, by number. Chats, traceroutes, acknowledgments and the like follow no
 * rhythm. Packets that cannot be read are one rhythm of their own.
 */
export const RHYTHMIC_PORTS: readonly number[] = [3, 4, 10, 34, 36, 65, 66, 67, 71, 73];
export const UNREADABLE_PORT = -1;
