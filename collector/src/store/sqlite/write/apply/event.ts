import type { MeshEvent } from '../../../../model.js';
import type { Identity } from './identity.js';
import type { ApplyPosition } from './position.js';
import type { ApplySamples } from './telemetry.js';
import type { ApplyText } from './text.js';
import type { Topology } from './topology.js';
import type { ApplyWaypoint } from './waypoint.js';
import type { PacketContext } from './packet-context.js';

export interface ApplyEventParts {
  readonly identity: Identity;
  readonly topology: Topology;
  readonly applyPosition: ApplyPosition;
  readonly applySamples: ApplySamples;
  readonly applyText: ApplyText;
  readonly applyWaypoint: ApplyWaypoint;
}

/** Makes true what a packet says. `replay`: a store-and-forward router repeats it. */
export type ApplyEvent = (event: MeshEvent, context: PacketContext, replay: boolean) => void;

export function createApplyEvent(parts: ApplyEventParts): ApplyEvent {
  const { identity, topology } = parts;
  return (event, context, replay) => {
    switch (event.type) {
      case 'node_info':
        identity.nodeInfo(event, context);
        break;
      case 'map_report':
        identity.mapReport(event, context);
        break;
      case 'position':
        parts.applyPosition(event, context);
        break;
      case 'telemetry':
      case 'store_forward':
        parts.applySamples(event.samples, context);
        break;
      case 'text':
        if (event.kind === 'status') identity.status(event.text, context);
        parts.applyText(event, context, replay);
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
      case 'routing': // the packet row says it all
      case 'gateway_status': // about a gateway, not from a packet
        break;
    }
  };
}
