import type { GrafanaTheme2 } from '@grafana/data';
import Feature from 'ol/Feature';
import type OlMap from 'ol/Map';
import type MapBrowserEvent from 'ol/MapBrowserEvent';
import { unByKey } from 'ol/Observable';
import MultiLineString from 'ol/geom/MultiLineString';
import MultiPoint from 'ol/geom/MultiPoint';
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import type { LonLat } from '../frames/model';
import { greatCircle } from '../geo/curve';
import { toLonLat, toXY, wrapLongitude } from '../geo/mercator';
import { bearingDeg, distanceM, lineOfSight, type LineOfSight } from '../geo/sphere';
import { mapPalette } from '../scene/colors';

export interface MeasurePoint {
  readonly position: LonLat;
  /** Meters above sea level, when the point is a node that knows. */
  readonly altitude: number | undefined;
  readonly name: string | undefined;
}

export interface Measurement {
  readonly points: readonly MeasurePoint[];
  readonly totalM: number;
  /** Of the last leg. */
  readonly legM: number;
  readonly bearing: number;
  readonly backBearing: number;
  readonly sight: LineOfSight;
  readonly heightsKnown: boolean;
}

/** undefined: fewer than two points. */
export function measure(points: readonly MeasurePoint[]): Measurement | undefined {
  const [before, last] = points.slice(-2);
  if (before === undefined || last === undefined) {
    return undefined;
  }
  const legs = points
    .slice(1)
    .map((point, index) => distanceM(points[index]?.position ?? point.position, point.position));
  return {
    points,
    totalM: legs.reduce((sum, leg) => sum + leg, 0),
    legM: legs.at(-1) ?? 0,
    bearing: bearingDeg(before.position, last.position),
    backBearing: bearingDeg(last.position, before.position),
    sight: lineOfSight(before.position, before.altitude ?? 0, last.position, last.altitude ?? 0),
    heightsKnown: before.altitude !== undefined && last.altitude !== undefined,
  };
}

function measureStyle(theme: GrafanaTheme2): Style[] {
  const { accent, halo } = mapPalette(theme);
  return [
    new Style({ stroke: new Stroke({ color: halo, width: 5 }) }),
    new Style({
      stroke: new Stroke({ color: accent, width: 2, lineDash: [6, 5] }),
      image: new CircleStyle({
        radius: 4.5,
        fill: new Fill({ color: halo }),
        stroke: new Stroke({ color: accent, width: 2 }),
      }),
    }),
  ];
}

export interface MeasureParts {
  readonly map: OlMap;
  readonly theme: GrafanaTheme2;
  /** The node at a pixel, to which the measure snaps. */
  readonly nodeAt: (pixel: number[]) => MeasurePoint | undefined;
  readonly onChange: (measurement: Measurement | undefined) => void;
}

export interface MeasureTool {
  /** Takes the center of the map as the next point, for use without a pointer. */
  readonly takeMiddle: () => void;
  readonly stop: () => void;
}

/** Starts measuring: each click adds a point, and the line follows the pointer in between. */
export function startMeasure({ map, theme, nodeAt, onChange }: MeasureParts): MeasureTool {
  const line = new Feature(new MultiLineString([]));
  const dots = new Feature(new MultiPoint([]));
  const layer = new VectorLayer({
    source: new VectorSource({ features: [line, dots] }),
    style: measureStyle(theme),
    zIndex: 90,
    updateWhileInteracting: true,
  });
  let points: MeasurePoint[] = [];

  const pointAt = ({
    pixel,
    coordinate: [x = 0, y = 0],
  }: Pick<MapBrowserEvent, 'pixel' | 'coordinate'>): MeasurePoint => {
    const [longitude, latitude] = toLonLat([x, y]);
    return nodeAt(pixel) ?? { position: [wrapLongitude(longitude), latitude], altitude: undefined, name: undefined };
  };
  const draw = (all: readonly MeasurePoint[]) => {
    const legs = all.slice(1).map(({ position }, index) => greatCircle(all[index]?.position ?? position, position));
    line.getGeometry()?.setCoordinates(legs.map((leg) => leg.map(([x, y]) => [x, y])));
    dots.getGeometry()?.setCoordinates(all.map(({ position }) => [...toXY(position)]));
    onChange(measure(all));
  };
  const take = (point: MeasurePoint) => {
    points = [...points, point];
    draw(points);
  };
  const click = map.on('click', (event) => take(pointAt(event as MapBrowserEvent)));
  const move = map.on('pointermove', (event) => {
    if (points.length > 0 && !event.dragging) {
      draw([...points, pointAt(event as MapBrowserEvent)]);
    }
  });
  map.addLayer(layer);
  return {
    takeMiddle: () => {
      const coordinate = map.getView().getCenter();
      const [width = 0, height = 0] = map.getSize() ?? [];
      if (coordinate !== undefined) {
        take(pointAt({ pixel: [width / 2, height / 2], coordinate }));
      }
    },
    stop: () => {
      unByKey([click, move]);
      map.removeLayer(layer);
      onChange(undefined);
    },
  };
}
