import { useEffect, useState, type RefObject } from 'react';
import type OlMap from 'ol/Map';
import type LayerGroup from 'ol/layer/Group';
import { unByKey } from 'ol/Observable';
import { guarded } from '../map/guarded';
import { pickAt } from '../map/pick';
import type { MapItem } from '../layers/item';

export interface Hover {
  readonly item: MapItem;
  /** Page coordinates of the pointer. */
  readonly x: number;
  readonly y: number;
  /** For tracks: the fix nearest to the pointer. */
  readonly row: number | undefined;
  readonly time: number | undefined;
}

/** The thing under the pointer, looked up at most once per animation frame and not while the map is dragged. */
export function useHover(
  map: OlMap,
  ground: RefObject<{ readonly basemap: { readonly group: LayerGroup } } | null>,
  isOn: boolean,
  onProblem: (error: unknown) => void,
) {
  const [hover, setHover] = useState<Hover>();
  useEffect(() => {
    if (!isOn) {
      return undefined;
    }
    let frame = 0;
    const clear = () => {
      cancelAnimationFrame(frame);
      map.getTargetElement()?.style.removeProperty('cursor');
      setHover(undefined);
    };
    const move = map.on('pointermove', (event) => {
      cancelAnimationFrame(frame);
      const { originalEvent, pixel, coordinate, dragging } = event;
      if (dragging || !(originalEvent instanceof PointerEvent) || originalEvent.pointerType === 'touch') {
        return;
      }
      const look = guarded(() => {
        const picked = ground.current === null ? undefined : pickAt(map, pixel, ground.current.basemap.group);
        map.getTargetElement()?.style.setProperty('cursor', picked === undefined ? '' : 'pointer');
        const fix = picked?.item.kind.nearestRow?.(picked.item.thing, coordinate);
        setHover(
          picked && {
            item: picked.item,
            x: originalEvent.clientX,
            y: originalEvent.clientY,
            row: fix?.row,
            time: fix?.time,
          },
        );
      }, onProblem);
      frame = requestAnimationFrame(look);
    });
    const moved = map.on('movestart', clear);
    const viewport = map.getViewport();
    viewport?.addEventListener('pointerleave', clear);
    return () => {
      unByKey([move, moved]);
      viewport?.removeEventListener('pointerleave', clear);
      clear();
    };
  }, [map, ground, isOn, onProblem]);
  return isOn ? hover : undefined;
}
