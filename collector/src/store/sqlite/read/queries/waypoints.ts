import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { waypointColumns } from '@mesh-observatory/contract/queries/waypoints';
import type { Waypoint } from '@mesh-observatory/contract/resources';
import { parseNodeId } from '../../../../model.js';
import { readDirectory, shortNameOf } from '../directory.js';
import { textMatches } from '../lists/list-reader.js';
import { notExpired, selectWaypoints } from '../lists/waypoints.js';
import { inScope, resolveScope } from '../scope.js';
import { allOf, inside, isOneOf, sql } from '../sql.js';
import { columnsOf } from '../frames/columns.js';
import type { FrameBuilder } from '../frames/context.js';
import { buildFrame, limitNotice } from '../frames/frame.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

/**
 * One row per waypoint that exists at the end of the range, the latest changed first. `bounds` is about its own place.
 */
export const buildWaypoints: FrameBuilder<'waypoints'> = (context) => {
  const { reader, query, range } = context;
  const scope = resolveScope(reader, { ...query, bounds: undefined, search: undefined });
  const limit = query.limit ?? queryDefinitions.waypoints.limit.default;
  const where = allOf([
    sql`w.at < ${range.to}`,
    notExpired(Math.min(range.to, reader.now)),
    inScope(sql`w.from_num`, scope.nodes),
    isOneOf(sql`w.channel_id`, scope.channelIds),
    query.bounds === undefined ? sql`TRUE` : inside(sql`w.latitude`, sql`w.longitude`, query.bounds),
    sql`(${textMatches(sql`w.name`, query.search)} OR ${textMatches(sql`w.description`, query.search)})`,
  ]);
  const found = selectWaypoints(reader, where, limit + 1);
  const rows = found.slice(0, limit).map(({ item }) => item);
  const directory = readDirectory(
    reader,
    rows.map(({ fromId }) => parseNodeId(fromId) ?? 0),
  );
  return [
    buildFrame<Waypoint>({
      kind: 'waypoints',
      refId: query.refId,
      notices: limitNotice(query, found.length > limit, `Only the ${limit} waypoints changed last are shown.`),
      columns: columnsOf<typeof waypointColumns, Waypoint>(context, waypointColumns, {
        time: (waypoint) => waypoint.at,
        id: (waypoint) => waypoint.waypointId,
        name: (waypoint) => waypoint.name,
        description: (waypoint) => waypoint.description,
        icon: (waypoint) => waypoint.icon,
        latitude: (waypoint) => waypoint.latitude,
        longitude: (waypoint) => waypoint.longitude,
        fromId: (waypoint) => waypoint.fromId,
        fromName: (waypoint) => shortNameOf(directory, waypoint.fromId),
        channel: (waypoint) => waypoint.channel,
        lockedTo: (waypoint) => waypoint.lockedTo,
        geofenceRadius: (waypoint) => waypoint.geofence?.radius,
        expiresAt: (waypoint) => waypoint.expireAt,
      }),
      rows,
    }),
  ];
};

export const live: LiveRule<'waypoints'> = readAgainAfter(['waypoint'], 1000);
