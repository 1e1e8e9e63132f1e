import type { PanelProps } from '@grafana/data';
import type { FieldMapping } from './frames/mapping';

export type BasemapType = 'world' | 'none' | 'osm' | 'xyz';
export interface BasemapOptions {
  readonly type: BasemapType;
  /** `{z}`, `{x}`, `{y}` template of an own tile server. */
  readonly url: string;
  readonly attribution: string;
  readonly maxZoom: number;
  /** Names of towns (bundled world only). */
  readonly places: boolean;
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

export type LabelContent = 'none' | 'label' | 'name' | 'id' | 'value';
export interface NodesOptions {
  readonly show: boolean;
  /** Name of the field that colours nodes; empty: one colour. */
  readonly colorBy: string;
  /** Name of the field that scales nodes; empty: all alike. */
  readonly sizeBy: string;
  readonly size: number;
  readonly label: LabelContent;
  readonly roleShapes: boolean;
  readonly markGateways: boolean;
  /** Hours after which a silent node is as faint as it gets; 0: never. */
  readonly fadeHours: number;
  readonly clusters: boolean;
}

export type LinkFocus = 'all' | 'selected';
export interface LinksOptions {
  readonly show: boolean;
  /** Kinds to draw; empty: all. */
  readonly kinds: readonly string[];
  readonly focus: LinkFocus;
  readonly maxWidth: number;
  readonly arrows: boolean;
  readonly curved: boolean;
  readonly fadeHours: number;
}

export interface TracksOptions {
  readonly show: boolean;
  readonly width: number;
  readonly arrows: boolean;
  /** Fixes further apart are not joined. */
  readonly gapMinutes: number;
}

export interface CoverageOptions {
  readonly show: boolean;
  readonly measure: 'snr' | 'count';
  /** Metres across; 0: by zoom. */
  readonly cellM: number;
  readonly opacity: number;
}

export interface RouteOptions {
  readonly show: boolean;
  readonly labels: boolean;
}

export interface HeatmapOptions {
  readonly show: boolean;
  readonly weightBy: string;
  readonly radius: number;
}

export interface ShowOption {
  readonly show: boolean;
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

export interface MeshMapOptions {
  readonly basemap: BasemapOptions;
  readonly view: ViewOptions;
  readonly nodes: NodesOptions;
  readonly links: LinksOptions;
  readonly precision: ShowOption;
  readonly tracks: TracksOptions;
  readonly coverage: CoverageOptions;
  readonly routes: RouteOptions;
  readonly heatmap: HeatmapOptions;
  readonly dayNight: ShowOption;
  readonly controls: ControlsOptions;
  readonly interaction: InteractionOptions;
  readonly mapping: FieldMapping;
  readonly renderer: Renderer;
}

export type MeshMapProps = PanelProps<MeshMapOptions>;

/** Panel options as a dashboard may have saved them: any part may be missing. */
export type SavedOptions = { readonly [Section in keyof MeshMapOptions]?: Partial<MeshMapOptions[Section]> };
