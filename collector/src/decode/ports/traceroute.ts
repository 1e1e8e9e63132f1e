import { Mesh, Portnums } from '@meshtastic/protobufs';
import { BROADCAST } from '../../model.js';
import type { NodeNum, TracerouteEvent, TracerouteHop } from '../../model.js';
import { readMessage } from '../protobuf.js';
import type { DecodeContext, PortDecoder } from './port.js';

/** SNR on the wire is a signed byte of quarter decibels. */
const SNR_UNKNOWN = -128;

const decibels = (quarter: number): number | null => (quarter > SNR_UNKNOWN && quarter <= 127 ? quarter / 4 : null);
const nodeOf = (num: number): NodeNum => (num === 0 ? BROADCAST : (num as NodeNum));

interface Way {
  /** Nodes between the ends. */
  readonly nodes: readonly NodeNum[];
  readonly snr: readonly (number | null)[];
  readonly hops: readonly TracerouteHop[];
}

/** Hops along the nodes; those that touch an unknown node are left out. Shared with the JSON topic. */
export function hopsAlong(nodes: readonly NodeNum[], snr: readonly (number | null)[]): TracerouteHop[] {
  return nodes.slice(1).flatMap((to, index) => {
    const from = nodes[index] ?? BROADCAST;
    if (from === BROADCAST || to === BROADCAST || from === to) return [];
    return [{ from, to, snr: snr[index] ?? null }];
  });
}

/**
 * A list as it stands in the message: each node appended itself and the SNR it heard the node before with.
 * The gateway appends itself to the copy it publishes, so it is a listener at the end, not a relay (`gateway`).
 * `end` is set when the route is complete.
 */
function wayOf(
  start: NodeNum,
  list: readonly number[],
  quarters: readonly number[],
  end: NodeNum | null,
  gateway: NodeNum | null,
): Way {
  const nodes = list.map(nodeOf);
  const snr = quarters.map(decibels);
  if (gateway !== null && nodes.at(-1) === gateway) {
    const relays = nodes.slice(0, -1);
    return { nodes: relays, snr: snr.slice(0, relays.length), hops: hopsAlong([start, ...nodes], snr) };
  }
  return { nodes, snr, hops: hopsAlong([start, ...nodes, ...(end === null ? [] : [end])], snr) };
}

/** A request travels from its sender to the target; a reply comes from the target and carries both ways. */
export function decodeTraceroute(route: Mesh.RouteDiscovery, ctx: DecodeContext): TracerouteEvent {
  const isReply = ctx.requestId !== null;
  const origin = isReply ? ctx.to : ctx.from;
  const target = isReply ? ctx.from : ctx.to;
  const complete = isReply && route.snrTowards.length === route.route.length + 1;
  // Firmware before 2.5 lists the nodes without SNR: the route is known, its SNR is not.
  const withoutSnr = isReply && route.snrTowards.length === 0 && route.route.length > 0;
  // The target of a request adds its reading, but not itself: it shows when the target is the gateway.
  const arrived = ctx.gateway === target && route.snrTowards.length === route.route.length + 1;
  const there = isReply
    ? wayOf(origin, route.route, route.snrTowards, complete || withoutSnr ? target : null, null)
    : wayOf(origin, route.route, route.snrTowards, arrived ? target : null, ctx.gateway);
  // The last hop back is known to the requester alone: it shows when the requester is the gateway.
  const backComplete = route.snrBack.length === route.routeBack.length + 1;
  const back = isReply
    ? wayOf(target, route.routeBack, route.snrBack, backComplete ? origin : null, ctx.gateway)
    : { nodes: [], snr: [], hops: [] };
  return {
    type: 'traceroute',
    kind: isReply ? 'reply' : 'request',
    origin,
    target,
    requestId: ctx.requestId,
    route: there.nodes,
    snrTowards: there.snr,
    routeBack: back.nodes,
    snrBack: back.snr,
    hops: [...there.hops, ...back.hops],
    complete,
  };
}

export const traceroute: PortDecoder = {
  port: Portnums.PortNum.TRACEROUTE_APP,
  schema: Mesh.RouteDiscoverySchema,
  decode: (payload, ctx) => [decodeTraceroute(readMessage(Mesh.RouteDiscoverySchema, payload), ctx)],
};
