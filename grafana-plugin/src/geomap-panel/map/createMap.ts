import Kinetic from 'ol/Kinetic';
import OlMap from 'ol/Map';
import View from 'ol/View';
import { defaults as defaultInteractions } from 'ol/interaction/defaults';
import DragPan from 'ol/interaction/DragPan';
import MouseWheelZoom from 'ol/interaction/MouseWheelZoom';
import { platformModifierKeyOnly } from 'ol/events/condition';
import { disableCoordinateWarning } from 'ol/proj';
import { toXY } from '../geo/mercator';
import type { ViewOptions } from '../types';
import { isMapDrag } from './touch';

export const MIN_ZOOM = 1;
export const MAX_ZOOM = 20;

// OpenLayers would warn about a view at 0° 0° otherwise.
disableCoordinateWarning();

/** Creates the OpenLayers map of a panel, without layers. */
export function createMap({ latitude, longitude, zoom }: ViewOptions, wheelZoom: boolean): OlMap {
  const map = new OlMap({
    controls: [],
    interactions: defaultInteractions({
      altShiftDragRotate: false,
      pinchRotate: false,
      mouseWheelZoom: false,
      dragPan: false,
    }),
    view: new View({
      center: [...toXY([longitude, latitude])],
      zoom,
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      enableRotation: false,
      constrainResolution: false,
    }),
    moveTolerance: 3,
  });
  map.addInteraction(new DragPan({ condition: isMapDrag, kinetic: new Kinetic(-0.005, 0.05, 100) }));
  map.addInteraction(new MouseWheelZoom(wheelZoom ? {} : { condition: platformModifierKeyOnly }));
  return map;
}
