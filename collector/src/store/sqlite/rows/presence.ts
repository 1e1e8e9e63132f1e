/** SQL expression for the state of a row of `nodes` (alias `n`). */
export const NODE_STATE = `CASE WHEN n.online = 0 THEN 'silent'
  WHEN n.last_heard < (SELECT heard_since FROM listening) THEN 'unknown'
  WHEN (SELECT late FROM node_presence np WHERE np.node_num = n.node_num) = 1 THEN 'late' ELSE 'online' END`;

/** SQL expression for the state of a row of `gateways` (alias `g`). */
export const GATEWAY_STATE = `CASE WHEN g.online = 0 THEN 'silent'
  WHEN g.last_seen < (SELECT heard_since FROM listening) THEN 'unknown'
  WHEN (SELECT late FROM gateway_presence gp WHERE gp.gateway_num = g.gateway_num) = 1 THEN 'late' ELSE 'online' END`;
