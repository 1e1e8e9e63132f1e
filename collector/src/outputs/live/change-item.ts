import type { LiveKind } from '@mesh-observatory/contract/live-protocol';
import type { Node } from '@mesh-observatory/contract/resources';
import { parseNodeId, type NodeNum } from '../../model.js';
import type { Change, HotState } from '../../store/store.js';

/** A change on its way to the clients, with everything derived from it, made once for all clients. */
export interface ChangeItem {
  readonly kind: LiveKind;
  readonly change: Change;
  /** The JSON that is sent: the patch of a node, all of anything else. */
  readonly json: string;
  /** All of a node, for clients that have not seen it. */
  fullJson?: string;
  facets?: Facets;
}

export const kindOf: Readonly<Record<Change['kind'], LiveKind>> = {
  node: 'nodes',
  position: 'positions',
  telemetry: 'telemetry',
  message: 'messages',
  link: 'links',
  event: 'events',
  gateway: 'gateways',
  traceroute: 'traceroutes',
  waypoint: 'waypoints',
  packet: 'packets',
};

export function createChangeItem(change: Change): ChangeItem {
  return { kind: kindOf[change.kind], change, json: JSON.stringify(bodyOf(change)) };
}

function bodyOf(change: Change): object {
  switch (change.kind) {
    case 'node':
      return change.patch;
    case 'position':
      return change.position;
    case 'telemetry':
      return change.telemetry;
    case 'message':
      return change.message;
    case 'link':
      return change.link;
    case 'event':
      return change.event;
    case 'gateway':
      return change.gateway;
    case 'traceroute':
      return change.traceroute;
    case 'waypoint':
      return change.waypoint;
    case 'packet':
      return change.packet;
  }
}

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Properties of a change that a subscription can filter by. */
export interface Facets {
  /** With the ids that the sender had before. */
  readonly nodeIds: readonly string[];
  readonly gatewayIds: readonly string[];
  readonly channels: readonly string[];
  readonly points: readonly Point[];
}

type Placed = Readonly<Partial<Record<'latitude' | 'longitude', number | null>>>;

const pointOf = ({ latitude, longitude }: Placed): readonly Point[] =>
  typeof latitude === 'number' && typeof longitude === 'number' ? [{ latitude, longitude }] : [];

export function facetsOfNode(node: Node, hot: HotState): Facets {
  const gatewayIds = node.lastGatewayId === null ? [] : [node.lastGatewayId];
  return {
    nodeIds: [node.nodeId, ...node.formerIds],
    gatewayIds: node.gateway ? [...gatewayIds, node.nodeId] : gatewayIds,
    channels: hot.channelsOf(node.nodeNum as NodeNum),
    points: pointOf(node),
  };
}

/** The facets of a change; those it does not carry itself are taken from the nodes it is about. */
export function facetsOf(change: Change, hot: HotState): Facets {
  const about = (ids: readonly (string | null)[]) => facetsOfSubjects(ids, hot);
  switch (change.kind) {
    case 'node':
      return facetsOfNode(change.node, hot);
    case 'position':
      return { ...about([change.position.nodeId]), points: pointOf(change.position) };
    case 'telemetry':
      return about([change.telemetry.nodeId]);
    case 'message': {
      const { fromId, toId, channel } = change.message;
      const sender = about([fromId]);
      return { ...sender, nodeIds: [...sender.nodeIds, toId], channels: [channel] };
    }
    case 'link':
      return about([change.link.fromId, change.link.toId]);
    case 'event':
      return about([change.event.nodeId]);
    case 'gateway':
      return about([change.gateway.gatewayId]);
    case 'traceroute': {
      const { fromId, toId, route, routeBack } = change.traceroute;
      return { ...about([fromId, toId]), nodeIds: [fromId, toId, ...route, ...routeBack] };
    }
    case 'waypoint': {
      const { fromId, channel } = change.waypoint;
      return { ...about([fromId]), channels: [channel], points: pointOf(change.waypoint) };
    }
    case 'packet': {
      const { fromId, toId, channel, receptions } = change.packet;
      const gatewayIds = receptions.map(({ gatewayId }) => gatewayId);
      const sender = about([fromId]);
      return { ...sender, nodeIds: [...sender.nodeIds, toId], channels: [channel], gatewayIds };
    }
  }
}

function facetsOfSubjects(ids: readonly (string | null)[], hot: HotState): Facets {
  const nodeIds = ids.filter((id) => id !== null);
  const known = nodeIds.flatMap((id) => {
    const num = parseNodeId(id);
    const node = num === undefined ? undefined : hot.get(num);
    return node === undefined ? [] : [facetsOfNode(node, hot)];
  });
  return {
    nodeIds: [...nodeIds, ...known.flatMap((facets) => facets.nodeIds)],
    gatewayIds: known.flatMap(({ gatewayIds }) => gatewayIds),
    channels: known.flatMap(({ channels }) => channels),
    points: known.flatMap(({ points }) => points),
  };
}
