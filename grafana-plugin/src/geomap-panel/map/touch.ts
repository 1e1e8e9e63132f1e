import type OlMap from 'ol/Map';
import type MapBrowserEvent from 'ol/MapBrowserEvent';
import { noModifierKeys, primaryAction } from 'ol/events/condition';

const isTouch = ({ originalEvent }: MapBrowserEvent) =>
  'pointerType' in originalEvent && originalEvent.pointerType === 'touch';

/** The map is moved with the mouse, or with two fingers: one finger scrolls the page. */
export function isMapDrag(event: MapBrowserEvent): boolean {
  return isTouch(event) ? (event.activePointers?.length ?? 0) > 1 : noModifierKeys(event) && primaryAction(event);
}

/** Calls back when a finger alone tries to move the map. Returns a function that stops it. */
export function watchOneFinger(map: OlMap, onTry: () => void): () => void {
  const viewport = map.getViewport();
  const move = ({ touches }: TouchEvent) => {
    if (touches.length === 1) {
      onTry();
    }
  };
  viewport?.addEventListener('touchmove', move, { passive: true });
  return () => viewport?.removeEventListener('touchmove', move);
}
