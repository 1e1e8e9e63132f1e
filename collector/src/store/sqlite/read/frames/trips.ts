/** Traceroutes as people think of them: a request and its reply are one. */
import type { Traceroute } from '@mesh-observatory/contract/resources';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import type { Reader } from '../connection.js';
import type { Placed } from '../lists/list-reader.js';
import { isOneOf, sql } from '../sql.js';

/** A request with the best that is known of both ways. */
export interface Trip extends Traceroute {
  /** A reply was received by a gateway. */
  readonly answered: boolean;
  /** The way to the destination is known to its end; else as far as a gateway overheard it. */
  readonly arrived: boolean;
  /** The same of the way back. */
  readonly returned: boolean;
}

function readRequestIds(reader: Reader, rows: readonly number[]): Map<number, number> {
  return new Map(
    reader.tuples(sql<[row: number, requestId: number]>`
      SELECT p.packet_row, p.request_id FROM packets p
      WHERE ${isOneOf(sql`p.packet_row`, rows)} AND p.request_id IS NOT NULL AND p.request_id <> 0`),
  );
}

/** Firmware gives up before. */
const LONGEST_ANSWER_MS = 5 * MINUTE_MS;

/** The request that a reply without a request id answers: the newest one between the same nodes. */
function requestOf(placed: readonly Placed<Traceroute>[], reply: Traceroute): number | undefined {
  return placed.find(
    ({ item: { kind, fromId, toId, at } }) =>
      kind === 'request' &&
      fromId === reply.fromId &&
      toId === reply.toId &&
      at <= reply.at &&
      at >= reply.at - LONGEST_ANSWER_MS,
  )?.item.packetId;
}

/** More hops known is better; of equally many the newer. */
const better = (known: Traceroute | undefined, found: Traceroute) =>
  known === undefined || found.route.length + found.routeBack.length > known.route.length + known.routeBack.length
    ? found
    : known;

function tripOf(request: Traceroute | undefined, reply: Traceroute | undefined, packetId: number): Trip | undefined {
  const best = reply ?? request;
  if (best === undefined) return undefined;
  return {
    ...best,
    at: request?.at ?? best.at,
    packetId,
    answered: reply !== undefined,
    arrived: reply !== undefined || best.complete,
    returned: best.snrBack.length > best.routeBack.length,
  };
}

/** Newest first, as the traceroutes are. */
export function tripsOf(reader: Reader, placed: readonly Placed<Traceroute>[]): Trip[] {
  const requestIds = readRequestIds(
    reader,
    placed.filter(({ item }) => item.kind === 'reply').map(({ key }) => Number(key[1])),
  );
  const trips = new Map<string, { packetId: number; request?: Traceroute; reply?: Traceroute }>();
  for (const { item, key } of placed) {
    const requestId = item.kind === 'reply' ? (requestIds.get(Number(key[1])) ?? requestOf(placed, item)) : undefined;
    const packetId = requestId ?? item.packetId;
    const id = `${item.fromId}/${item.toId}/${packetId}`;
    const trip = trips.get(id) ?? { packetId };
    trips.set(id, { ...trip, [item.kind]: better(trip[item.kind], item) });
  }
  return [...trips.values()].flatMap(({ request, reply, packetId }) => tripOf(request, reply, packetId) ?? []);
}
