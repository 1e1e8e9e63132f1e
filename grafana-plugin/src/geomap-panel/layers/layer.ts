import type { GrafanaTheme2 } from '@grafana/data';
import type OlMap from 'ol/Map';
import type BaseLayer from 'ol/layer/Base';
import type { FeatureLike } from 'ol/Feature';
import type { LonLat, MapLink, MapNode, MapRoute, MapTrack, MapWaypoint, RouteHop } from '../frames/model';
import type { PrecisionCell } from '../geo/precision';
import type { ScaleLegend } from '../scene/colorScale';
import type { Scene } from '../scene/scene';
import type { MeshMapOptions } from '../types';

/** Input of a layer: everything it draws depends on this. */
export interface LayerState {
  readonly options: MeshMapOptions;
  readonly theme: GrafanaTheme2;
  readonly scene: Scene;
}

export interface CoverageCell {
  readonly key: string;
  readonly center: LonLat;
  readonly bestSnr: number | undefined;
  readonly bestMargin?: number | undefined;
  readonly count: number;
  readonly nodes: number;
}

/** A thing on the map that can be hovered and clicked. */
export type MapItem =
  | { readonly type: 'node'; readonly node: MapNode }
  | { readonly type: 'cluster'; readonly nodes: readonly MapNode[] }
  | { readonly type: 'waypoint'; readonly waypoint: MapWaypoint }
  | { readonly type: 'link'; readonly link: MapLink }
  | { readonly type: 'track'; readonly track: MapTrack }
  | { readonly type: 'hop'; readonly route: MapRoute; readonly hop: RouteHop }
  | { readonly type: 'cell'; readonly cell: PrecisionCell; readonly nodes: readonly MapNode[] }
  | { readonly type: 'coverage'; readonly cell: CoverageCell };

/** Feature property with the `MapItem`. */
export const ITEM = 'item';
export const itemOf = (feature: FeatureLike) => feature.get(ITEM) as MapItem | undefined;

/** Explains the colors of a layer in the legend. */
export type LayerScale = ScaleLegend & { readonly swatch: 'dot' | 'line' };

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
  /** Number of things to show; a layer without any is left out of the legend. */
  readonly count?: (scene: Scene) => number;
  readonly scale?: (state: LayerState) => LayerScale | undefined;
  /** Kinds of things that the legend can hide one by one. */
  readonly kinds?: (scene: Scene) => readonly string[];
  /** Called when the layer is first shown. */
  readonly create: (map: OlMap) => DrawnLayer | Promise<DrawnLayer>;
}
