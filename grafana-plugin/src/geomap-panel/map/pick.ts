import type OlMap from 'ol/Map';
import type BaseLayer from 'ol/layer/Base';
import LayerGroup from 'ol/layer/Group';
import { clusterItem } from '../layers/clusters';
import type { MapItem } from '../layers/layer';

const HIT_TOLERANCE_PX = 5;
/** What is meant when several things are under the pointer. */
const priority: Record<MapItem['type'], number> = {
  node: 0,
  cluster: 1,
  hop: 2,
  link: 3,
  track: 4,
  cell: 5,
  coverage: 6,
};

export interface Picked {
  readonly item: MapItem;
  /** Further nodes at the same pixel, as those that share a coarse position. */
  readonly below: readonly MapItem[];
}

function leaves(layer: BaseLayer): BaseLayer[] {
  return layer instanceof LayerGroup ? layer.getLayers().getArray().flatMap(leaves) : [layer];
}

/** The thing at a pixel of the map. */
export function pickAt(map: OlMap, pixel: number[], ground: LayerGroup): Picked | undefined {
  const ignored = new Set(leaves(ground));
  const items: MapItem[] = [];
  map.forEachFeatureAtPixel(
    pixel,
    (feature) => {
      const item = clusterItem(feature);
      if (item !== undefined) {
        items.push(item);
      }
    },
    { hitTolerance: HIT_TOLERANCE_PX, layerFilter: (layer) => !ignored.has(layer) },
  );
  const ranked = items
    .map((item, index) => ({ item, rank: priority[item.type] * 1000 + index }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ item }) => item);
  const [item] = ranked;
  if (item === undefined) {
    return undefined;
  }
  const seen = new Set<string>(item.type === 'node' ? [item.node.id] : []);
  const below = ranked.slice(1).filter((other) => {
    const isNew = other.type === 'node' && !seen.has(other.node.id);
    if (isNew) {
      seen.add(other.node.id);
    }
    return isNew;
  });
  return { item, below };
}
