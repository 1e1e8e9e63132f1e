import { t } from '@grafana/i18n';
import Point from 'ol/geom/Point';
import { findField, numberAt } from '../../frames/fields';
import type { MapNode } from '../../frames/model';
import { toXY } from '../../geo/mercator';
import { isPlaced, type PlacedNode } from '../../scene/scene';
import { BatchSource, createFeatureSync } from '../featureSync';
import { type LayerState, type MeshLayer } from '../layer';

const WEIGHT = 'weight';

/** 0.1–1 by the chosen field; nodes without a value count a little, without a field all count alike. */
export function weightsOf(nodes: readonly MapNode[], weightBy: string): ReadonlyMap<string, number> {
  const values = new Map<string, number | undefined>();
  for (const { id, ref } of nodes) {
    const field = weightBy === '' ? undefined : ref.frame.fields.find(({ name }) => name === weightBy);
    values.set(id, numberAt(field ?? (weightBy === 'snr' ? findField(ref.frame, 'snr') : undefined), ref.row));
  }
  const known = [...values.values()].filter((value) => value !== undefined);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const weight = (value: number | undefined) => {
    if (weightBy === '') {
      return 0.6;
    }
    return value === undefined || low >= high ? 0.1 : 0.1 + (0.9 * (value - low)) / (high - low);
  };
  return new Map([...values].map(([id, value]) => [id, weight(value)]));
}

async function createHeatmapLayer() {
  // Loaded on demand: few panels show a heatmap.
  const { default: Heatmap } = await import('ol/layer/Heatmap');
  const source = new BatchSource<Point>();
  let weights: ReadonlyMap<string, number> = new Map();
  const layer = new Heatmap({ source, weight: (feature) => (feature.get(WEIGHT) as number | undefined) ?? 0 });
  const sync = createFeatureSync<PlacedNode, Point>(source, {
    idOf: ({ id }) => id,
    createGeometry: ({ position }) => new Point([...toXY(position)]),
    updateGeometry: (geometry, { position }, before) => {
      if (String(position) !== String(before.position)) {
        geometry.setCoordinates([...toXY(position)]);
      }
    },
    assign: (feature, { id }) => feature.set(WEIGHT, weights.get(id) ?? 0, true),
  });
  function draw({ options, theme, scene }: LayerState) {
    const { getColorByName } = theme.visualization;
    layer.setRadius(options.heatmap.radius);
    layer.setBlur(options.heatmap.radius * 1.5);
    layer.setGradient(['dark-blue', 'blue', 'green', 'yellow', 'red'].map((name) => getColorByName(name)));
    layer.setOpacity(0.75);
    weights = weightsOf(scene.mesh.nodes, options.heatmap.weightBy);
    sync(scene.mesh.nodes.filter(isPlaced).filter(({ isEnd }) => !isEnd));
  }
  return { layer, draw };
}

export const heatmapLayer: MeshLayer = {
  id: 'mesh-heatmap',
  label: () => t('layers.heatmap', 'Heatmap'),
  zIndex: 20,
  isEnabled: ({ heatmap }) => heatmap.show,
  create: createHeatmapLayer,
};
