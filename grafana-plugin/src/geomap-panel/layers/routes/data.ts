import { isolated } from '@mesh-observatory/contract/isolated';
import type { DataFrame } from '@grafana/data';
import { findField, numberAt, positionAt, textAt, timeAt } from '../../frames/fields';
import { fieldNamed, hasField, type LayerData } from '../../frames/layerData';
import type { LonLat, MapNode, RowRef } from '../../frames/model';

export interface RouteHop {
  readonly direction: 'towards' | 'back';
  /** 1, 2, … along the direction. */
  readonly index: number;
  readonly from: string;
  readonly to: string;
  readonly fromName: string;
  readonly toName: string;
  /** undefined: the node or its position is unknown. */
  readonly start: LonLat | undefined;
  readonly end: LonLat | undefined;
  /** dB; undefined: not reported. */
  readonly snr: number | undefined;
  /** dB above the decoding limit of the modem preset; undefined: not stated. */
  readonly margin?: number | undefined;
  /** Kind of link the hop is evidence of, such as `internet`; undefined: not stated. */
  readonly kind: string | undefined;
  /** The way was only overheard: where it went on is not known. */
  readonly partial?: boolean;
  readonly ref: RowRef;
}

export interface MapRoute {
  readonly id: string;
  readonly time: number;
  /** Names of the origin and the destination; undefined: not stated. */
  readonly title?: string | undefined;
  readonly hops: readonly RouteHop[];
}

/** Traceroutes out of a frame with one row per hop, newest first. */
export function readRoutes(frame: DataFrame, nodeById: ReadonlyMap<string, MapNode>): MapRoute[] {
  const columns = {
    id: fieldNamed(frame, 'packetId'),
    time: fieldNamed(frame, 'time'),
    direction: fieldNamed(frame, 'direction'),
    hop: fieldNamed(frame, 'hop'),
    kind: fieldNamed(frame, 'kind'),
    from: fieldNamed(frame, 'fromId'),
    to: fieldNamed(frame, 'toId'),
    fromName: fieldNamed(frame, 'fromName'),
    toName: fieldNamed(frame, 'toName'),
    partial: fieldNamed(frame, 'partial'),
    title: fieldNamed(frame, 'routeName'),
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

const placesOfHop = ({ start, end }: RouteHop) => [start, end].filter((place) => place !== undefined);

export const routesData: LayerData<readonly MapRoute[]> = {
  id: 'hops',
  frameKinds: ['hops'],
  empty: [],
  recognizes: (frame) => ['hop', 'direction', 'fromId'].every((name) => hasField(frame, name)),
  read: (frames, { nodeById }) => frames.flatMap((frame) => readRoutes(frame, nodeById)),
  at: (routes, moment) => routes.filter(({ time }) => time <= moment),
  places: (routes) => routes.flatMap(({ hops }) => hops.flatMap(placesOfHop)),
};
