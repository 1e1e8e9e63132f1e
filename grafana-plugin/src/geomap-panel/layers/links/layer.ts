import { t } from '@grafana/i18n';
import type Feature from 'ol/Feature';
import type { FeatureLike } from 'ol/Feature';
import LayerGroup from 'ol/layer/Group';
import VectorLayer from 'ol/layer/Vector';
import VectorImageLayer from 'ol/layer/VectorImage';
import LineString from 'ol/geom/LineString';
import Point from 'ol/geom/Point';
import Fill from 'ol/style/Fill';
import RegularShape from 'ol/style/RegularShape';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import type { MapLink } from '../../frames/model';
import { flatDirectedCurve, laneBulge, pointAlong } from '../../geo/curve';
import { pairsOf } from '../../geo/mercator';
import { linkLegend } from '../../scene/signal';
import { BatchSource, createFeatureSync } from '../featureSync';
import { ITEM } from '../item';
import type { LayerState, MeshLayer } from '../layer';
import { linkItem } from './item';
import { crowdFactor, dashOf, linkLook, type LinkLook } from './linkLook';
import { linkKindsOf, LINKS_LAYER, linksKey, visibleLinks } from './linkKinds';
import { isSameStyle } from '../sameStyle';
import { createStyleCache } from '../styleCache';
import { createWebGlTwin, wantsWebGl } from '../webgl';
import { withAlpha } from '../withAlpha';
import { assignLinkGl, linkGlStyle } from '../webglStyles';

type LinkFeature = Feature<LineString>;
const LOOK = 'look';
/** Above this, lines are kept as a picture while the map is moved: redrawing them all in each frame would stutter. */
export const PICTURE_FROM = 1500;
/** Length and opacity of a line from which it gets an arrowhead. */
const ARROW_MIN_PX = 46;
const ARROW_MIN_OPACITY = 0.25;

function strokeOf({ color, width, opacity, dash }: LinkLook): Style {
  const lineDash = dashOf[dash];
  return new Style({
    stroke: new Stroke({ color: withAlpha(color, opacity), width, lineCap: 'round', ...(lineDash && { lineDash }) }),
  });
}

/** Plain stroke for thousands of links, where dashes and round ends would cost more than the line itself. */
const plainStrokeOf = ({ color, width, opacity }: LinkLook) =>
  new Style({ stroke: new Stroke({ color: withAlpha(color, opacity), width: width * 0.75, lineCap: 'butt' }) });

/** Turns are rounded to 1/48, so that arrowheads can be shared too. */
const TURNS = 48;

function arrowStyle({ color, width, opacity }: LinkLook, turn: number): RegularShape {
  return new RegularShape({
    points: 3,
    radius: 2.5 + width * 0.8,
    rotation: Math.PI / 2 - (turn * 2 * Math.PI) / TURNS,
    rotateWithView: true,
    fill: new Fill({ color: withAlpha(color, Math.min(1, opacity + 0.1)) }),
  });
}

function createArrows() {
  const shapes = createStyleCache<RegularShape>();
  return (feature: FeatureLike, resolution: number, look: LinkLook, minPx: number): Style | undefined => {
    const line = (feature as LinkFeature).getGeometry();
    const ends = line && [line.getFirstCoordinate(), line.getLastCoordinate()];
    const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = ends ?? [];
    if (line === undefined || Math.hypot(bx - ax, by - ay) / resolution < minPx) {
      return undefined;
    }
    const place = pointAlong(pairsOf(line.getCoordinates()), 0.62);
    if (place === undefined) {
      return undefined;
    }
    const turn = Math.round((place.angle / (2 * Math.PI)) * TURNS);
    const image = shapes(`${look.key}|${turn}`, () => arrowStyle(look, turn));
    return new Style({ geometry: new Point([...place.at]), image });
  };
}

const sameWay = (a: MapLink, b: MapLink) =>
  a.lane === b.lane &&
  a.start[0] === b.start[0] &&
  a.start[1] === b.start[1] &&
  a.end[0] === b.end[0] &&
  a.end[1] === b.end[1];

