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
import { wordsOf } from '../vocabulary.js';

/** Every query type and its definition. */
export const queryDefinitions = {
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
} as const;

export type QueryType = keyof typeof queryDefinitions;
export const queryTypes = wordsOf(queryDefinitions);
