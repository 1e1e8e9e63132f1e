import type OlMap from 'ol/Map';
import type { LonLat, MapNode, MeshData } from '../frames/model';
import { extentAround, withoutOutliers } from '../geo/extent';
import { toLonLat, toXY, wrapLongitude } from '../geo/mercator';
import { isPlaced } from '../scene/scene';

const MOVE_MS = 280;
/** Zoom up to which a cluster is opened; nodes that still overlap are listed. */
export const MAX_SEPARATING_ZOOM = 17;

/** Positions that "fit to data" shows: those of nodes, or of everything else if no node has one. */
export function placesOf({ nodes, links, tracks, own }: MeshData): LonLat[] {
  const placed = nodes.filter(isPlaced).map(({ position }) => position);
  if (placed.length > 0) {
    return placed;
  }
  return [
    ...links.flatMap(({ start, end }) => [start, end]),
    ...tracks.flatMap(({ fixes }) => fixes.map(({ position }) => position)),
    ...[...own].flatMap(([data, all]) => data.places?.(all) ?? []),
  ];
}

export interface FitOptions {
  readonly maxZoom: number;
  readonly animate: boolean;
  /** Includes outliers. */
  readonly everything: boolean;
}

/** Shows all places, across the date line when that is the shorter way. False: there are none. */
export function fitTo(map: OlMap, places: readonly LonLat[], { maxZoom, animate, everything }: FitOptions): boolean {
  const extent = extentAround(everything ? places : withoutOutliers(places));
  const [width = 0, height = 0] = map.getSize() ?? [];
  if (extent === undefined || width === 0 || height === 0) {
    return false;
  }
  const pad = Math.min(width, height) * 0.12;
  map.getView().fit(extent, {
    size: [width, height],
    padding: [pad, pad, pad, pad],
    maxZoom,
    ...(animate ? { duration: MOVE_MS } : {}),
  });
  return true;
}

/** Goes to a place in the nearest copy of the world, no closer than `minZoom` unless the view is already. */
export function goTo(map: OlMap, place: LonLat, minZoom: number): void {
  const view = map.getView();
  const [x, y] = nearestCopy(map, place);
  view.animate({ center: [x, y], zoom: Math.max(view.getZoom() ?? minZoom, minZoom), duration: MOVE_MS });
}

export function centerOn(map: OlMap, node: MapNode): void {
  if (node.position !== undefined) {
    map.getView().setCenter([...nearestCopy(map, node.position)]);
  }
}

function nearestCopy(map: OlMap, [longitude, latitude]: LonLat) {
  const [centerX = 0, centerY = 0] = map.getView().getCenter() ?? [];
  const [centerLongitude] = toLonLat([centerX, centerY]);
  return toXY([longitude + 360 * Math.round((centerLongitude - longitude) / 360), latitude]);
}

export function zoomBy(map: OlMap, delta: number): void {
  const view = map.getView();
  view.animate({ zoom: (view.getZoom() ?? 2) + delta, duration: MOVE_MS });
}

/** Moves the view by a share of its size. */
export function panBy(map: OlMap, shareX: number, shareY: number): void {
  const view = map.getView();
  const [width = 0, height = 0] = map.getSize() ?? [];
  const [x = 0, y = 0] = view.getCenter() ?? [];
  const resolution = view.getResolution() ?? 1;
  view.animate({ center: [x + width * shareX * resolution, y + height * shareY * resolution], duration: 120 });
}

export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Bounds of the view, longitudes in -180 … 180; `west > east` across the date line. */
export function boundsOf(map: OlMap): Bounds | undefined {
  const size = map.getSize();
  if (size === undefined || map.getView().getCenter() === undefined) {
    return undefined;
  }
  const [left = 0, bottom = 0, right = 0, top = 0] = map.getView().calculateExtent(size);
  const [[west, south], [east, north]] = [toLonLat([left, bottom]), toLonLat([right, top])];
  return east - west >= 360
    ? { west: -180, south, east: 180, north }
    : { west: wrapLongitude(west), south, east: wrapLongitude(east), north };
}