const inputsOf = (state: LayerState) => ({ ...state, options: state.options.links });

function createLinksLayer() {
  const source = new BatchSource<LineString>({ overlaps: false });
  const styles = createStyleCache<Style>();
  const plainStyles = createStyleCache<Style>();
  const arrowOf = createArrows();
  let state: LayerState | undefined;
  let curved = true;
  let crowd = 1;
  let isWebGl = false;
  const coordinates = ({ start, end, lane }: MapLink) => flatDirectedCurve(start, end, curved ? laneBulge(lane) : 0);

  const lineStyle = (feature: FeatureLike) => {
    const look = feature.get(LOOK) as LinkLook;
    return styles(look.key, () => strokeOf(look));
  };
  const plainStyle = (feature: FeatureLike) => {
    const look = feature.get(LOOK) as LinkLook;
    return plainStyles(look.key, () => plainStrokeOf(look));
  };
  const styleWithArrows = (feature: FeatureLike, resolution: number) => {
    const look = feature.get(LOOK) as LinkLook;
    const isWanted = state?.options.links.arrows === true && look.opacity >= ARROW_MIN_OPACITY;
    const arrow = isWanted ? arrowOf(feature, resolution, look, ARROW_MIN_PX / crowd) : undefined;
    return arrow === undefined ? lineStyle(feature) : [lineStyle(feature), arrow];
  };
  // Lines of one look in a row are drawn with one stroke.
  const renderOrder = (left: FeatureLike, right: FeatureLike) =>
    (left.get(LOOK) as LinkLook).order - (right.get(LOOK) as LinkLook).order;
  const live = new VectorLayer({ source, style: styleWithArrows, renderOrder });
  const picture = new VectorImageLayer({ source, style: plainStyle, renderOrder, imageRatio: 1.6, visible: false });

  const layer = new LayerGroup({ layers: [live, picture] });
  const twin = createWebGlTwin({ group: layer, source, styleOf: linkGlStyle, onReady: () => state && draw(state) });

  const sync = createFeatureSync<MapLink, LineString>(source, {
    idOf: ({ id }) => id,
    createGeometry: (link) => new LineString(coordinates(link), 'XY'),
    updateGeometry: (geometry, link, before) => {
      if (!sameWay(link, before)) {
        geometry.setFlatCoordinates('XY', coordinates(link));
      }
    },
    assign: (feature, link) => {
      if (state === undefined) {
        return false;
      }
      feature.set(ITEM, { kind: linkItem, thing: link }, true);
      const look = linkLook(link, inputsOf(state), crowd);
      const before = feature.get(LOOK) as LinkLook | undefined;
      feature.set(LOOK, look, true);
      if (isWebGl) {
        assignLinkGl(feature, look);
      }
      return before?.key !== look.key;
    },
  });

  function draw(next: LayerState) {
    const before = { crowd, isWebGl };
    const isKept = isSameStyle(state, next);
    state = next;
    if (curved !== next.options.links.curved) {
      curved = next.options.links.curved;
      sync([]);
    }
    const links = visibleLinks(inputsOf(next));
    crowd = crowdFactor(links.length);
    isWebGl = twin.use(wantsWebGl(next.options.renderer, links.length), next.theme);
    picture.setVisible(!isWebGl && links.length > PICTURE_FROM);
    live.setVisible(!isWebGl && links.length <= PICTURE_FROM);
    sync(links, isKept && before.crowd === crowd && before.isWebGl === isWebGl);
  }
  return { layer, draw };
}

export const linksLayer: MeshLayer = {
  id: LINKS_LAYER,
  label: () => t('layers.links', 'Links'),
  zIndex: 60,
  isEnabled: ({ links }) => links.show,
  count: (state) => visibleLinks(inputsOf(state)).length,
  isListed: ({ scene }) => scene.mesh.links.length > 0,
  scale: ({ scene, theme }) => ({ ...linkLegend(scene.mesh.links, scene.at, theme), swatch: 'line' }),
  kinds: (state) => linkKindsOf(inputsOf(state)),
  key: (state) => linksKey(inputsOf(state)),
  create: createLinksLayer,
};
