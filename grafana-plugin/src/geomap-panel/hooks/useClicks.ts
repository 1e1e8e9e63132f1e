import { useEffect, type RefObject } from 'react';
import type LayerGroup from 'ol/layer/Group';
import type OlMap from 'ol/Map';
import type MapBrowserEvent from 'ol/MapBrowserEvent';
import { unByKey } from 'ol/Observable';
import type { MapNode } from '../frames/model';
import { thingOf, type MapItem } from '../layers/item';
import { clusterItem, nodeItem } from '../layers/nodes/items';
import { guarded } from '../map/guarded';
import { pickAt } from '../map/pick';
import { fitTo, MAX_SEPARATING_ZOOM } from '../map/view';
import { isPlaced } from '../scene/scene';
import type { MapState } from './useMapState';

/** Zooms in until the nodes of a cluster are apart. False: they are too close to each other. */
function openCluster(map: OlMap, nodes: readonly MapNode[]): boolean {
  const places = nodes.filter(isPlaced).map(({ position }) => position);
  const apart = new Set(places.map(String)).size > 1;
  return (
    apart &&
    (map.getView().getZoom() ?? 0) < MAX_SEPARATING_ZOOM &&
    fitTo(map, places, { maxZoom: MAX_SEPARATING_ZOOM, animate: true, everything: true })
  );
}

const idsOf = (nodes: readonly MapNode[]) => nodes.map(({ id }) => id);

/** A click selects a thing, a click on the background clears the selection, Shift adds a node to the selection. */
export function useClicks(
  map: OlMap,
  ground: RefObject<{ readonly basemap: { readonly group: LayerGroup } } | null>,
  { select, pin, selected, tool }: MapState,
  onProblem: (error: unknown) => void,
): void {
  useEffect(() => {
    if (tool !== undefined) {
      return undefined;
    }
    const pick = (item: MapItem, below: readonly MapNode[], isAdding: boolean) => {
      const nodes = item.kind.nodes?.(item.thing);
      if (nodes === undefined) {
        pin(item);
      } else if (item.kind !== clusterItem || !openCluster(map, nodes)) {
        const isNode = thingOf(item, nodeItem) !== undefined;
        select(isNode && isAdding ? [...new Set([...selected, ...idsOf(nodes)])] : idsOf(nodes), below);
      }
    };
    const click = guarded(({ pixel, originalEvent }: MapBrowserEvent) => {
      const picked = ground.current === null ? undefined : pickAt(map, pixel, ground.current.basemap.group);
      if (picked === undefined) {
        select([]);
      } else {
        pick(picked.item, picked.below, originalEvent instanceof MouseEvent && originalEvent.shiftKey);
      }
    }, onProblem);
    const key = map.on('click', (event) => click(event as MapBrowserEvent));
    return () => unByKey(key);
  }, [map, ground, select, pin, selected, tool, onProblem]);
}
