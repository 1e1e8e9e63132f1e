import type { PresenceState } from '@mesh-observatory/contract/presence';
import { sql, type Sql } from './sql.js';

const heardSince = sql`(SELECT heard_since FROM listening)`;
const nodeIsLate = sql`EXISTS (SELECT 1 FROM node_presence np WHERE np.node_num = n.node_num AND np.late = 1)`;
const gatewayIsLate = sql`EXISTS (SELECT 1 FROM gateway_presence gp WHERE gp.gateway_num = g.gateway_num AND gp.late = 1)`;

/** The node `n` is online or late. */
export const nodeIsOnline = sql`(n.online = 1 AND n.last_heard >= ${heardSince})`;
/** The gateway `g` is online or late. */
export const gatewayIsOnline = sql`(g.online = 1 AND g.last_seen >= ${heardSince})`;

const nodeConditions: Readonly<Record<PresenceState, Sql>> = {
  online: sql`${nodeIsOnline} AND NOT ${nodeIsLate}`,
  late: sql`${nodeIsOnline} AND ${nodeIsLate}`,
  silent: sql`n.online = 0`,
  unknown: sql`n.online = 1 AND n.last_heard < ${heardSince}`,
};
const gatewayConditions: Readonly<Record<PresenceState, Sql>> = {
  online: sql`${gatewayIsOnline} AND NOT ${gatewayIsLate}`,
  late: sql`${gatewayIsOnline} AND ${gatewayIsLate}`,
  silent: sql`g.online = 0`,
  unknown: sql`g.online = 1 AND g.last_seen < ${heardSince}`,
};

/** The node `n` is in this state. */
export const nodeIs = (state: PresenceState): Sql => nodeConditions[state];
/** The gateway `g` is in this state. */
export const gatewayIs = (state: PresenceState): Sql => gatewayConditions[state];

/** State of the node `n`, as a column. */
export const nodeState = sql`CASE WHEN n.online = 0 THEN 'silent' WHEN n.last_heard < ${heardSince} THEN 'unknown'
  WHEN ${nodeIsLate} THEN 'late' ELSE 'online' END`;
/** State of the gateway `g`, as a column. */
export const gatewayState = sql`CASE WHEN g.online = 0 THEN 'silent' WHEN g.last_seen < ${heardSince} THEN 'unknown'
  WHEN ${gatewayIsLate} THEN 'late' ELSE 'online' END`;
