import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import Polygon, { circular } from 'ol/geom/Polygon';
import VectorLayer from 'ol/layer/Vector';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import { formatDistance } from '../../describe/format';
import { toXY, unwrapLongitude, type XY } from '../../geo/mercator';
import { mapPalette } from '../../scene/colors';
import type { Scene } from '../../scene/scene';
import { BatchSource, createFeatureSync } from '../featureSync';
import { ITEM, type ItemKind } from '../item';
import type { LayerState, MeshLayer } from '../layer';
import type { GeofenceBox, MapWaypoint } from '../waypoints/data';
import { waypointItem } from '../waypoints/item';
import { visibleWaypoints } from '../waypoints/layer';

/** A circle or a rectangle of a waypoint's geofence. */
export interface GeofenceArea {
  readonly key: string;
  readonly waypoint: MapWaypoint;
  readonly shape: 'circle' | 'box';
  readonly ring: readonly XY[];
}

const CORNERS = 64;

function circleRing({ position: [longitude, latitude] }: MapWaypoint, radiusM: number): XY[] {
  const [ring = []] = circular([longitude, latitude], radiusM, CORNERS).getCoordinates();
  return ring.map(([x = 0, y = 0]) => toXY([unwrapLongitude(x, longitude), y]));
}

function boxRing({ west, south, east, north }: GeofenceBox): XY[] {
  const right = east < west ? east + 360 : east;
  return [toXY([west, south]), toXY([right, south]), toXY([right, north]), toXY([west, north]), toXY([west, south])];
}

export const geofenceAreas = (scene: Scene): GeofenceArea[] =>
  visibleWaypoints(scene).flatMap((waypoint) => {
    const { radiusM, box } = waypoint.geofence ?? {};
    const area = (shape: GeofenceArea['shape'], ring: XY[]) => ({
      key: `${waypoint.id}/${shape}`,
      waypoint,
      shape,
      ring,
    });
    return [
      ...(radiusM === undefined ? [] : [area('circle', circleRing(waypoint, radiusM))]),
      ...(box === undefined ? [] : [area('box', boxRing(box))]),
    ];
  });

export const geofenceItem: ItemKind<GeofenceArea> = {
  type: 'geofence',
  rank: 55,
  describe: ({ waypoint, shape }, options) => {
    const described = waypointItem.describe(waypoint, options);
    const distance = formatDistance(waypoint.geofence?.radiusM ?? 0);
    return {
      ...described,
      title: t('describe.geofence', 'Geofence of {{waypoint}}', { waypoint: described.title }),
      subtitle:
        shape === 'circle'
          ? t('describe.geofence-circle', '{{distance}} around the waypoint', { distance })
          : t('describe.geofence-box', 'Rectangle'),
    };
  },
};

function areaStyle(theme: GrafanaTheme2): Style {
  const { accent } = mapPalette(theme);
  return new Style({
    fill: new Fill({ color: colorManipulator.alpha(accent, 0.08) }),
    stroke: new Stroke({ color: accent, width: 1.5, lineDash: [8, 4] }),
  });
}

const coordinates = ({ ring }: GeofenceArea) => [ring.map(([x, y]) => [x, y])];

function createGeofencesLayer() {
  const source = new BatchSource<Polygon>();
  const layer = new VectorLayer({ source });
  let drawnTheme: GrafanaTheme2 | undefined;
  const sync = createFeatureSync<GeofenceArea, Polygon>(source, {
    idOf: ({ key }) => key,
    createGeometry: (area) => new Polygon(coordinates(area)),
    updateGeometry: (geometry, area, before) => {
      if (String(area.ring) !== String(before.ring)) {
        geometry.setCoordinates(coordinates(area));
      }
    },
    assign: (feature, area) => {
      feature.set(ITEM, { kind: geofenceItem, thing: area }, true);
      return false;
    },
  });
  return {
    layer,
    draw: ({ theme, scene }: LayerState) => {
      if (drawnTheme !== theme) {
        drawnTheme = theme;
        layer.setStyle(areaStyle(theme));
      }
      sync(geofenceAreas(scene));
    },
  };
}

export const geofencesLayer: MeshLayer = {
  id: 'mesh-geofences',
  label: () => t('layers.geofences', 'Geofences'),
  zIndex: 45,
  isEnabled: ({ geofences }) => geofences.show,
  count: ({ scene }) => geofenceAreas(scene).length,
  create: createGeofencesLayer,
};
