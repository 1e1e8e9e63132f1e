/**
 * Filters of each list. The reader implements these and no others; the HTTP output answers 400 to the rest,
 * so that a filter is never silently ignored.
 */
import type { ListFilter, ResourceName } from './resources.js';

export const listFilterKeys: Record<ResourceName, readonly (keyof ListFilter)[]> = {
  /** `from`/`to`: when the node was last heard; `gatewayIds`: of its newest packet; `channels`: it was heard on, in the range. */
  nodes: ['nodeIds', 'gatewayIds', 'channels', 'roles', 'bounds', 'search', 'online', 'from', 'to', 'limit', 'cursor'],
  positions: ['nodeIds', 'bounds', 'from', 'to', 'limit', 'cursor'],
  telemetry: ['nodeIds', 'metrics', 'from', 'to', 'limit', 'cursor'],
  messages: ['nodeIds', 'channels', 'kinds', 'search', 'from', 'to', 'limit', 'cursor'],
  packets: ['nodeIds', 'gatewayIds', 'channels', 'portnums', 'from', 'to', 'limit', 'cursor'],
  /** `nodeIds`: either end. */
  traceroutes: ['nodeIds', 'kinds', 'from', 'to', 'limit', 'cursor'],
  /** `nodeIds`, `bounds`: either end; `from`/`to`: when the link was last seen. */
  links: ['nodeIds', 'kinds', 'bounds', 'from', 'to', 'limit', 'cursor'],
  /** `from`/`to`: the range of the statistics, not a filter on gateways. */
  gateways: ['gatewayIds', 'bounds', 'search', 'online', 'from', 'to', 'limit', 'cursor'],
  waypoints: ['nodeIds', 'channels', 'bounds', 'search', 'from', 'to', 'limit', 'cursor'],
  events: ['nodeIds', 'kinds', 'search', 'from', 'to', 'limit', 'cursor'],
  traffic: ['gatewayIds', 'channels', 'portnums', 'from', 'to', 'limit', 'cursor'],
};
