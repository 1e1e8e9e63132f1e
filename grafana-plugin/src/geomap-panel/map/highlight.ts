import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import Feature from 'ol/Feature';
import type OlMap from 'ol/Map';
import type Geometry from 'ol/geom/Geometry';
import LineString from 'ol/geom/LineString';
import Point from 'ol/geom/Point';
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import type { LonLat, MapLink } from '../frames/model';
import { directedCurve, laneBulge } from '../geo/curve';
import { toXY } from '../geo/mercator';
import { mapPalette } from '../scene/colors';

export interface Highlighted {
  /** Places to ring: the node under the pointer, or where nodes were when another panel's cursor is. */
  readonly places: readonly LonLat[];
  readonly link: MapLink | undefined;
  readonly curved: boolean;
}

function styleOf(theme: GrafanaTheme2): Style[] {
  const { accent } = mapPalette(theme);
  return [
    new Style({ stroke: new Stroke({ color: colorManipulator.alpha(accent, 0.35), width: 9, lineCap: 'round' }) }),
    new Style({
      stroke: new Stroke({ color: accent, width: 2.5 }),
      image: new CircleStyle({
        radius: 14,
        stroke: new Stroke({ color: accent, width: 2 }),
        fill: new Fill({ color: colorManipulator.alpha(accent, 0.15) }),
      }),
    }),
  ];
}

/** Highlights hovered things on a layer of its own, so that hovering does not redraw the others. */
export function createHighlight(map: OlMap) {
  const source = new VectorSource<Feature<Geometry>>();
  const layer = new VectorLayer({ source, zIndex: 85, updateWhileInteracting: true });
  map.addLayer(layer);
  return {
    show: ({ places, link, curved }: Highlighted, theme: GrafanaTheme2) => {
      layer.setStyle(styleOf(theme));
      source.clear(true);
      source.addFeatures([
        ...places.map((place) => new Feature<Geometry>(new Point([...toXY(place)]))),
        ...(link === undefined ? [] : [new Feature<Geometry>(new LineString(lineOf(link, curved)))]),
      ]);
      source.changed();
    },
    dispose: () => {
      map.removeLayer(layer);
      layer.dispose();
    },
    layer,
  };
}

const lineOf = ({ start, end, lane }: MapLink, curved: boolean) =>
  directedCurve(start, end, curved ? laneBulge(lane) : 0).map(([x, y]) => [x, y]);
