import type { QueryType } from '../contract';
import type { SubEditor } from './subEditor';
import { EventsEditor } from './types/EventsEditor';
import { GatewaysEditor } from './types/GatewaysEditor';
import { LinksEditor } from './types/LinksEditor';
import { MessagesEditor } from './types/MessagesEditor';
import { NodegraphEditor } from './types/NodegraphEditor';
import { NodesEditor } from './types/NodesEditor';
import { PacketsEditor } from './types/PacketsEditor';
import { PositionsEditor } from './types/PositionsEditor';
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
};
