import { t } from '@grafana/i18n';
import type Feature from 'ol/Feature';
import type { FeatureLike } from 'ol/Feature';
import LineString from 'ol/geom/LineString';
import Point from 'ol/geom/Point';
import VectorLayer from 'ol/layer/Vector';
import Fill from 'ol/style/Fill';
import RegularShape from 'ol/style/RegularShape';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import Text from 'ol/style/Text';
import type { GrafanaTheme2 } from '@grafana/data';
import type { LonLat, MapRoute, RouteHop } from '../../frames/model';
import { directedCurve, pointAlong } from '../../geo/curve';
import { pairsOf } from '../../geo/mercator';
import { mapPalette } from '../../scene/colors';
import type { Scene } from '../../scene/scene';
import { signalColor } from '../../scene/signal';
import { BatchSource, createFeatureSync } from '../featureSync';
import { ITEM, type LayerState, type MeshLayer } from '../layer';

/** Part of a route between two known positions; spans several hops if the nodes in between have no known position. */
export interface RouteLeg {
  readonly key: string;
  readonly route: MapRoute;
  readonly hop: RouteHop;
  readonly start: LonLat;
  readonly end: LonLat;
  /** Number of hops it spans. */
  readonly hops: number;
}

const BULGE = 0.09;

/** The route asked for, else the newest. */
export const shownRoute = ({ mesh, routeId }: Pick<Scene, 'mesh' | 'routeId'>): MapRoute | undefined =>
  mesh.routes.find(({ id }) => id === routeId) ?? mesh.routes[0];

/** Legs of one direction: unknown hops are bridged by a straight guess from the last known place to the next. */
function legsOf(route: MapRoute, direction: RouteHop['direction']): RouteLeg[] {
  const legs: RouteLeg[] = [];
  const hops = route.hops.filter((hop) => hop.direction === direction).sort((a, b) => a.index - b.index);
  let start: LonLat | undefined;
  let skipped = 0;
  for (const hop of hops) {
    start ??= hop.start;
    skipped += 1;
    if (start !== undefined && hop.end !== undefined) {
      legs.push({ key: `${direction}/${hop.index}`, route, hop, start, end: hop.end, hops: skipped });
      start = hop.end;
      skipped = 0;
    }
  }
  return legs;
}

export const routeLegs = (route: MapRoute | undefined): RouteLeg[] =>
  route === undefined ? [] : [...legsOf(route, 'towards'), ...legsOf(route, 'back')];

function legStyles(line: LineString, leg: RouteLeg, resolution: number, { theme, options }: LayerState): Style[] {
  const { halo, label } = mapPalette(theme);
  const color = directionColor(leg.hop.direction, theme);
  const guessed = leg.hops > 1;
  const isInternet = !guessed && leg.hop.kind === 'internet';
  const overheard = leg.hop.partial === true ? [8, 8] : undefined;
  const lineDash = guessed ? [2, 7] : isInternet ? [10, 6, 2, 6] : overheard;
  const styles = [
    new Style({ stroke: new Stroke({ color: halo, width: 7, lineCap: 'round' }) }),
    new Style({ stroke: new Stroke({ color, width: 3, lineCap: 'round', ...(lineDash && { lineDash }) }) }),
  ];
  const way = pairsOf(line.getCoordinates());
  const [head, middle] = [pointAlong(way, 0.68), pointAlong(way, 0.45)];
  if (head !== undefined && line.getLength() / resolution > 40) {
    const image = new RegularShape({
      points: 3,
      radius: 8,
      rotation: Math.PI / 2 - head.angle,
      rotateWithView: true,
      fill: new Fill({ color }),
      stroke: new Stroke({ color: halo, width: 1.5 }),
    });
    styles.push(new Style({ geometry: new Point([...head.at]), image }));
  }
  if (options.routes.labels && middle !== undefined && line.getLength() / resolution > 70) {
    const measured = guessed || leg.hop.snr === undefined ? '?' : `${leg.hop.snr.toFixed(1)} dB`;
    const snr = isInternet ? t('layers.routes-internet', 'internet') : measured;
    const text = new Text({
      text: `${leg.hop.index} · ${snr}`,
      font: `600 11px ${theme.typography.fontFamily}`,
      fill: new Fill({ color: label }),
      backgroundFill: new Fill({ color: theme.colors.background.elevated }),
      backgroundStroke: new Stroke({ color: guessed ? color : signalColor(leg.hop, theme), width: 1.5 }),
      padding: [2, 5, 1, 5],
    });
    styles.push(new Style({ geometry: new Point([...middle.at]), text, zIndex: 2 }));
  }
  return styles;
}

export const directionColor = (direction: RouteHop['direction'], theme: GrafanaTheme2) =>
  theme.visualization.getColorByName(direction === 'towards' ? 'blue' : 'orange');

function createRoutesLayer() {
  const source = new BatchSource<LineString>();
  let state: LayerState | undefined;
  const coordinates = ({ start, end }: RouteLeg) => directedCurve(start, end, BULGE).map(([x, y]) => [x, y]);
  const style = (feature: FeatureLike, resolution: number) => {
    const line = (feature as Feature<LineString>).getGeometry();
    return state && line && legStyles(line, feature.get('leg') as RouteLeg, resolution, state);
  };
  const sync = createFeatureSync<RouteLeg, LineString>(source, {
    idOf: ({ key, route }) => `${route.id}/${key}`,
    createGeometry: (leg) => new LineString(coordinates(leg)),
    updateGeometry: (geometry, leg, before) => {
      if (String([leg.start, leg.end]) !== String([before.start, before.end])) {
        geometry.setCoordinates(coordinates(leg));
      }
    },
    assign: (feature, leg) => {
      feature.set('leg', leg, true);
      feature.set(ITEM, { type: 'hop', route: leg.route, hop: leg.hop }, true);
    },
  });
  return {
    layer: new VectorLayer({ source, style }),
    draw: (next: LayerState) => {
      state = next;
      sync(routeLegs(shownRoute(next.scene)));
    },
  };
}

export const routesLayer: MeshLayer = {
  id: 'mesh-routes',
  label: () => t('layers.routes', 'Traceroute'),
  zIndex: 70,
  isEnabled: ({ routes }) => routes.show,
  count: ({ mesh }) => mesh.routes.length,
  create: createRoutesLayer,
};
