import type { PanelProps } from '@grafana/data';
import type { FieldMapping } from './frames/mapping';
import type { LayerSections } from './layers/options';

export type BasemapType = 'world' | 'none' | 'osm' | 'xyz';
export interface BasemapOptions {
  readonly type: BasemapType;
  /** `{z}`, `{x}`, `{y}` template of an own tile server. */
  readonly url: string;
  readonly attribution: string;
  readonly maxZoom: number;
  /** Names of towns (bundled world only). */
  readonly places: boolean;
  /** Viewers can choose another one on the map. */
  readonly canSwitch: boolean;
  /** Lines of latitude and longitude. */
  readonly grid: boolean;
}

export interface ViewOptions {
  readonly mode: 'fit' | 'fixed';
  readonly latitude: number;
  readonly longitude: number;
  readonly zoom: number;
  /** Fit to data never zooms in further than this. */
  readonly maxFitZoom: number;
}

export interface ControlsOptions {
  readonly zoom: boolean;
  /** Turning the wheel zooms, without a modifier key. */
  readonly wheelZoom: boolean;
  readonly tools: boolean;
  readonly search: boolean;
  readonly legend: boolean;
  readonly scale: boolean;
  readonly playback: boolean;
}

export interface InteractionOptions {
  readonly tooltip: boolean;
  /** Dashboard variable that gets the ids of the selected nodes; empty: none. */
  readonly nodeVariable: string;
  /** Dashboard variable that gets `west,south,east,north` of the view; empty: none. */
  readonly boundsVariable: string;
  readonly sharedHover: boolean;
}

export type Renderer = 'auto' | 'canvas' | 'webgl';

export interface MeshMapOptions extends LayerSections {
  readonly basemap: BasemapOptions;
  readonly view: ViewOptions;
  readonly controls: ControlsOptions;
  readonly interaction: InteractionOptions;
  readonly mapping: FieldMapping;
  readonly renderer: Renderer;
}

export type MeshMapProps = PanelProps<MeshMapOptions>;

/** Panel options as a dashboard may have saved them: any part may be missing. */
export type SavedOptions = { readonly [Section in keyof MeshMapOptions]?: Partial<MeshMapOptions[Section]> };
