import type { ComponentType } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import type OlMap from 'ol/Map';
import type BaseLayer from 'ol/layer/Base';
import type { ScaleLegend } from '../scene/colorScale';
import type { MarkerShape } from '../scene/nodeLook';
import type { Scene } from '../scene/scene';
import type { MeshMapOptions } from '../types';

/** Input of a layer: everything it draws depends on this. */
export interface LayerState {
  readonly options: MeshMapOptions;
  readonly theme: GrafanaTheme2;
  readonly scene: Scene;
}

/** Explains the colors of a layer in the legend. */
export type LayerScale = ScaleLegend & { readonly swatch: 'dot' | 'line' };

/** Things of one sort that the legend can show and hide by themselves. */
export interface LayerKind {
  readonly kind: string;
  readonly label: string;
  /** How many are drawn while the kind is on. */
  readonly count: number;
  readonly isOn: boolean;
}

/** Input of a choice among the things of a layer: the legend shows it below the entry of the layer. */
export interface LayerChoiceProps {
  readonly scene: Scene;
  readonly timeZone: string;
  readonly onChoose: (id: string) => void;
}

export interface NodeMark {
  readonly type: 'node';
  readonly shape: MarkerShape;
  readonly hollow?: boolean;
  readonly dim?: boolean;
  readonly ring?: 'gateway' | 'silent' | 'late';
}

/** A sign on the map in the key of the legend. */
export type KeyMark =
  | NodeMark
  | { readonly type: 'line'; readonly dash: readonly number[] | undefined; readonly color?: string }
  | { readonly type: 'count' };

export interface KeyEntry {
  readonly mark: KeyMark;
  readonly label: string;
}

export interface DrawnLayer {
  readonly layer: BaseLayer;
  /** Shows this state by changing what differs; never replaces the layer. */
  readonly draw: (state: LayerState) => void;
  readonly dispose?: () => void;
}

/** A layer of the map with its entry in the legend. */
export interface MeshLayer {
  /** Part of test ids and of the state of the legend: never renamed. */
  readonly id: string;
  readonly label: () => string;
  /** Order on the map, bottom first. */
  readonly zIndex: number;
  readonly isEnabled: (options: MeshMapOptions) => boolean;
  /** How many things the layer draws. */
  readonly count?: (state: LayerState) => number;
  /** Whether the legend lists the layer; without: while there is something to draw. */
  readonly isListed?: (state: LayerState) => boolean;
  readonly scale?: (state: LayerState) => LayerScale | undefined;
  readonly kinds?: (state: LayerState) => readonly LayerKind[];
  /** Meaning of the signs of the layer that are on the map. */
  readonly key?: (state: LayerState) => readonly KeyEntry[];
  readonly Choice?: ComponentType<LayerChoiceProps>;
  /** Called when the layer is first shown. */
  readonly create: (map: OlMap) => DrawnLayer | Promise<DrawnLayer>;
}
