import type { MeshEvent } from '../../../../model.js';
import type { Identity } from './identity.js';
import type { ApplyPosition } from './position.js';
import type { ApplySamples } from './telemetry.js';
import type { ApplyText } from './text.js';
import type { Topology } from './topology.js';
import type { ApplyWaypoint } from './waypoint.js';
import type { EventContext } from '../reception-update.js';

export interface ApplyEventParts {
  readonly identity: Identity;
  readonly topology: Topology;
  readonly applyPosition: ApplyPosition;
  readonly applySamples: ApplySamples;
  readonly applyText: ApplyText;
  readonly applyWaypoint: ApplyWaypoint;
}

/** Applies one event of a packet to what is stored about nodes, links and messages. */
export type ApplyEvent = (event: MeshEvent, context: EventContext) => void;

export function createApplyEvent(parts: ApplyEventParts): ApplyEvent {
  const { identity, topology } = parts;
  return (event, context) => {
    switch (event.type) {
      case 'node_info':
        identity.nodeInfo(event, context);
        break;
      case 'map_report':
        identity.mapReport(event, context);
        break;
      case 'position':
        parts.applyPosition(event, context);
        parts.applySamples({ samples: event.samples ?? [], unknown: event.unknown ?? [] }, context);
        break;
      case 'telemetry':
      case 'store_forward':
        parts.applySamples(event, context);
        break;
      case 'text':
        if (event.kind === 'status') identity.status(event.text, context);
        parts.applyText(event, context);
        break;
      case 'neighbor_info':
        topology.neighbors(event, context);
        break;
      case 'traceroute':
        topology.traceroute(event, context);
        break;
      case 'waypoint':
        parts.applyWaypoint(event, context);
        break;
      case 'routing': // stored with the packet
      case 'gateway_status': // about a gateway, not from a packet
        break;
    }
  };
}
