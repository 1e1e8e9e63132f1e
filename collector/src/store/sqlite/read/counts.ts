import type { StoreCounts } from '../../store.js';
import type { Reader } from './connection.js';
import { gatewayIsOnline, nodeIsOnline } from './presence.js';
import { sql } from './sql.js';

interface CountsRow {
  readonly nodes: number;
  readonly nodes_online: number;
  readonly gateways: number;
  readonly gateways_online: number;
  readonly packets: number;
  readonly receptions: number;
  readonly positions: number;
  readonly messages: number;
  readonly links: number;
  readonly events: number;
  readonly oldest: number | null;
  readonly newest: number | null;
  readonly sessions: number;
  readonly sessions_open: number;
  readonly session_messages: number;
  readonly session_bytes: number;
}

/** The biggest table has no index smaller than itself: counted metric by metric, so that it can be canceled. */
function countSamples(reader: Reader): number {
  return reader
    .tuples(sql<[number]>`SELECT metric_id FROM metrics`)
    .flatMap(([id]) => reader.tuples(sql<[number]>`SELECT COUNT(*) FROM samples WHERE metric_id = ${id}`))
    .reduce((sum, [count]) => sum + count, 0);
}

/** Counts the rows of every table. SQLite walks the smallest index of a table. */
export function readCounts(reader: Reader): StoreCounts {
  const row = reader.first(sql<CountsRow>`
    SELECT (SELECT COUNT(*) FROM nodes) AS nodes,
           (SELECT COUNT(*) FROM nodes n WHERE ${nodeIsOnline}) AS nodes_online,
           (SELECT COUNT(*) FROM gateways) AS gateways,
           (SELECT COUNT(*) FROM gateways g WHERE ${gatewayIsOnline}) AS gateways_online,
           (SELECT COUNT(*) FROM packets) AS packets,
           (SELECT COUNT(*) FROM receptions) AS receptions,
           (SELECT COUNT(*) FROM positions) AS positions,
           (SELECT COUNT(*) FROM messages) AS messages,
           (SELECT COUNT(*) FROM links) AS links,
           (SELECT COUNT(*) FROM events) AS events,
           (SELECT MIN(received_at) FROM packets) AS oldest,
           (SELECT MAX(received_at) FROM packets) AS newest,
           (SELECT COUNT(*) FROM sessions) AS sessions,
           (SELECT COUNT(*) FROM sessions WHERE disconnected_at IS NULL) AS sessions_open,
           (SELECT COALESCE(SUM(messages), 0) FROM sessions) AS session_messages,
           (SELECT COALESCE(SUM(bytes), 0) FROM sessions) AS session_bytes`);
  if (row === undefined) throw new Error('SELECT without FROM yielded no row');
  const {
    oldest,
    newest,
    nodes_online,
    gateways_online,
    sessions,
    sessions_open,
    session_messages,
    session_bytes,
    ...rest
  } = row;
  return {
    ...rest,
    samples: countSamples(reader),
    nodesOnline: nodes_online,
    gatewaysOnline: gateways_online,
    oldestPacketAt: oldest,
    newestPacketAt: newest,
    sessions: { current: sessions_open, total: sessions, messages: session_messages, bytes: session_bytes },
  };
}
