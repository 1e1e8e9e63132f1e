import type { LayerScale, LayerState } from './layer';
import { meshLayers } from './registry';

/** Entry of the legend for one layer. */
export interface LegendLayer {
  readonly id: string;
  readonly name: string;
  readonly count: number | undefined;
  readonly isOn: boolean;
  readonly scale: LayerScale | undefined;
  /** Parts of the layer that can be switched by themselves. */
  readonly kinds: ReadonlyArray<{ readonly kind: string; readonly isOn: boolean }>;
}

/** Entries of the legend, top layer first: layers that are on in the options and have something to show. */
export function legendLayers(state: LayerState, hidden: ReadonlySet<string>): LegendLayer[] {
  const { options, scene } = state;
  return meshLayers
    .map((layer) => ({ layer, count: layer.count?.(scene) }))
    .filter(({ layer, count }) => layer.isEnabled(options) && count !== 0)
    .reverse()
    .map(({ layer: { id, label, scale, kinds }, count }) => ({
      id,
      name: label(),
      count,
      isOn: !hidden.has(id),
      scale: scale?.(state),
      kinds: (kinds?.(scene) ?? []).map((kind) => ({ kind, isOn: !scene.hiddenKinds.has(kind) })),
    }));
}
