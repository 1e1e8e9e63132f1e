// Generated from the files in this folder by `npm run registries`; do not edit.
import type { FrameBuilders } from '../frames/context.js';
import { buildAttention, live as attention } from './attention.js';
import { buildBatteries, live as batteries } from './batteries.js';
import { buildChanges, live as changes } from './changes.js';
import { buildChannels, live as channels } from './channels.js';
import { buildCollector, live as collector } from './collector.js';
import { buildConversations, live as conversations } from './conversations.js';
import { buildCutpoints, live as cutpoints } from './cutpoints.js';
import { buildEvents, live as events } from './events.js';
import { buildFindings, live as findings } from './findings.js';
import { buildGateways, live as gateways } from './gateways.js';
import { buildInventory, live as inventory } from './inventory.js';
import { buildLinkpairs, live as linkpairs } from './linkpairs.js';
import { buildLinks, live as links } from './links.js';
import { buildMessages, live as messages } from './messages.js';
import { buildNodegraph, live as nodegraph } from './nodegraph.js';
import { buildNodes, live as nodes } from './nodes.js';
import { buildPackets, live as packets } from './packets.js';
import { buildPositions, live as positions } from './positions.js';
import { buildSignal, live as signal } from './signal.js';
import { buildStat, live as stat } from './stat.js';
import { buildTimeseries, live as timeseries } from './timeseries.js';
import { buildTraceroutes, live as traceroutes } from './traceroutes.js';
import { buildTraffic, live as traffic } from './traffic.js';
import { buildValues, live as values } from './values.js';
import { buildWaypoints, live as waypoints } from './waypoints.js';
import type { LiveRules } from '../live/rule.js';

/** The builder of the frames of every query type. */
export const frameBuilders: FrameBuilders = {
  attention: buildAttention,
  batteries: buildBatteries,
  changes: buildChanges,
  channels: buildChannels,
  collector: buildCollector,
  conversations: buildConversations,
  cutpoints: buildCutpoints,
  events: buildEvents,
  findings: buildFindings,
  gateways: buildGateways,
  inventory: buildInventory,
  linkpairs: buildLinkpairs,
  links: buildLinks,
  messages: buildMessages,
  nodegraph: buildNodegraph,
  nodes: buildNodes,
  packets: buildPackets,
  positions: buildPositions,
  signal: buildSignal,
  stat: buildStat,
  timeseries: buildTimeseries,
  traceroutes: buildTraceroutes,
  traffic: buildTraffic,
  values: buildValues,
  waypoints: buildWaypoints,
};

/** How the answer to a query of every type follows the changes of the mesh. */
export const liveRules: LiveRules = {
  attention,
  batteries,
  changes,
  channels,
  collector,
  conversations,
  cutpoints,
  events,
  findings,
  gateways,
  inventory,
  linkpairs,
  links,
  messages,
  nodegraph,
  nodes,
  packets,
  positions,
  signal,
  stat,
  timeseries,
  traceroutes,
  traffic,
  values,
  waypoints,
};
