import { useEffect } from 'react';
import type OlMap from 'ol/Map';
import type { MapNode } from '../frames/model';
import { goTo } from '../map/view';

/** Part of the height of the map that a card from below may cover. */
export const SHEET_SHARE = 0.6;

/** While a card covers the lower part of the map, the upper part is what is centered, and the node of the card is there. */
export function useRoomForSheet(map: OlMap, height: number, isCovered: boolean, node: MapNode | undefined): void {
  useEffect(() => {
    map.getView().padding = [0, 0, isCovered ? height * SHEET_SHARE : 0, 0];
  }, [map, height, isCovered]);

  const id = node?.id;
  const place = node?.position;
  useEffect(() => {
    if (isCovered && place !== undefined) {
      goTo(map, place, 0);
    }
    // Only when another node is picked: one that moves must not pull the map with it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [map, isCovered, id]);
}
