import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { SubEditor } from './subEditor';
import { ChannelsEditor } from './types/ChannelsEditor';
import { CollectorEditor } from './types/CollectorEditor';
import { CutpointsEditor } from './types/CutpointsEditor';
import { EventsEditor } from './types/EventsEditor';
import { FindingsEditor } from './types/FindingsEditor';
import { GatewaysEditor } from './types/GatewaysEditor';
import { LinkpairsEditor } from './types/LinkpairsEditor';
import { LinksEditor } from './types/LinksEditor';
import { MessagesEditor } from './types/MessagesEditor';
import { NodegraphEditor } from './types/NodegraphEditor';
import { NodesEditor } from './types/NodesEditor';
import { PacketsEditor } from './types/PacketsEditor';
import { PositionsEditor } from './types/PositionsEditor';
import { SignalEditor } from './types/SignalEditor';
import { StatEditor } from './types/StatEditor';
import { TimeseriesEditor } from './types/TimeseriesEditor';
import { TraceroutesEditor } from './types/TraceroutesEditor';
import { TrafficEditor } from './types/TrafficEditor';
import { ValuesEditor } from './types/ValuesEditor';

export const subEditors: Record<QueryType, SubEditor> = {
  timeseries: TimeseriesEditor,
  nodes: NodesEditor,
  positions: PositionsEditor,
  links: LinksEditor,
  messages: MessagesEditor,
  packets: PacketsEditor,
  traceroutes: TraceroutesEditor,
  events: EventsEditor,
  traffic: TrafficEditor,
  gateways: GatewaysEditor,
  nodegraph: NodegraphEditor,
  stat: StatEditor,
  values: ValuesEditor,
  channels: ChannelsEditor,
  linkpairs: LinkpairsEditor,
  cutpoints: CutpointsEditor,
  findings: FindingsEditor,
  collector: CollectorEditor,
  signal: SignalEditor,
};
