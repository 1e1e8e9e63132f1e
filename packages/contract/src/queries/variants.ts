// Generated from the files in this folder by `npm run registries`; do not edit.
import { attention } from './attention.js';
import { batteries } from './batteries.js';
import { changes } from './changes.js';
import { channels } from './channels.js';
import { collector } from './collector.js';
import { conversations } from './conversations.js';
import { cutpoints } from './cutpoints.js';
import { events } from './events.js';
import { findings } from './findings.js';
import { gateways } from './gateways.js';
import { inventory } from './inventory.js';
import { linkpairs } from './linkpairs.js';
import { links } from './links.js';
import { messages } from './messages.js';
import { nodegraph } from './nodegraph.js';
import { nodes } from './nodes.js';
import { packets } from './packets.js';
import { positions } from './positions.js';
import { signal } from './signal.js';
import { stat } from './stat.js';
import { timeseries } from './timeseries.js';
import { traceroutes } from './traceroutes.js';
import { traffic } from './traffic.js';
import { values } from './values.js';
import { waypoints } from './waypoints.js';
import { variant } from './variant.js';

/** Schemas of the queries, one per type. */
export const queryVariants = [
  variant('attention', attention.options),
  variant('batteries', batteries.options),
  variant('changes', changes.options),
  variant('channels', channels.options),
  variant('collector', collector.options),
  variant('conversations', conversations.options),
  variant('cutpoints', cutpoints.options),
  variant('events', events.options),
  variant('findings', findings.options),
  variant('gateways', gateways.options),
  variant('inventory', inventory.options),
  variant('linkpairs', linkpairs.options),
  variant('links', links.options),
  variant('messages', messages.options),
  variant('nodegraph', nodegraph.options),
  variant('nodes', nodes.options),
  variant('packets', packets.options),
  variant('positions', positions.options),
  variant('signal', signal.options),
  variant('stat', stat.options),
  variant('timeseries', timeseries.options),
  variant('traceroutes', traceroutes.options),
  variant('traffic', traffic.options),
  variant('values', values.options),
  variant('waypoints', waypoints.options),
] as const;
