import { isolated } from '@mesh-observatory/contract/isolated';
import type { DataFrame } from '@grafana/data';
import { findField, numberAt, positionAt, textAt, timeAt } from './fields';
import type { LonLat, MapNode, MapRoute, RouteHop } from './model';

const fieldOf = (frame: DataFrame, name: string) => frame.fields.find((field) => field.name === name);

/** Traceroutes out of a frame with one row per hop, newest first. */
export function readRoutes(frame: DataFrame, nodeById: ReadonlyMap<string, MapNode>): MapRoute[] {
  const columns = {
    id: fieldOf(frame, 'packetId'),
    time: fieldOf(frame, 'time'),
    direction: fieldOf(frame, 'direction'),
    hop: fieldOf(frame, 'hop'),
    kind: fieldOf(frame, 'kind'),
    from: fieldOf(frame, 'fromId'),
    to: fieldOf(frame, 'toId'),
    fromName: fieldOf(frame, 'fromName'),
    toName: fieldOf(frame, 'toName'),
    partial: fieldOf(frame, 'partial'),
    title: fieldOf(frame, 'routeName'),
  };
  // A list of traceroutes has no hops of its own to draw.
  if (columns.hop === undefined) {
    return [];
  }
  const placeOf = (id: string, end: 'source' | 'target', row: number): LonLat | undefined =>
    nodeById.get(id)?.position ??
    positionAt(findField(frame, `${end}Latitude`), findField(frame, `${end}Longitude`), row);
  const routes = new Map<string, { id: string; time: number; title: string | undefined; hops: RouteHop[] }>();
  for (let row = 0; row < frame.length; row += 1) {
    const time = timeAt(columns.time, row) ?? 0;
    const id = `${textAt(columns.id, row) ?? ''}@${time}`;
    const [from, to] = [textAt(columns.from, row) ?? '', textAt(columns.to, row) ?? ''];
    const route = routes.get(id) ?? { id, time, title: textAt(columns.title, row), hops: [] };
    route.hops.push({
      direction: textAt(columns.direction, row) === 'back' ? 'back' : 'towards',
      index: numberAt(columns.hop, row) ?? route.hops.length + 1,
      from,
      to,
      fromName: textAt(columns.fromName, row) ?? from,
      toName: textAt(columns.toName, row) ?? to,
      start: placeOf(from, 'source', row),
      end: placeOf(to, 'target', row),
      snr: numberAt(findField(frame, 'snr'), row),
      margin: numberAt(findField(frame, 'margin'), row),
      kind: textAt(columns.kind, row),
      partial: columns.partial?.values[row] === true,
      ref: { frame, row },
    });
    routes.set(id, route);
  }
  return [...routes.values()].sort((left, right) => right.time - left.time);
}

/** `HILL → LAKE`: who asked for whom; where that is not stated, the first and last known node of the route. */
export function routeTitle(route: MapRoute): string {
  if (route.title !== undefined) {
    return route.title;
  }
  const towards = route.hops.filter(({ direction }) => direction === 'towards');
  const path = towards.length > 0 ? towards : route.hops;
  return [path[0]?.fromName, path.at(-1)?.toName].map((name = '?') => isolated(name)).join(' → ');
}
