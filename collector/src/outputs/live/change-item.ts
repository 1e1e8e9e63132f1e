import type { LiveKind } from '@mesh-observatory/contract/live-protocol';
import type { Change } from '../../store/store.js';
import type { Facets } from './facets.js';

/** One change on its way to the clients. What is derived from it is made once, however many clients want it. */
export interface ChangeItem {
  readonly kind: LiveKind;
  readonly change: Change;
  /** What is sent: the patch of a node, all of anything else. */
  readonly json: string;
  /** All of a node, for those who have not seen it. */
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
