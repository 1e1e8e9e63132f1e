import type { ComponentType } from 'react';
import type { KeyEntry, LayerChoiceProps, LayerKind, LayerScale, LayerState, MeshLayer } from './layer';
import { meshLayers } from './registry';

/** Entry of the legend for one layer. */
export interface LegendLayer {
  readonly id: string;
  readonly name: string;
  readonly count: number | undefined;
  readonly isOn: boolean;
  readonly scale: LayerScale | undefined;
  /** Parts of the layer that can be switched by themselves. */
  readonly kinds: readonly LayerKind[];
  readonly Choice: ComponentType<LayerChoiceProps> | undefined;
}

const isListed = (layer: MeshLayer, state: LayerState) =>
  layer.isEnabled(state.options) && (layer.isListed?.(state) ?? layer.count?.(state) !== 0);

/** Meaning of the signs of the layers that are shown. */
export const legendKey = (state: LayerState, hidden: ReadonlySet<string>): KeyEntry[] =>
  meshLayers
    .filter((layer) => isListed(layer, state) && !hidden.has(layer.id))
    .reverse()
    .flatMap((layer) => layer.key?.(state) ?? []);

/** Entries of the legend, top layer first: layers that are on in the options and have something to show. */
export function legendLayers(state: LayerState, hidden: ReadonlySet<string>): LegendLayer[] {
  return meshLayers
    .filter((layer) => isListed(layer, state))
    .reverse()
    .map(({ id, label, count, scale, kinds, Choice }) => ({
      id,
      name: label(),
      count: count?.(state),
      isOn: !hidden.has(id),
      scale: scale?.(state),
      kinds: kinds?.(state) ?? [],
      Choice,
    }));
}
