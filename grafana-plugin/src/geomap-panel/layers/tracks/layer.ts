import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { t } from '@grafana/i18n';
import type Feature from 'ol/Feature';
import type { FeatureLike } from 'ol/Feature';
import MultiLineString from 'ol/geom/MultiLineString';
import MultiPoint from 'ol/geom/MultiPoint';
import Point from 'ol/geom/Point';
import VectorLayer from 'ol/layer/Vector';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import RegularShape from 'ol/style/RegularShape';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import type { MapTrack } from '../../frames/model';
import { pairsOf, toXY, type XY } from '../../geo/mercator';
import { trackPieces } from '../../geo/trackAt';
import { categoryColor, mapPalette } from '../../scene/colors';
import { BatchSource, createFeatureSync } from '../featureSync';
import { ITEM, type MapItem } from '../item';
import { isSameStyle } from '../sameStyle';
import type { LayerScale, LayerState, MeshLayer } from '../layer';
import { trackItem } from './item';

const ARROW_EVERY_PX = 90;
const DOT_MIN_PX = 9;

/** Whether a track has more than one position. */
export function moves({ fixes }: MapTrack): boolean {
  const [first] = fixes;
  return fixes.some(({ position }) => position[0] !== first?.position[0] || position[1] !== first.position[1]);
}

export const trackColor = (theme: GrafanaTheme2, track: MapTrack) => categoryColor(theme, track.nodeId);

/** Places along a line at least `spacing` apart, with the direction of travel there. */
export function arrowsAlong(line: readonly XY[], spacing: number): Array<{ at: XY; angle: number }> {
  const arrows: Array<{ at: XY; angle: number }> = [];
  let traveled = spacing / 2;
  for (let index = 1; index < line.length; index += 1) {
    const [from, to] = [line[index - 1], line[index]];
    if (from === undefined || to === undefined) {
      continue;
    }
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(dx, dy);
    traveled += length;
    if (traveled >= spacing && length > 0) {
      traveled = 0;
      arrows.push({ at: [from[0] + dx / 2, from[1] + dy / 2], angle: Math.atan2(dy, dx) });
    }
  }
  return arrows;
}

/** Fixes that are at least some pixels apart, so that a parked node is not a blob. */
function thinned(points: readonly number[][], distance: number): number[][] {
  const kept: number[][] = [];
  for (const point of points) {
    const last = kept.at(-1);
    const [x = 0, y = 0] = point;
    if (last === undefined || Math.hypot(x - (last[0] ?? 0), y - (last[1] ?? 0)) >= distance) {
      kept.push(point);
    }
  }
  return kept;
}

function trackStyles(
  line: MultiLineString,
  color: string,
  resolution: number,
  { options, theme }: LayerState,
): Style[] {
  const { halo, land } = mapPalette(theme);
  const { width, arrows } = options.tracks;
  const pieces = line.getCoordinates().map(pairsOf);
  const points = thinned(line.getCoordinates().flat(), DOT_MIN_PX * resolution);
  const dot = new CircleStyle({
    radius: width * 0.5 + 1.2,
    fill: new Fill({ color: land }),
    stroke: new Stroke({ color, width: 1.2 }),
  });
  const styles = [
    new Style({ stroke: new Stroke({ color: halo, width: width + 2 }) }),
    new Style({ stroke: new Stroke({ color: colorManipulator.alpha(color, 0.9), width }) }),
    new Style({ geometry: new MultiPoint(points), image: dot }),
  ];
  const heads = arrows ? pieces.flatMap((piece) => arrowsAlong(piece, ARROW_EVERY_PX * resolution)) : [];
  for (const { at, angle } of heads.slice(0, 200)) {
    const image = new RegularShape({
      points: 3,
      radius: width + 3.5,
      rotation: Math.PI / 2 - angle,
      rotateWithView: true,
      fill: new Fill({ color }),
      stroke: new Stroke({ color: halo, width: 1 }),
    });
    styles.push(new Style({ geometry: new Point([...at]), image }));
  }
  return styles;
}

function createTracksLayer() {
  const source = new BatchSource<MultiLineString>();
  let state: LayerState | undefined;
  const gapMs = () => (state?.options.tracks.gapMinutes ?? 0) * MINUTE_MS || Infinity;
  const coordinates = (track: MapTrack) =>
    trackPieces(track, state?.scene.at ?? Infinity, gapMs()).map((piece) =>
      piece.map(({ position }) => [...toXY(position)]),
    );

  const style = (feature: FeatureLike, resolution: number) => {
    const line = (feature as Feature<MultiLineString>).getGeometry();
    if (state === undefined || line === undefined) {
      return undefined;
    }
    const { thing: track } = feature.get(ITEM) as MapItem<MapTrack>;
    return trackStyles(line, trackColor(state.theme, track), resolution, state);
  };

  const drawn = new Map<string, string>();
  /** Key of everything the line depends on. */
  const signature = ({ fixes }: MapTrack) => {
    const [first, last] = [fixes[0], fixes.at(-1)];
    return [
      fixes.length,
      first?.time,
      last?.time,
      last?.position,
      Math.min(state?.scene.at ?? 0, last?.time ?? 0),
      gapMs(),
    ].join();
  };
  const sync = createFeatureSync<MapTrack, MultiLineString>(source, {
    idOf: ({ nodeId, frame }) => `${frame.refId ?? ''}/${nodeId}`,
    createGeometry: (track) => {
      drawn.set(track.nodeId, signature(track));
      return new MultiLineString(coordinates(track));
    },
    updateGeometry: (geometry, track) => {
      if (drawn.get(track.nodeId) !== signature(track)) {
        drawn.set(track.nodeId, signature(track));
        geometry.setCoordinates(coordinates(track));
      }
    },
    assign: (feature, track) => {
      feature.set(ITEM, { kind: trackItem, thing: track }, true);
      // Its line is its geometry; what else it looks like depends on the options alone.
      return false;
    },
  });

  return {
    layer: new VectorLayer({ source, style }),
    draw: (next: LayerState) => {
      const isKept = isSameStyle(state, next);
      state = next;
      sync(next.scene.mesh.tracks.filter(moves));
      if (!isKept) {
        source.changed();
      }
    },
  };
}

const MAX_TRACK_NAMES = 8;

/** The node of each track, unless there are too many to list. */
function trackScale({ scene, theme }: LayerState): LayerScale | undefined {
  const tracks = scene.mesh.tracks.filter(moves);
  const steps = tracks.map((track) => ({ label: track.name, color: trackColor(theme, track) }));
  return tracks.length > MAX_TRACK_NAMES ? undefined : { title: '', kind: 'steps', steps, swatch: 'line' };
}

export const tracksLayer: MeshLayer = {
  id: 'mesh-tracks',
  label: () => t('layers.tracks', 'Tracks'),
  zIndex: 50,
  isEnabled: ({ tracks }) => tracks.show,
  count: ({ scene }) => scene.mesh.tracks.filter(moves).length,
  scale: trackScale,
  create: createTracksLayer,
};
