import { t } from '@grafana/i18n';
import type Feature from 'ol/Feature';
import type { FeatureLike } from 'ol/Feature';
import Polygon from 'ol/geom/Polygon';
import VectorLayer from 'ol/layer/Vector';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import { colorManipulator } from '@grafana/data';
import type { MapNode } from '../../frames/model';
import { toXY } from '../../geo/mercator';
import { precisionCell, type PrecisionCell } from '../../geo/precision';
import { mapPalette } from '../../scene/colors';
import { isPlaced } from '../../scene/scene';
import { BatchSource, createFeatureSync } from '../featureSync';
import { ITEM, type MapItem } from '../item';
import type { LayerState, MeshLayer } from '../layer';
import { cellItem, type SharedCell } from './item';
import { isSameStyle } from '../sameStyle';
import { createStyleCache } from '../styleCache';

/** Cells with their nodes: many nodes share one reduced-precision position without being at the same place. */
export function cellsOf(nodes: readonly MapNode[]): SharedCell[] {
  const cells = new Map<string, { cell: PrecisionCell; nodes: MapNode[] }>();
  for (const node of nodes.filter(isPlaced)) {
    const cell = precisionCell(node.position, node.precisionBits);
    if (cell !== undefined) {
      const shared = cells.get(cell.key) ?? { cell, nodes: [] };
      shared.nodes.push(node);
      cells.set(cell.key, shared);
    }
  }
  return [...cells.values()];
}

const MIN_PX = 14;
const FAINT_FROM_PX = 700;

function ringOf({ west, south, east, north }: PrecisionCell) {
  const [[left, bottom], [right, top]] = [toXY([west, south]), toXY([east, north])];
  return [
    [
      [left, bottom],
      [right, bottom],
      [right, top],
      [left, top],
      [left, bottom],
    ],
  ];
}

function createPrecisionLayer() {
  const source = new BatchSource<Polygon>();
  const styles = createStyleCache<Style>();
  let state: LayerState | undefined;

  const styleOf = (emphasis: boolean, large: boolean, theme: LayerState['theme']) => {
    const { accent, label } = mapPalette(theme);
    const color = emphasis ? accent : label;
    return new Style({
      zIndex: emphasis ? 1 : 0,
      fill: new Fill({ color: colorManipulator.alpha(color, large ? (emphasis ? 0.05 : 0) : emphasis ? 0.12 : 0.04) }),
      stroke: new Stroke({
        color: colorManipulator.alpha(color, emphasis ? 0.9 : large ? 0.12 : 0.28),
        width: emphasis ? 1.5 : 1,
        lineDash: [4, 4],
      }),
    });
  };

  const style = (feature: FeatureLike, resolution: number) => {
    const { thing } = feature.get(ITEM) as MapItem<SharedCell>;
    const [west, , east] = (feature as Feature<Polygon>).getGeometry()?.getExtent() ?? [0, 0, 0];
    const pixels = ((east ?? 0) - (west ?? 0)) / resolution;
    if (state === undefined || pixels < MIN_PX) {
      return undefined;
    }
    const { theme, scene } = state;
    const emphasis = thing.nodes.some(({ id }) => scene.selected.has(id));
    const large = pixels > FAINT_FROM_PX;
    return styles(`${theme.colors.mode}|${emphasis}|${large}`, () => styleOf(emphasis, large, theme));
  };

  const sync = createFeatureSync<SharedCell, Polygon>(source, {
    idOf: ({ cell }) => cell.key,
    createGeometry: ({ cell }) => new Polygon(ringOf(cell)),
    // The key of a cell contains its position.
    updateGeometry: () => undefined,
    assign: (feature, cell) => {
      feature.set(ITEM, { kind: cellItem, thing: cell }, true);
      // It looks different only when its nodes are selected, which draws all cells.
      return false;
    },
  });

  return {
    layer: new VectorLayer({ source, style }),
    draw: (next: LayerState) => {
      const isKept = isSameStyle(state, next);
      state = next;
      sync(cellsOf(next.scene.mesh.nodes));
      if (!isKept) {
        source.changed();
      }
    },
  };
}

export const precisionLayer: MeshLayer = {
  id: 'mesh-precision',
  label: () => t('layers.precision', 'Position precision'),
  zIndex: 40,
  isEnabled: ({ precision }) => precision.show,
  count: ({ scene }) => cellsOf(scene.mesh.nodes).length,
  create: createPrecisionLayer,
};
