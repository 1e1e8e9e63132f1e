import { listFilterKeys } from '@mesh-observatory/contract/filters';
import type { ListFilter, Page, ResourceName, Resources } from '@mesh-observatory/contract/resources';
import { RequestError } from '../../../../errors.js';
import type { Reader } from '../connection.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { listEvents } from './events.js';
import { listGateways } from './gateways.js';
import { listLinks } from './links.js';
import type { ListReader } from './list-reader.js';
import { listMessages } from './messages.js';
import { listNodes } from './nodes.js';
import { listPackets } from './packets.js';
import { listPositions } from './positions.js';
import { listTelemetry } from './telemetry.js';
import { listTraceroutes } from './traceroutes.js';
import { listTraffic } from './traffic.js';
import { listWaypoints } from './waypoints.js';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

const lists: { readonly [K in ResourceName]: ListReader<Resources[K]> } = {
  nodes: listNodes,
  positions: listPositions,
  telemetry: listTelemetry,
  messages: listMessages,
  packets: listPackets,
  traceroutes: listTraceroutes,
  links: listLinks,
  gateways: listGateways,
  waypoints: listWaypoints,
  events: listEvents,
  traffic: listTraffic,
};

function checkFilter(resource: ResourceName, filter: ListFilter): number {
  const allowed: readonly string[] = listFilterKeys[resource];
  for (const [key, value] of Object.entries(filter)) {
    if (value === undefined || allowed.includes(key)) continue;
    throw new RequestError('bad_filter', `${resource} cannot be filtered by ${key}; allowed: ${allowed.join(', ')}.`);
  }
  const limit = filter.limit ?? DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new RequestError('bad_limit', `limit is ${limit}; allowed: whole numbers from 1 to ${MAX_LIMIT}.`);
  }
  return limit;
}

/** A filter on a node asks for its history under every number it had. */
function withFormerIds({ aliases }: Reader, filter: ListFilter): ListFilter {
  const { nodeIds, gatewayIds } = filter;
  return {
    ...filter,
    ...(nodeIds === undefined ? {} : { nodeIds: [...aliases.expandIds(nodeIds)] }),
    ...(gatewayIds === undefined ? {} : { gatewayIds: [...aliases.expandIds(gatewayIds)] }),
  };
}

/** One page of a resource. @throws RequestError 400 for an unknown resource, filter, limit or cursor. */
export function readList<K extends ResourceName>(reader: Reader, resource: K, filter: ListFilter): Page<Resources[K]> {
  if (!Object.hasOwn(lists, resource)) {
    throw new RequestError('bad_resource', `There is no such list; allowed: ${Object.keys(lists).join(', ')}.`);
  }
  const limit = checkFilter(resource, filter);
  const list: ListReader<Resources[K]> = lists[resource];
  const after = filter.cursor === undefined ? undefined : decodeCursor(resource, filter.cursor, list.keyShape);
  const found = list.select(reader, withFormerIds(reader, filter), after, limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const data = page.map(({ item }) => item);
  return found.length > limit && last !== undefined ? { data, nextCursor: encodeCursor(resource, last.key) } : { data };
}
