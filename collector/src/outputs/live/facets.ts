import { parseNodeId } from '../../model.js';
import type { Node } from '@mesh-observatory/contract/resources';
import type { Change, HotState } from '../../store/store.js';

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** What a subscription can ask of a change. */
export interface Facets {
  readonly nodeIds: readonly string[];
  readonly gatewayIds: readonly string[];
  readonly channels: readonly string[];
  readonly points: readonly Point[];
}

type Placed = Readonly<Partial<Record<'latitude' | 'longitude', number | null>>>;

const pointOf = ({ latitude, longitude }: Placed): readonly Point[] =>
  typeof latitude === 'number' && typeof longitude === 'number' ? [{ latitude, longitude }] : [];

export function facetsOfNode(node: Node): Facets {
  const gatewayIds = node.lastGatewayId === null ? [] : [node.lastGatewayId];
  return {
    nodeIds: [node.nodeId],
    gatewayIds: node.gateway ? [...gatewayIds, node.nodeId] : gatewayIds,
    channels: node.channel === null ? [] : [node.channel],
    points: pointOf(node),
  };
}

/** What a change does not say about itself is taken from the nodes it is about. */
export function facetsOf(change: Change, hot: HotState): Facets {
  const about = (ids: readonly (string | null)[]) => facetsOfSubjects(ids, hot);
  switch (change.kind) {
    case 'node':
      return facetsOfNode(change.node);
    case 'position':
      return { ...about([change.position.nodeId]), points: pointOf(change.position) };
    case 'telemetry':
      return about([change.telemetry.nodeId]);
    case 'message': {
      const { fromId, toId, channel } = change.message;
      return { ...about([fromId]), nodeIds: [fromId, toId], channels: [channel] };
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
      return { ...about([fromId]), nodeIds: [fromId, toId], channels: [channel], gatewayIds };
    }
  }
}

function facetsOfSubjects(ids: readonly (string | null)[], hot: HotState): Facets {
  const nodeIds = ids.filter((id) => id !== null);
  const known = nodeIds.flatMap((id) => {
    const num = parseNodeId(id);
    const node = num === undefined ? undefined : hot.get(num);
    return node === undefined ? [] : [facetsOfNode(node)];
  });
  return {
    nodeIds,
    gatewayIds: known.flatMap(({ gatewayIds }) => gatewayIds),
    channels: known.flatMap(({ channels }) => channels),
    points: known.flatMap(({ points }) => points),
  };
}
