import type { Waypoint } from '@mesh-observatory/contract/resources';
import { anyOf, nodeNums, olderThan, onChannels, textMatches, type ListReader, type Placed } from './list-reader.js';
import { inRange, allOf, inside, sql, type Sql } from '../sql.js';
import type { Reader } from '../connection.js';
import { toWaypoint, type WaypointRow } from '../../rows/waypoint.js';

/** Waypoints (`w`) that exist at this time. A deleted one has expired; retention removes both later. */
export const notExpired = (at: number) => sql`(w.expire_at IS NULL OR w.expire_at > ${at})`;

/** Newest first; `where` may use `w`. */
export function selectWaypoints(reader: Reader, where: Sql, limit: number): Placed<Waypoint>[] {
  const rows = reader.all(sql<WaypointRow>`
    SELECT w.*, c.name AS channel FROM waypoints w JOIN channels c USING (channel_id)
    WHERE ${where} ORDER BY w.at DESC, w.waypoint_id DESC LIMIT ${limit}`);
  return rows.map((row) => ({ key: [row.at, row.waypoint_id], item: toWaypoint(row) }));
}

export const listWaypoints: ListReader<Waypoint> = {
  keyShape: ['number', 'number'],
  select(reader, filter, after, limit) {
    const where = allOf([
      notExpired(reader.now),
      anyOf(sql`w.from_num`, nodeNums(filter.nodeIds)),
      onChannels(sql`w.channel_id`, filter.channels),
      filter.bounds === undefined ? sql`TRUE` : inside(sql`w.latitude`, sql`w.longitude`, filter.bounds),
      sql`(${textMatches(sql`w.name`, filter.search)} OR ${textMatches(sql`w.description`, filter.search)})`,
      inRange(sql`w.at`, filter),
      olderThan(sql`w.at`, sql`w.waypoint_id`, after),
    ]);
    return selectWaypoints(reader, where, limit);
  },
};
