import { t } from '@grafana/i18n';
import Point from 'ol/geom/Point';
import VectorLayer from 'ol/layer/Vector';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import Text from 'ol/style/Text';
import { dataOf } from '../../frames/layerData';
import { toXY } from '../../geo/mercator';
import { mapPalette } from '../../scene/colors';
import type { Scene } from '../../scene/scene';
import { BatchSource, createFeatureSync } from '../featureSync';
import { labelStyle } from '../labelStyle';
import { ITEM, type MapItem } from '../item';
import { isSameStyle } from '../sameStyle';
import type { LayerState, MeshLayer } from '../layer';
import { waypointsData, type MapWaypoint } from './data';
import { WAYPOINT_RADIUS, waypointItem } from './item';

/** Waypoints that have not expired at the moment shown. */
export const visibleWaypoints = ({ mesh, at }: Scene): MapWaypoint[] =>
  dataOf(mesh, waypointsData).filter(({ expiresAt = Infinity }) => expiresAt > at);

function waypointStyles({ icon, name }: MapWaypoint, { theme, options }: LayerState): Style[] {
  const { accent, halo, land } = mapPalette(theme);
  const plate = new CircleStyle({
    radius: WAYPOINT_RADIUS,
    fill: new Fill({ color: land }),
    stroke: new Stroke({ color: accent, width: 1.5 }),
  });
  const dot = new CircleStyle({ radius: 4, fill: new Fill({ color: accent }), stroke: new Stroke({ color: halo }) });
  const emoji = new Text({ text: icon, font: `13px ${theme.typography.fontFamily}`, offsetY: 1 });
  return [
    new Style({ image: plate }),
    icon === '' ? new Style({ image: dot }) : new Style({ text: emoji }),
    ...(options.waypoints.labels && name !== ''
      ? [labelStyle({ text: name, offset: WAYPOINT_RADIUS + 3, strong: false, faint: false }, theme)]
      : []),
  ];
}

const pointOf = ({ position }: MapWaypoint) => [...toXY(position)];

function createWaypointsLayer() {
  const source = new BatchSource<Point>();
  let state: LayerState | undefined;
  const sync = createFeatureSync<MapWaypoint, Point>(source, {
    idOf: ({ id }) => id,
    createGeometry: (waypoint) => new Point(pointOf(waypoint)),
    updateGeometry: (geometry, waypoint, before) => {
      if (String(waypoint.position) !== String(before.position)) {
        geometry.setCoordinates(pointOf(waypoint));
      }
    },
    assign: (feature, waypoint) => {
      const { name, icon } = (feature.get(ITEM) as MapItem<MapWaypoint> | undefined)?.thing ?? {};
      feature.set(ITEM, { kind: waypointItem, thing: waypoint }, true);
      return name !== waypoint.name || icon !== waypoint.icon;
    },
  });
  const layer = new VectorLayer({
    source,
    style: (feature) => {
      const { thing } = feature.get(ITEM) as MapItem<MapWaypoint>;
      return state && waypointStyles(thing, state);
    },
  });
  return {
    layer,
    draw: (next: LayerState) => {
      const isKept = isSameStyle(state, next);
      state = next;
      sync(visibleWaypoints(next.scene));
      if (!isKept) {
        source.changed();
      }
    },
  };
}

export const waypointsLayer: MeshLayer = {
  id: 'mesh-waypoints',
  label: () => t('layers.waypoints', 'Waypoints'),
  zIndex: 75,
  isEnabled: ({ waypoints }) => waypoints.show,
  count: ({ scene }) => visibleWaypoints(scene).length,
  create: createWaypointsLayer,
};
