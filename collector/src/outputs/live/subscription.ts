import type { ConnectionMessage } from '@mesh-observatory/contract/live';
import { defaultLiveKinds, liveKinds, type LiveKind } from '@mesh-observatory/contract/live-protocol';
import type { Bounds } from '@mesh-observatory/contract/resources';
import type { Facets, Point } from './change-item.js';

export type Compression = 'none' | 'gzip';
type Subscribe = Extract<ConnectionMessage, { type: 'subscribe' }>;

/** The changes a client asks for. Equal subscriptions have equal keys, and their clients share everything that is sent. */
export interface Subscription {
  readonly key: string;
  readonly kinds: readonly LiveKind[];
  readonly compression: Compression;
  /** All conditions that were given must hold. */
  matches(facets: Facets): boolean;
  /** True when everything matches. */
  readonly unfiltered: boolean;
  withoutKinds(kinds: readonly LiveKind[]): Subscription;
}

type SubscriptionRequest = Pick<Subscribe, 'kinds' | 'nodeIds' | 'gatewayIds' | 'channels' | 'bounds' | 'compression'>;

/** An empty list of nodes, gateways or channels means "all", as everywhere in the API; an empty list of kinds "none". */
export function createSubscription(request: SubscriptionRequest): Subscription {
  const chosen = new Set(request.kinds ?? defaultLiveKinds);
  const kinds = liveKinds.filter((kind) => chosen.has(kind));
  const compression = request.compression ?? 'none';
  const nodeIds = sorted(request.nodeIds);
  const gatewayIds = sorted(request.gatewayIds);
  const channels = sorted(request.channels);
  const { bounds } = request;
  const area = bounds === undefined ? null : [bounds.west, bounds.south, bounds.east, bounds.north];
  const conditions = [
    ...anyOf(nodeIds, (facets) => facets.nodeIds),
    ...anyOf(gatewayIds, (facets) => facets.gatewayIds),
    ...anyOf(channels, (facets) => facets.channels),
    ...(bounds === undefined ? [] : [({ points }: Facets) => points.some((point) => isInside(bounds, point))]),
  ];
  return {
    key: JSON.stringify([kinds, nodeIds, gatewayIds, channels, area, compression]),
    kinds,
    compression,
    matches: (facets) => conditions.every((holds) => holds(facets)),
    unfiltered: conditions.length === 0,
    withoutKinds: (removed) =>
      createSubscription({ ...request, kinds: kinds.filter((kind) => !removed.includes(kind)) }),
  };
}

const sorted = (names: readonly string[] | undefined) => [...new Set(names)].sort();

type Condition = (facets: Facets) => boolean;

function anyOf(wanted: readonly string[], named: (facets: Facets) => readonly string[]): Condition[] {
  if (wanted.length === 0) return [];
  const names = new Set(wanted);
  return [(facets) => named(facets).some((name) => names.has(name))];
}

/** `west > east` means the area crosses the date line. */
function isInside({ west, south, east, north }: Bounds, { latitude, longitude }: Point): boolean {
  if (latitude < south || latitude > north) return false;
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
}
