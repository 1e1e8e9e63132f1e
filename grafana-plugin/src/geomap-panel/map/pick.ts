import type Feature from 'ol/Feature';
import type OlMap from 'ol/Map';
import type Geometry from 'ol/geom/Geometry';
import type BaseLayer from 'ol/layer/Base';
import BaseVectorLayer from 'ol/layer/BaseVector';
import LayerGroup from 'ol/layer/Group';
import VectorSource from 'ol/source/Vector';
import { WORLD } from '../geo/mercator';
import { clusterItem, clusterRadius } from '../layers/nodes/clusters';
import type { MapItem } from '../layers/layer';
import { LOOK } from '../layers/nodes/nodeStyling';
import { WAYPOINT_RADIUS } from '../layers/waypoints/layer';
import type { NodeLook } from '../scene/nodeLook';

const TOLERANCE_PX = 5;
/** Priority of things under the pointer; the lowest wins. */
const priority: Record<MapItem['type'], number> = {
  node: 0,
  waypoint: 1,
  cluster: 2,
  hop: 3,
  link: 4,
  track: 5,
  cell: 6,
  coverage: 7,
};
/** Radius of the largest marker, a cluster, with some tolerance. */
const REACH_PX = 34;

export interface Picked {
  readonly item: MapItem;
  /** Further nodes at the same pixel, as those that share a coarse position. */
  readonly below: readonly MapItem[];
}

function leaves(layer: BaseLayer): BaseLayer[] {
  return layer instanceof LayerGroup ? layer.getLayers().getArray().flatMap(leaves) : [layer];
}

interface Source {
  readonly source: VectorSource<Feature<Geometry>>;
  /** False for features that the style leaves out at this zoom. */
  readonly isDrawn: (feature: Feature<Geometry>) => boolean;
}

/** Sources of the layers that can be seen, each once: nodes are in that of their marks and that of their labels. */
function visibleSources(map: OlMap, ground: LayerGroup, resolution: number): Source[] {
  const ignored = new Set(leaves(ground));
  const found = new Map<VectorSource<Feature<Geometry>>, Source>();
  for (const layer of map.getAllLayers()) {
    const source = layer.getSource();
    if (source instanceof VectorSource && !found.has(source) && !ignored.has(layer) && layer.isVisible(map.getView())) {
      const style = layer instanceof BaseVectorLayer ? layer.getStyleFunction() : undefined;
      const isDrawn = (feature: Feature<Geometry>) => style === undefined || style(feature, resolution) !== undefined;
      found.set(source, { source, isDrawn });
    }
  }
  return [...found.values()];
}

/** Distance in pixels from its center or line at which a thing is hit. */
function reachOf(feature: Feature<Geometry>, item: MapItem): number {
  if (item.type === 'cluster') {
    return clusterRadius(item.nodes.length);
  }
  if (item.type === 'waypoint') {
    return WAYPOINT_RADIUS;
  }
  return TOLERANCE_PX + (item.type === 'node' ? ((feature.get(LOOK) as NodeLook | undefined)?.radius ?? 0) : 0);
}

/**
 * The thing at a pixel of the map, by where things are: asking the canvas what was painted there, as OpenLayers does, reads
 * pixels back from the graphics card at every move of the pointer.
 */
export function pickAt(map: OlMap, pixel: number[], ground: LayerGroup): Picked | undefined {
  const [x, y] = map.getCoordinateFromPixel(pixel) ?? [];
  const resolution = map.getView().getResolution();
  if (x === undefined || y === undefined || resolution === undefined) {
    return undefined;
  }
  // The world repeats itself, and lines go on beyond the date line.
  const home = x - WORLD * Math.round(x / WORLD);
  const columns = [home, home - WORLD, home + WORLD];
  const reach = REACH_PX * resolution;
  const items: Array<{ item: MapItem; rank: number; distance: number }> = [];
  for (const { source, isDrawn } of visibleSources(map, ground, resolution)) {
    for (const at of columns) {
      source.forEachFeatureInExtent([at - reach, y - reach, at + reach, y + reach], (feature) => {
        const item = clusterItem(feature);
        const [nearX = Infinity, nearY = Infinity] = feature.getGeometry()?.getClosestPoint([at, y]) ?? [];
        const distance = Math.hypot(nearX - at, nearY - y) / resolution;
        if (item !== undefined && distance <= reachOf(feature, item) && isDrawn(feature)) {
          items.push({ item, rank: priority[item.type], distance });
        }
      });
    }
  }
  const [first, ...others] = items
    .sort((left, right) => left.rank - right.rank || left.distance - right.distance)
    .map(({ item }) => item);
  return first && { item: first, below: furtherNodes(first, others) };
}

function furtherNodes(picked: MapItem, others: readonly MapItem[]): MapItem[] {
  const seen = new Set<string>(picked.type === 'node' ? [picked.node.id] : []);
  return others.filter((other) => {
    const isNew = other.type === 'node' && !seen.has(other.node.id);
    if (isNew) {
      seen.add(other.node.id);
    }
    return isNew;
  });
}
