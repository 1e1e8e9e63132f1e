// Generated from the files in this folder by `npm run registries`; do not edit.
import type { FrameBuilders } from '../frames/context.js';
import { buildChannels } from './channels.js';
import { buildCollector } from './collector.js';
import { buildCutpoints } from './cutpoints.js';
import { buildEvents } from './events.js';
import { buildFindings } from './findings.js';
import { buildGateways } from './gateways.js';
import { buildLinkpairs } from './linkpairs.js';
import { buildLinks } from './links.js';
import { buildMessages } from './messages.js';
import { buildNodegraph } from './nodegraph.js';
import { buildNodes } from './nodes.js';
import { buildPackets } from './packets.js';
import { buildPositions } from './positions.js';
import { buildSignal } from './signal.js';
import { buildStat } from './stat.js';
import { buildTimeseries } from './timeseries.js';
import { buildTraceroutes } from './traceroutes.js';
import { buildTraffic } from './traffic.js';
import { buildValues } from './values.js';
import { buildWaypoints } from './waypoints.js';

/** The builder of the frames of every query type. */
export const frameBuilders: FrameBuilders = {
  channels: buildChannels,
  collector: buildCollector,
  cutpoints: buildCutpoints,
  events: buildEvents,
  findings: buildFindings,
  gateways: buildGateways,
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
