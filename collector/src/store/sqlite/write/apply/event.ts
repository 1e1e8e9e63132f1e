import type { Measurements, MeshEvent } from '../../../../model.js';
import type { Identity } from './identity.js';
import type { Positions } from './position.js';
import type { Samples } from './telemetry.js';
import type { Texts } from './text.js';
import type { Topology } from './topology.js';
import type { ApplyWaypoint } from './waypoint.js';
import type { EventContext } from '../reception-update.js';

export interface ApplyEventParts {
  readonly identity: Identity;
  readonly topology: Topology;
  readonly positions: Positions;
  readonly samples: Samples;
  readonly texts: Texts;
  readonly applyWaypoint: ApplyWaypoint;
}

/**
 * Applies the events of a packet to what is stored about nodes, links and messages. When events of the packet were
 * applied before (`context.before`), from a copy that said less, they are taken back first.
 */
export type ApplyContent = (events: readonly MeshEvent[], context: EventContext) => void;

const isMeasured = (event: MeshEvent): event is MeshEvent & Partial<Measurements> =>
  event.type === 'telemetry' || event.type === 'store_forward' || event.type === 'position';

export function createApplyContent(parts: ApplyEventParts): ApplyContent {
  const { identity, topology, positions, samples, texts, applyWaypoint } = parts;

  function apply(event: MeshEvent, context: EventContext): void {
    switch (event.type) {
      case 'node_info':
        identity.nodeInfo(event, context);
        break;
      case 'map_report':
        identity.mapReport(event, context);
        break;
      case 'position':
        positions.apply(event, context);
        samples.apply(event, context);
        break;
      case 'telemetry':
      case 'store_forward':
        samples.apply(event, context);
        break;
      case 'text':
        if (event.kind === 'status') identity.status(event.text, context);
        texts.apply(event, context);
        break;
      case 'waypoint':
        applyWaypoint(event, context);
        break;
      case 'neighbor_info': // links, below
      case 'traceroute':
      case 'routing': // stored with the packet
      case 'gateway_status': // about a gateway, not from a packet
        break;
    }
  }

  function retract(events: readonly MeshEvent[], context: EventContext): void {
    const { before } = context;
    if (before === null) return;
    const has = (type: MeshEvent['type']) => before.events.some((event) => event.type === type);
    for (const event of before.events) if (isMeasured(event)) samples.retract(event, before.at, context);
    if (has('position')) positions.retract(before.at, context);
    if (has('text') && !events.some(({ type }) => type === 'text')) texts.retract(context);
  }

  return (events, context) => {
    retract(events, context);
    for (const event of events) apply(event, context);
    topology.content(events, context);
  };
}
