import type Feature from 'ol/Feature';
import type OlMap from 'ol/Map';
import type Geometry from 'ol/geom/Geometry';
import type BaseLayer from 'ol/layer/Base';
import BaseVectorLayer from 'ol/layer/BaseVector';
import LayerGroup from 'ol/layer/Group';
import VectorSource from 'ol/source/Vector';
import { WORLD } from '../geo/mercator';
import type { MapNode } from '../frames/model';
import { thingOf, TOLERANCE_PX, type MapItem } from '../layers/item';
import { itemOrCluster } from '../layers/nodes/clusters';
import { nodeItem } from '../layers/nodes/items';

/** Radius of the largest marker, a cluster, with some tolerance. */
const REACH_PX = 34;

export interface Picked {
  readonly item: MapItem;
  /** Further nodes at the same pixel, as those that share a coarse position. */
  readonly below: readonly MapNode[];
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

const reachOf = (feature: Feature<Geometry>, { kind, thing }: MapItem) => kind.reach?.(thing, feature) ?? TOLERANCE_PX;

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
        const item = itemOrCluster(feature);
        const [nearX = Infinity, nearY = Infinity] = feature.getGeometry()?.getClosestPoint([at, y]) ?? [];
        const distance = Math.hypot(nearX - at, nearY - y) / resolution;
        if (item !== undefined && distance <= reachOf(feature, item) && isDrawn(feature)) {
          items.push({ item, rank: item.kind.rank, distance });
        }
      });
    }
  }
  const [first, ...others] = items
    .sort((left, right) => left.rank - right.rank || left.distance - right.distance)
    .map(({ item }) => item);
  return first && { item: first, below: furtherNodes(first, others) };
}

function furtherNodes(picked: MapItem, others: readonly MapItem[]): MapNode[] {
  const first = thingOf(picked, nodeItem);
  const nodes = others.map((other) => thingOf(other, nodeItem)).filter((node) => node !== undefined);
  return [...new Map(nodes.map((node) => [node.id, node])).values()].filter(({ id }) => id !== first?.id);
}
