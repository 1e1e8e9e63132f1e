import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Waypoint } from '@mesh-observatory/contract/resources';
import { parseNodeId } from '../../../../model.js';
import { readDirectory, shortNameOf } from '../directory.js';
import { textMatches } from '../lists/list-reader.js';
import { notExpired, selectWaypoints } from '../lists/waypoints.js';
import { inScope, resolveScope } from '../scope.js';
import { allOf, inside, isOneOf, sql } from '../sql.js';
import { idColumn, nameColumn, type FrameBuilder } from '../frames/context.js';
import { buildFrame, truncation, type Column } from '../frames/frame.js';

const text = (name: string, displayName: string, value: (waypoint: Waypoint) => string): Column<Waypoint> => ({
  name,
  type: 'string',
  config: { displayName },
  value,
});

const coordinate = (name: 'latitude' | 'longitude', displayName: string): Column<Waypoint> => ({
  name,
  type: 'number',
  config: { displayName, decimals: 5 },
  value: (waypoint) => waypoint[name],
});

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
      notices: truncation(found.length > limit, `Only the ${limit} waypoints changed last are shown.`),
      columns: [
        { name: 'time', type: 'time', nullable: false, config: { displayName: 'Time' }, value: ({ at }) => at },
        { name: 'id', type: 'number', config: { displayName: 'Id', decimals: 0 }, value: (w) => w.waypointId },
        text('name', 'Name', ({ name }) => name),
        text('description', 'Description', ({ description }) => description),
        text('icon', 'Icon', ({ icon }) => icon),
        coordinate('latitude', 'Latitude'),
        coordinate('longitude', 'Longitude'),
        idColumn(context, 'fromId', 'From', ({ fromId }) => fromId),
        nameColumn(context, 'fromName', 'From name', 'fromId', ({ fromId }) => shortNameOf(directory, fromId)),
        text('channel', 'Channel', ({ channel }) => channel),
        idColumn(context, 'lockedTo', 'Locked to', ({ lockedTo }) => lockedTo),
        {
          name: 'geofenceRadius',
          type: 'number',
          config: { displayName: 'Geofence radius', unit: 'lengthm' },
          value: ({ geofence }) => geofence?.radius ?? null,
        },
        { name: 'expiresAt', type: 'time', config: { displayName: 'Expires' }, value: ({ expireAt }) => expireAt },
      ],
      rows,
    }),
  ];
};
