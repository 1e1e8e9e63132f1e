import { t } from '@grafana/i18n';
import type { FeatureLike } from 'ol/Feature';
import type OlMap from 'ol/Map';
import { unByKey } from 'ol/Observable';
import Polygon from 'ol/geom/Polygon';
import VectorLayer from 'ol/layer/Vector';
import Fill from 'ol/style/Fill';
import Style from 'ol/style/Style';
import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import type { Sample } from '../../frames/model';
import { binHexagons, hexagonRing, type Bin } from '../../geo/hexBins';
import { groundScale, toLonLat, toXY, WORLD } from '../../geo/mercator';
import { mapPalette, mix } from '../../scene/colors';
import { marginLegend, signalColor } from '../../scene/signal';
import type { CoverageOptions } from './options';
import { BatchSource, createFeatureSync } from '../featureSync';
import { ITEM, type CoverageCell, type LayerScale, type LayerState, type MeshLayer } from '../layer';
import { createStyleCache } from '../styleCache';

const AUTO_RADIUS_PX = 22;
const COUNT_STEPS = 5;

/** Radius in Web Mercator meters: fixed on the ground at the latitude of the data, or about the same size at any zoom. */
export function cellRadius({ cellM }: CoverageOptions, zoom: number, latitude: number): number {
  if (cellM > 0) {
    return cellM / 2 / groundScale(latitude);
  }
  return (AUTO_RADIUS_PX * WORLD) / (256 * 2 ** Math.round(zoom));
}

export function coverageCell({ key, center, items }: Bin<Sample>): CoverageCell {
  const best = (values: ReadonlyArray<number | undefined>) => {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? undefined : Math.max(...known);
  };
  return {
    key,
    center: toLonLat(center),
    bestSnr: best(items.map(({ snr }) => snr)),
    bestMargin: best(items.map(({ margin }) => margin)),
    count: items.reduce((sum, { count }) => sum + count, 0),
    nodes: new Set(items.map(({ nodeId }) => nodeId).filter((id) => id !== undefined)).size,
  };
}

export function countColor(count: number, theme: GrafanaTheme2): string {
  const share = Math.min(COUNT_STEPS, Math.floor(Math.log10(Math.max(1, count)) * 1.7)) / COUNT_STEPS;
  const { getColorByName } = theme.visualization;
  return mix(mapPalette(theme).land, getColorByName('blue'), 0.3 + 0.7 * share);
}

export function cellColor(cell: CoverageCell, { measure }: CoverageOptions, theme: GrafanaTheme2): string {
  return measure === 'snr'
    ? signalColor({ snr: cell.bestSnr, margin: cell.bestMargin }, theme)
    : countColor(cell.count, theme);
}

function createCoverageLayer(map: OlMap) {
  const source = new BatchSource<Polygon>();
  const styles = createStyleCache<Style>();
  let state: LayerState | undefined;
  let drawnRadius = 0;
  const style = (feature: FeatureLike) => {
    if (state === undefined) {
      return undefined;
    }
    const { cell } = feature.get(ITEM) as { cell: CoverageCell };
    const { coverage } = state.options;
    const color = colorManipulator.alpha(cellColor(cell, coverage, state.theme), coverage.opacity);
    return styles(color, () => new Style({ fill: new Fill({ color }) }));
  };
  interface Hexagon {
    readonly bin: Bin<Sample>;
    readonly radius: number;
  }
  const sync = createFeatureSync<Hexagon, Polygon>(source, {
    idOf: ({ bin, radius }) => `${radius}/${bin.key}`,
    createGeometry: ({ bin, radius }) => new Polygon([hexagonRing(bin.center, radius).map(([x, y]) => [x, y])]),
    // The id contains the position.
    updateGeometry: () => undefined,
    assign: (feature, { bin }) => feature.set(ITEM, { type: 'coverage', cell: coverageCell(bin) }, true),
  });
  const radiusNow = (next: LayerState) =>
    cellRadius(next.options.coverage, map.getView().getZoom() ?? 8, next.scene.mesh.samples[0]?.position[1] ?? 0);

  function draw(next: LayerState) {
    state = next;
    drawnRadius = radiusNow(next);
    const bins = binHexagons(next.scene.mesh.samples, ({ position }) => toXY(position), drawnRadius);
    sync(bins.map((bin) => ({ bin, radius: drawnRadius })));
  }
  const key = map.on('moveend', () => {
    if (state !== undefined && radiusNow(state) !== drawnRadius) {
      draw(state);
    }
  });
  return { layer: new VectorLayer({ source, style }), draw, dispose: () => unByKey(key) };
}

function coverageScale({ options: { coverage }, theme }: LayerState): LayerScale {
  if (coverage.measure === 'snr') {
    return { ...marginLegend(theme), title: t('layers.coverage-margin', 'Best margin'), swatch: 'dot' };
  }
  const steps = [1, 10, 100, 1000].map((count) => ({ label: `≥ ${count}`, color: countColor(count, theme) }));
  return { title: t('layers.coverage-count', 'Receptions'), kind: 'steps', steps, swatch: 'dot' };
}

export const coverageLayer: MeshLayer = {
  id: 'mesh-coverage',
  label: () => t('layers.coverage', 'Coverage'),
  zIndex: 30,
  isEnabled: ({ coverage }) => coverage.show,
  count: ({ mesh }) => mesh.samples.length,
  scale: coverageScale,
  create: createCoverageLayer,
};
