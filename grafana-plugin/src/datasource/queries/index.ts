// Generated from the files in this folder by `npm run registries`; do not edit.
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import { attention } from './attention';
import { batteries } from './batteries';
import { changes } from './changes';
import { channels } from './channels';
import { collector } from './collector';
import { conversations } from './conversations';
import { cutpoints } from './cutpoints';
import { events } from './events';
import { findings } from './findings';
import { gateways } from './gateways';
import { inventory } from './inventory';
import { linkpairs } from './linkpairs';
import { links } from './links';
import { messages } from './messages';
import { nodegraph } from './nodegraph';
import { nodes } from './nodes';
import { packets } from './packets';
import { positions } from './positions';
import { signal } from './signal';
import { stat } from './stat';
import { timeseries } from './timeseries';
import { traceroutes } from './traceroutes';
import { traffic } from './traffic';
import { values } from './values';
import { waypoints } from './waypoints';
import type { QueryModule } from './queryModule';

/** The editor, summary and live updates of every query type. */
export const queryModules: { readonly [T in QueryType]: QueryModule<T> } = {
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
